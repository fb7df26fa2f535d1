import Foundation
import Kindred
import KindredData
import Testing

/// Tables of public facts are kept as they are, and rows choose among their rows as in the data.
@Suite struct ReferenceTableTests {
  /// Tracks of ten genres; genre g has 20 g + 10 tracks (and one in ten tracks none), which are
  /// about 100 g long.
  private func music() throws -> (metadata: Metadata, dataset: Dataset) {
    var metadata = Metadata()
    try metadata.addTable(
      "genres",
      columns: [ColumnMetadata("id", .id), ColumnMetadata("name", .categorical)],
      primaryKey: ["id"])
    try metadata.addTable(
      "tracks",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("genre", .id),
        ColumnMetadata("length", .numerical),
      ], primaryKey: ["id"])
    try metadata.addRelationship(parent: "genres", child: "tracks", foreignKey: "genre")
    var genre: [Int64?] = []
    var length: [Int64] = []
    for kind in 0..<Int64(10) {
      for track in 0..<(20 * kind + 10) {
        genre.append(track % 10 == 9 ? nil : 7 * kind)
        length.append(100 * kind + track % 50)
      }
    }
    let dataset = try Dataset([
      Table(
        "genres",
        columns: [
          Column("id", integers: (0..<10).map { 7 * $0 }),
          Column("name", strings: (0..<10).map { $0 == 4 ? nil : "Genre \($0)" }),
        ]),
      Table(
        "tracks",
        columns: [
          Column("id", integers: (0..<Int64(genre.count)).map { $0 }),
          Column("genre", integers: genre), Column("length", integers: length),
        ]),
    ])
    return (metadata, dataset)
  }

  private func counts(_ dataset: Dataset) throws -> [Int?: Int] {
    let column = try #require(dataset["tracks"]?[column: "genre"])
    guard case .integers(let values) = column.values else { return [:] }
    var counts: [Int?: Int] = [:]
    for row in values.indices {
      counts[column.isValid(row) ? Int(values[row]) : nil, default: 0] += 1
    }
    return counts
  }

  @Test func rowsAreKeptAndChosenAsOften() throws {
    let (metadata, dataset) = try music()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    #expect(model.notes.contains { $0.hasPrefix("genres: kept") })
    for call in 0..<2 {
      let sample = try model.sample()
      #expect(sample["genres"] == dataset["genres"], "call \(call)")
      #expect(try metadata.validate(sample).isValid)
      // Ranked draws of the fitted number of rows have the learned counts, up to rounding; where
      // the key is null is settled first.
      let (real, drawn) = (try counts(dataset), try counts(sample))
      for (genre, count) in real { #expect(abs(count - drawn[genre, default: 0]) <= 1) }
    }
  }

  @Test func scaleLeavesReferenceTablesAlone() throws {
    let (metadata, dataset) = try music()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let sample = try model.sample(scale: 3, seed: 1)
    #expect(sample["genres"]?.rowCount == 10)
    #expect(sample["tracks"]?.rowCount == 3 * (dataset["tracks"]?.rowCount ?? 0))
    let alone = try model.sample("genres")
    #expect(alone["genres"] == dataset["genres"])
    #expect(alone["tracks"] == nil)
    #expect(throws: KindredError.self) { try model.sample("genres", rows: 3) }
  }

  /// The latents of genre and length are nearly one; both are cut into tens of cells, so ranks
  /// within cells are lost: a rank correlation of 0.9 is far below what is left.
  @Test func choicesDependOnTheRow() throws {
    let (metadata, dataset) = try music()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let tracks = try #require(try model.sample(seed: 3)["tracks"])
    let genre = try #require(tracks[column: "genre"])
    guard case .integers(let genres) = genre.values,
      case .integers(let lengths) = tracks[column: "length"]?.values
    else { return #expect(Bool(false)) }
    let pairs = genres.indices.filter { genre.isValid($0) }.map {
      (Double(genres[$0]), Double(lengths[$0]))
    }
    let count = Double(pairs.count)
    let means = pairs.reduce((0.0, 0.0)) { ($0.0 + $1.0 / count, $0.1 + $1.1 / count) }
    let sums = pairs.reduce((0.0, 0.0, 0.0)) {
      let (x, y) = ($1.0 - means.0, $1.1 - means.1)
      return ($0.0 + x * y, $0.1 + x * x, $0.2 + y * y)
    }
    #expect(sums.0 / (sums.1 * sums.2).squareRoot() > 0.9)
  }

  @Test func modelFilesHoldReferenceTables() throws {
    let (metadata, dataset) = try music()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("kindred-\(UUID().uuidString).kindred")
    defer { try? FileManager.default.removeItem(at: file) }
    try model.save(to: file)
    let again = try HMA1.load(from: file)
    #expect(try again.sample(seed: 5) == model.sample(seed: 5))
    #expect(try again.summary() == model.summary())
    let names = try again.summary().tables.first?.columns.last
    #expect(names?.source == "kept")
    #expect(names?.keptValues.count == 9)
  }

  @Test func declarationsGoBeforeProposals() throws {
    var (metadata, dataset) = try music()
    metadata.referenceTables = []
    let learned = HMA1(metadata, model: .copula)
    try learned.fit(dataset)
    #expect(try learned.sample(rows: 30, seed: 1)["genres"]?.rowCount == 30)
    let kept = HMA1(metadata, options: FitOptions(referenceTables: ["genres"]))
    try kept.fit(dataset)
    #expect(try kept.sample(rows: 30, seed: 1)["genres"] == dataset["genres"])
    #expect(try Metadata(json: kept.metadata.jsonText()).referenceTables == [])
  }

  @Test func unsuitableReferenceTablesAreRefused() throws {
    var (metadata, dataset) = try music()
    metadata.referenceTables = ["tracks"]
    #expect(throws: KindredError.self) { try metadata.validate() }
    metadata.referenceTables = ["genre"]
    #expect(throws: KindredError.self) { try metadata.validate() }
    metadata.referenceTables = nil
    metadata.extra = [JSONValue.Member("reference_tables", .string("genres"))]
    #expect(throws: KindredError.self) { try metadata.validate() }
    metadata.extra = []
    let model = HMA1(metadata, options: FitOptions(referenceTables: ["songs"]))
    #expect(throws: KindredError.self) { try model.fit(dataset) }
  }

  /// People are never proposed, however short the table.
  @Test func personalTablesAreNotProposed() throws {
    var (metadata, dataset) = try music()
    try metadata.updateColumn(ColumnMetadata("name", SDType(rawValue: "name")), in: "genres")
    #expect(ReferenceTableDetection(metadata).detect(in: dataset).isEmpty)
  }

  /// A catalogue is found by its name, and brings its makers: their facts stay, their people do not.
  @Test func cataloguesBringTheirMakersButNoPersons() throws {
    var metadata = Metadata()
    try metadata.addTable(
      "Suppliers",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("contact", SDType(rawValue: "name")),
        ColumnMetadata("country", .categorical), ColumnMetadata("remark", .text),
      ], primaryKey: ["id"])
    try metadata.addTable(
      "Products",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("supplier", .id),
        ColumnMetadata("name", .text), ColumnMetadata("price", .numerical),
      ], primaryKey: ["id"])
    try metadata.addTable(
      "order_lines",
      columns: [ColumnMetadata("product", .id), ColumnMetadata("quantity", .numerical)])
    try metadata.addRelationship(parent: "Suppliers", child: "Products", foreignKey: "supplier")
    try metadata.addRelationship(parent: "Products", child: "order_lines", foreignKey: "product")
    let contacts = (0..<8).map { "Ada Lovelace \($0)" }
    let suppliers = try Table(
      "Suppliers",
      columns: [
        Column("id", integers: (0..<8).map { $0 }), Column("contact", strings: contacts),
        Column("country", strings: (0..<8).map { $0 == 3 ? nil : "Country \($0 % 5)" }),
        Column("remark", strings: (0..<8).map { "call Ada \($0)" }),
      ])
    let products = try Table(
      "Products",
      columns: [
        Column("id", integers: (0..<40).map { $0 }),
        Column("supplier", integers: (0..<40).map { $0 % 8 }),
        Column("name", strings: (0..<40).map { "Tea No. \($0)" }),
        Column("price", integers: (0..<40).map { 10 + $0 * 7 % 31 }),
      ])
    let lines = try Table(
      "order_lines",
      columns: [
        Column("product", integers: (0..<400).map { Int64($0 * $0 % 40) }),
        Column("quantity", integers: (0..<400).map { Int64($0 % 12) }),
      ])
    let model = HMA1(metadata, model: .copula)
    try model.fit(try Dataset([suppliers, products, lines]))
    let sample = try model.sample(scale: 2, seed: 1)
    #expect(sample["Products"] == products)
    let made = try #require(sample["Suppliers"])
    #expect(made.rowCount == 8)
    #expect(made[column: "country"] == suppliers[column: "country"])
    for name in ["contact", "remark"] {
      let column = try #require(made[column: name])
      for row in 0..<8 { #expect(column.text(at: row)?.contains("Ada") == false) }
    }
    #expect(try metadata.validate(sample).isValid)

    // A table of people is no maker, whatever refers to it.
    var people = Metadata()
    for table in metadata.tables {
      try people.addTable(
        table.name == "Suppliers" ? "Sellers" : table.name, columns: table.columns,
        primaryKey: table.primaryKey)
    }
    try people.addRelationship(parent: "Sellers", child: "Products", foreignKey: "supplier")
    try people.addRelationship(parent: "Products", child: "order_lines", foreignKey: "product")
    let sellers = try Dataset([Table("Sellers", columns: suppliers.columns), products, lines])
    #expect(ReferenceTableDetection(people).detect(in: sellers).isEmpty)
  }
}
