import Foundation
import Kindred
import KindredData
import KindredStatistics
import Testing

/// Keys that refer to one of several tables, as another column says.
@Suite struct PolymorphicKeyTests {
  /// Comments on posts (numbered) and photos (named); hot posts have many, photos are commented on
  /// at night, and some comments are on nothing.
  private func blog() throws -> (metadata: Metadata, dataset: Dataset) {
    let random = KeySchema.random("blog")
    var metadata = Metadata()
    try metadata.addTable(
      "users", columns: [ColumnMetadata("id", .id)], primaryKey: ["id"])
    try metadata.addTable(
      "posts", columns: [ColumnMetadata("id", .id), ColumnMetadata("heat", .numerical)],
      primaryKey: ["id"])
    try metadata.addTable(
      "photos", columns: [ColumnMetadata("code", .id), ColumnMetadata("size", .numerical)],
      primaryKey: ["code"])
    try metadata.addTable(
      "comments",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("user", .id),
        ColumnMetadata("target_type", .categorical), ColumnMetadata("target_id", .id),
        ColumnMetadata("hour", .numerical),
      ], primaryKey: ["id"])
    try metadata.addRelationship(parent: "users", child: "comments", foreignKey: "user")
    metadata.polymorphicKeys = [
      PolymorphicKey(
        table: "comments", typeColumn: "target_type", idColumn: "target_id",
        targets: [.init(type: "post", table: "posts"), .init(type: "photo", table: "photos")])
    ]
    let heat = (0..<200).map { Int64(random.integer(below: 100, row: UInt64($0), lane: 1)) }
    var comments: [(type: String, id: String?, hour: Int64)] = []
    for post in 0..<200 {
      for _ in 0..<heat[post] / 10 {
        comments.append(
          ("post", comments.count % 20 == 19 ? nil : "\(1 + post)", 8 + Int64(comments.count % 10)))
      }
    }
    for photo in 0..<150 {
      for _ in 0..<photo % 4 {
        comments.append(("photo", "PH-\(1000 + photo)", Int64(20 + comments.count % 4)))
      }
    }
    let dataset = try Dataset([
      Table("users", columns: [Column("id", integers: (0..<90).map { $0 })]),
      Table(
        "posts",
        columns: [
          Column("id", integers: (0..<200).map { 1 + $0 }), Column("heat", integers: heat),
        ]),
      Table(
        "photos",
        columns: [
          Column("code", strings: (0..<150).map { "PH-\(1000 + $0)" }),
          Column("size", integers: (0..<150).map { $0 * 31 % 77 }),
        ]),
      Table(
        "comments",
        columns: [
          Column("id", integers: comments.indices.map { Int64($0) }),
          Column(
            "user",
            integers: comments.indices.map {
              Int64(random.integer(below: 90, row: UInt64($0), lane: 3))
            }),
          Column("target_type", strings: comments.map(\.type)),
          Column("target_id", strings: comments.map(\.id)),
          Column("hour", integers: comments.map(\.hour)),
        ]),
    ])
    return (metadata, dataset)
  }

  private func texts(_ dataset: Dataset, _ column: String) throws -> [String?] {
    let column = try #require(dataset["comments"]?[column: column])
    switch column.values {
    case .strings(let values):
      return (0..<column.count).map { column.isValid($0) ? values[$0] : nil }
    case .integers(let values):
      return (0..<column.count).map { column.isValid($0) ? "\(values[$0])" : nil }
    default: return []
    }
  }

  @Test(arguments: [TabularModel.copula, .trees])
  func idsSuitTheirTypes(of tabular: TabularModel) throws {
    let (metadata, dataset) = try blog()
    #expect(try metadata.validate(dataset).findings.map(\.problem) == [])
    let model = HMA1(metadata, options: FitOptions(model: tabular))
    try model.fit(dataset)
    #expect(model.metadata.relationships.count == 1)
    let real = try texts(dataset, "target_type")
    for seed in 0..<5 as Range<UInt64> {
      let scale = [1, 0.3, 2][Int(seed) % 3]
      let sample = try model.sample(scale: scale, seed: seed, resettingKeys: true)
      #expect(try metadata.validate(sample).findings.map(\.problem) == [])
      let types = try texts(sample, "target_type")
      let ids = try texts(sample, "target_id")
      let share = Double(types.count { $0 == "photo" }) / Double(types.count)
      let expected = Double(real.count { $0 == "photo" }) / Double(real.count)
      #expect(abs(share - expected) < 0.01)
      for (type, id) in zip(types, ids) {
        #expect(id.map { $0.hasPrefix("PH-") == (type == "photo") } ?? true)
      }
      let nulls = Double(ids.count { $0 == nil }) / Double(ids.count)
      let realNulls = try texts(dataset, "target_id").count { $0 == nil }
      #expect(abs(nulls - Double(realNulls) / Double(real.count)) < 0.01)
      // Posts have up to nine comments, photos up to three.
      for (type, most) in [("post", 9), ("photo", 3)] {
        var counts: [String: Int] = [:]
        for case (type, let id?) in zip(types, ids) { counts[id, default: 0] += 1 }
        #expect((counts.values.max() ?? 0) <= most + 1)
        #expect(counts.count > 3)
      }
      // By day on posts, by night on photos: 12.5 and 21.5 on average. The copula blurs the
      // border, but independence would leave half an hour at most.
      let hours = zip(types, try sample.integers("comments", "hour").map { Double($0 ?? 0) })
      func mean(_ type: String) -> Double {
        let chosen = hours.filter { $0.0 == type }.map(\.1)
        return chosen.reduce(0, +) / Double(chosen.count)
      }
      #expect(mean("photo") - mean("post") > 3)
    }
  }

  /// Hot posts have more comments than others.
  @Test func numbersOfReferencesDependOnTheParent() throws {
    let (metadata, dataset) = try blog()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let sample = try model.sample(seed: 3)
    let heat = try sample.integers("posts", "heat").compactMap { $0 }
    let posts = try sample.integers("posts", "id").compactMap { $0 }
    var counts: [String: Int] = [:]
    for id in try texts(sample, "target_id") { counts[id ?? "", default: 0] += 1 }
    let hot = zip(posts, heat).filter { $0.1 >= 50 }.map { counts["\($0.0)"] ?? 0 }
    let cold = zip(posts, heat).filter { $0.1 < 50 }.map { counts["\($0.0)"] ?? 0 }
    #expect(Double(hot.reduce(0, +)) / Double(hot.count) > 5)
    #expect(Double(cold.reduce(0, +)) / Double(cold.count) < 4)
  }

  @Test func survivesFilesThreadsAndShards() throws {
    let (metadata, dataset) = try blog()
    #expect(try Metadata(json: metadata.jsonText()) == metadata)
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("kindred-\(UUID().uuidString).kindred")
    defer { try? FileManager.default.removeItem(at: url) }
    try model.save(to: url)
    let again = try HMA1.load(from: url)
    #expect(again.metadata == metadata)
    let whole = try model.sample(SampleRequest(resettingKeys: true, seed: 5, threads: 1))
    for threads in [2, 7] {
      let sample = try again.sample(SampleRequest(resettingKeys: true, seed: 5, threads: threads))
      #expect(sample == whole)
    }
    for count in [3, 8] {
      var ids: [String?] = []
      for index in 1...count {
        ids += try texts(
          again.sample(
            SampleRequest(
              resettingKeys: true, seed: 5,
              shard: try SampleRequest.Shard(index: index, count: count))), "target_id")
      }
      #expect(ids == (try texts(whole, "target_id")))
    }
    // Without their parents, comments refer to rows that are not returned.
    let alone = try #require(
      try again.sample("comments", rows: 40, seed: 1)["comments"]?[column: "target_id"])
    #expect(alone.count == 40 && alone.nullCount < 10)
  }

  @Test func danglingReferencesAreFound() throws {
    let (metadata, dataset) = try blog()
    let tables = try dataset.map { table -> Table in
      guard table.name == "photos" else { return table }
      return try table.gather((0..<140).map { Int32($0) })
    }
    let finding = try #require(try metadata.validate(Dataset(tables)).errors.first)
    #expect(finding.kind == .orphan)
    #expect(finding.problem.contains("'photos'"))
    #expect(finding.count == (140..<150).reduce(0) { $0 + $1 % 4 })
  }

  @Test func malformedKeysAreRefused() throws {
    let (metadata, _) = try blog()
    func refused(_ change: (inout PolymorphicKey) -> Void) {
      var copy = metadata
      change(&copy.polymorphicKeys[0])
      #expect(throws: KindredError.self) { try copy.validate() }
    }
    try metadata.validate()
    refused { $0.table = "nowhere" }
    refused { $0.typeColumn = "nothing" }
    refused { $0.typeColumn = "hour" }
    refused { $0.idColumn = "user" }
    refused { $0.idColumn = "id" }
    refused { $0.targets = [] }
    refused { $0.targets[1].type = "post" }
    refused { $0.targets[0].table = "nowhere" }
    var broken = metadata
    broken.extra = [JSONValue.Member("polymorphic_keys", .string("comments"))]
    #expect(throws: KindredError.self) { try broken.validate() }
  }
}
