public import Foundation

/// What a dataset's schema was found to be.
public struct DetectionResult: Sendable {
  /// Tables, semantic types, keys and relationships.
  public var metadata: Metadata
  /// The tables, with columns stored as the metadata say: spelled dates are timestamps, spelled
  /// truth values booleans, foreign keys like the keys they refer to.
  public var dataset: Dataset
  /// What was concluded, with evidence, and the near-candidates that were rejected: keys first, by
  /// table, then foreign keys, then columns.
  public var findings: [DetectionFinding]
}

/// Finds out the schema of a dataset from names and values: the semantic type of every column,
/// primary keys of one to three columns, foreign keys, self-references and one-to-one included, and
/// tables that look like public reference data.
///
/// Nothing is random: the same data give the same schema, whatever the number of threads.
public struct SchemaDetector: Sendable {
  /// Reads the files of a folder.
  public var reader: CSVReader

  /// A detector that reads folders with `reader`, and uses as many threads as it does.
  public init(reader: CSVReader = CSVReader()) {
    self.reader = reader
  }

  /// Detects the schema of a folder of CSV files, one per table; columns are stored as if they had
  /// been read with the metadata found.
  /// - Throws: `KindredError` as `CSVReader.readDataset`.
  public func detect(folder: URL) throws -> DetectionResult {
    try detect(folder: folder.path)
  }

  /// Detects the schema of a folder of CSV files, given by its path.
  /// - Throws: `KindredError` as `CSVReader.readDataset`.
  public func detect(folder: String) throws -> DetectionResult {
    try detect(try reader.readDataset(inFolder: folder), categoriesAsStrings: true)
  }

  /// Detects the schema of tables in memory.
  /// - Throws: `KindredError` of kind `data` when a table's columns contradict each other.
  /// - Complexity: O(cells), and per possible foreign key O(distinct values).
  public func detect(_ dataset: Dataset) throws -> DetectionResult {
    try detect(dataset, categoriesAsStrings: false)
  }

  private func detect(_ dataset: Dataset, categoriesAsStrings: Bool) throws -> DetectionResult {
    var detection = SchemaDetection(dataset, threads: reader.threads)
    detection.findKeys()
    var metadata = detection.metadata
    let lists = ReferenceTableDetection(metadata).detect(in: dataset)
    if !lists.isEmpty { metadata.referenceTables = lists.map(\.table) }
    return DetectionResult(
      metadata: metadata,
      dataset: try dataset.stored(as: metadata, categoriesAsStrings: categoriesAsStrings),
      findings: detection.findings + lists)
  }
}

/// The steps of detecting one schema.
struct SchemaDetection {
  private let dataset: Dataset
  private(set) var tables: [TableProfile]
  private(set) var links: [ForeignKeyDetection.Link] = []
  private var primaryKeys: [DetectionFinding] = []
  private var foreignKeys: [DetectionFinding] = []

  init(_ dataset: Dataset, threads: Int) {
    self.dataset = dataset
    let words = TableProfile.coreWords(of: dataset.tableNames)
    let prefixes = zip(dataset.tables, words).map {
      TableProfile.sharedPrefix(of: $0.columns, table: $1)
    }
    // Columns are independent of each other; large ones come from few tables.
    let places = dataset.tables.enumerated().flatMap { table, content in
      content.columns.indices.map { (table: table, column: $0) }
    }
    let profiles = parallelMap(places.count, threads: threads) { index in
      let place = places[index]
      let column = dataset.tables[place.table].columns[place.column]
      var name = NameWords(column.name)
      if prefixes[place.table] != nil { name.words.removeFirst() }
      return ColumnProfile(column, words: name)
    }
    var first = 0
    tables = []
    for (index, table) in dataset.tables.enumerated() {
      let end = first + table.columns.count
      tables.append(
        TableProfile(table, words: words[index], profiles: Array(profiles[first..<end])))
      first = end
    }
  }

  mutating func findKeys() {
    let detection = PrimaryKeyDetection(tables: tables)
    for index in tables.indices {
      let (key, found) = detection.detect(in: index)
      if let key { tables[index].primaryKey = [key.column] }
      primaryKeys += found
    }
    findLinks(rejections: true)
    let before = tables
    for index in tables.indices where tables[index].primaryKey.isEmpty {
      let composite = CompositeKeyDetection(
        profile: tables[index], table: dataset.tables[index],
        references: references(of: index),
        junction: detection.junction(index))
      guard let found = composite.detect() else {
        // Columns named after another table to which they do not refer after all.
        let references = Set(links.filter { $0.child == index }.map(\.column))
        let (key, findings) = detection.detect(in: index, references: references)
        if let key {
          tables[index].primaryKey = [key.column]
          primaryKeys += findings.filter(\.isAccepted)
        }
        continue
      }
      tables[index].primaryKey = found.columns
      primaryKeys.append(
        DetectionFinding(
          .primaryKey, table: tables[index].name,
          columns: found.columns.map { tables[index].columns[$0].name }, score: found.score,
          evidence: found.evidence))
    }
    // Keys that are foreign keys themselves may be referred to as well.
    let added = tables.indices.filter {
      before[$0].primaryKey.isEmpty && tables[$0].primaryKey.count == 1
    }
    if !added.isEmpty { findLinks(rejections: false) }
    dropMutualLinks()
  }

  /// Takes the declared primary keys for granted and finds what refers to them.
  mutating func findLinks(toKeysOf declared: Metadata) {
    for (index, table) in tables.enumerated() {
      let key = declared[table.name]?.primaryKey ?? []
      tables[index].primaryKey = key.compactMap { part in
        dataset.tables[index].columns.firstIndex { $0.name == part }
      }
    }
    findLinks(rejections: true)
    dropMutualLinks()
  }

  // MARK: - Foreign keys

  /// The columns of a table that refer to others, with the numbers of keys they refer to.
  private func references(of table: Int) -> [CompositeKeyDetection.Reference] {
    links.filter { $0.child == table }
      .map {
        CompositeKeyDetection.Reference(column: $0.column, parents: tables[$0.parent].rowCount)
      }
      .sorted { $0.column < $1.column }
  }

  private mutating func findLinks(rejections: Bool) {
    let detection = ForeignKeyDetection(tables)
    let known = Set(links.map { [$0.child, $0.column] })
    for child in tables.indices {
      for column in tables[child].columns.indices where !known.contains([child, column]) {
        let (link, rejected) = detection.detect(child: child, column: column)
        if let link { links.append(link) }
        if rejections { foreignKeys += rejected }
      }
    }
    links.sort { ($0.child, $0.column) < ($1.child, $1.column) }
  }

  /// Two keys that contain each other: the one with more rows, else the first, is the parent.
  private mutating func dropMutualLinks() {
    func isKey(_ link: ForeignKeyDetection.Link) -> Bool {
      tables[link.child].primaryKey == [link.column]
    }
    links = links.filter { link in
      guard isKey(link), link.child != link.parent,
        let other = links.first(where: {
          $0.child == link.parent && $0.parent == link.child && isKey($0)
        })
      else { return true }
      func rank(_ link: ForeignKeyDetection.Link) -> (Double, Int, Int) {
        (link.score, tables[link.parent].rowCount, -link.parent)
      }
      return rank(link) > rank(other)
    }
  }

  // MARK: - Results

  var metadata: Metadata {
    var metadata = Metadata()
    for (index, table) in tables.enumerated() {
      var result = TableMetadata(name: table.name)
      var keys = Set(table.primaryKey)
      for link in links where link.child == index { keys.insert(link.column) }
      for (column, judgement) in table.judgements.enumerated() {
        let name = table.columns[column].name
        result.columns.append(
          keys.contains(column) ? ColumnMetadata(name, .id) : judgement.column)
      }
      result.primaryKey = table.primaryKey.map { table.columns[$0].name }
      metadata.tables.append(result)
    }
    for link in links {
      let (child, parent) = (tables[link.child], tables[link.parent])
      metadata.relationships.append(
        Relationship(
          parentTable: parent.name, parentKey: parent.primaryKey.map { parent.columns[$0].name },
          childTable: child.name, childKey: [child.columns[link.column].name]))
    }
    return metadata
  }

  var findings: [DetectionFinding] {
    let accepted = links.map { link in
      let (child, parent) = (tables[link.child], tables[link.parent])
      return DetectionFinding(
        .foreignKey, table: child.name, columns: [child.columns[link.column].name],
        parentTable: parent.name, parentColumns: parent.primaryKey.map { parent.columns[$0].name },
        score: min(1, link.score), evidence: link.evidence)
    }
    let linked = Set(links.map { [$0.child, $0.column] })
    let index = Dictionary(uniqueKeysWithValues: tables.enumerated().map { ($1.name, $0) })
    func isOpen(_ finding: DetectionFinding) -> Bool {
      guard let table = index[finding.table], let name = finding.columns.first,
        let column = tables[table].columns.firstIndex(where: { $0.name == name })
      else { return true }
      return !linked.contains([table, column])
    }
    var notes: [DetectionFinding] = []
    for table in tables {
      for (column, judgement) in zip(table.columns, table.judgements) {
        guard let note = judgement.note else { continue }
        notes.append(
          DetectionFinding(
            .column, table: table.name, columns: [column.name], score: 0.5, evidence: note))
      }
    }
    // A column that refers to one table needs no word on the others it does not refer to.
    let keys = primaryKeys.enumerated().sorted {
      (index[$0.element.table] ?? 0, $0.offset) < (index[$1.element.table] ?? 0, $1.offset)
    }.map(\.element)
    return keys.filter { $0.isAccepted || isOpen($0) } + accepted
      + foreignKeys.filter(isOpen) + notes
  }
}
