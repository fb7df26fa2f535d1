public import Foundation

/// What a dataset's schema was found to be.
public struct DetectionResult: Sendable {
  /// Tables, semantic types, keys and relationships.
  public var metadata: Metadata
  /// The tables, with columns stored as the metadata say: spelled dates are timestamps, spelled truth
  /// values booleans, foreign keys like the keys they refer to.
  public var dataset: Dataset
  /// What was concluded, with evidence, and the near-candidates that were rejected: keys first, by
  /// table, then foreign keys, then columns.
  public var findings: [DetectionFinding]
}

/// Finds out the schema of a dataset from names and values: the semantic type of every column,
/// primary keys of one to three columns, and foreign keys, self-references and one-to-one included.
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
    let metadata = detection.metadata
    return DetectionResult(
      metadata: metadata,
      dataset: try dataset.stored(as: metadata, categoriesAsStrings: categoriesAsStrings),
      findings: detection.findings)
  }
}

/// The steps of detecting one schema.
private struct SchemaDetection {
  private let dataset: Dataset
  private var tables: [TableProfile]
  private var links: [ForeignKeyDetection.Link] = []
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
        references: links.filter { $0.child == index }.map(\.column).sorted(),
        junction: detection.junction(index))
      guard let found = composite.detect() else { continue }
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

  // MARK: - Foreign keys

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

extension Dataset {
  /// The tables with columns stored as the metadata say.
  fileprivate func stored(as metadata: Metadata, categoriesAsStrings: Bool) throws -> Dataset {
    var result: [Table] = []
    for table in tables {
      let schema = metadata[table.name]
      let columns = try table.columns.map { column in
        guard let column = schema?[column: column.name].map({ (column, $0) }) else { return column }
        return try column.0.stored(as: column.1, in: table.name, categoriesAsStrings)
      }
      result.append(try Table(table.name, columns: columns))
    }
    for relationship in metadata.relationships {
      try result.alignEmptyForeignKeys(relationship)
    }
    try metadata.alignForeignKeys(in: &result)
    return try Dataset(result)
  }
}

extension [Table] {
  /// A foreign key without any value is stored like the key it refers to.
  fileprivate mutating func alignEmptyForeignKeys(_ relationship: Relationship) throws {
    guard let child = firstIndex(where: { $0.name == relationship.childTable }),
      let parent = first(where: { $0.name == relationship.parentTable })
    else { return }
    for (childKey, parentKey) in zip(relationship.childKey, relationship.parentKey) {
      guard let key = parent[column: parentKey], case .integers = key.values,
        let column = self[child][column: childKey], case .strings = column.values,
        column.nullCount == column.count
      else { continue }
      let zeros = [Int64](repeating: 0, count: column.count)
      let aligned = Column(column.name, .integers(zeros), validity: column.validity)
      self[child] = try Table(
        self[child].name,
        columns: self[child].columns.map { $0.name == childKey ? aligned : $0 })
    }
  }
}

extension Column {
  fileprivate func stored(
    as schema: ColumnMetadata, in table: String, _ categoriesAsStrings: Bool
  ) throws -> Column {
    switch (schema.sdtype, values) {
    case (.datetime, .strings):
      return try timestamps(format: schema.datetimeFormat ?? "%Y-%m-%d", table: table)
    case (.datetime, .integers):
      return try integersAsStrings()
        .timestamps(format: schema.datetimeFormat ?? "%Y%m%d", table: table)
    case (.boolean, .strings(let strings)): return booleans(of: strings)
    case (.boolean, .integers(let integers)):
      return Column(
        name, .booleans(integers.map { $0 != 0 }), validity: validity,
        format: .boolean(true: "1", false: "0"))
    case (.id, .decimals(let decimals)):
      return Column(
        name, .integers(decimals.map { Int64(exactly: $0) ?? 0 }), validity: validity)
    case (.numerical, _), (.boolean, _), (.datetime, _), (.id, _), (_, .strings): return self
    default: return categoriesAsStrings ? integersAsStrings() : self
    }
  }

  private func booleans(of strings: StringColumn) -> Column {
    let used = Set(strings.codes.indices.lazy.filter { isValid($0) }.map { strings[$0] })
    let pair = BooleanSpelling.pairs.first { used.isSubset(of: [$0.true, $0.false]) }
    guard let pair else { return self }
    let truths = strings.dictionary.strings.map { $0 == pair.true }
    let values = strings.codes.indices.map { isValid($0) && truths[Int(strings.codes[$0])] }
    return Column(
      name, .booleans(values), validity: validity,
      format: .boolean(true: pair.true, false: pair.false))
  }
}
