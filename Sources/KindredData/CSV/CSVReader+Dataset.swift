extension CSVReader {
  /// Reads a folder of CSV files, one per table.
  ///
  /// With metadata, exactly its tables are read, each from the file of its name, with columns typed
  /// and ordered as the metadata say, and a foreign key is stored like the primary key it refers to;
  /// other CSV files are ignored with a warning. Without, every `*.csv` is read, sorted by name.
  ///
  /// - Throws: As `readTable`, and `KindredError` of kind `file` when the folder or a table's file is
  ///   missing, `data` when a table's columns are not those of the metadata.
  public func readDataset(inFolder path: String, metadata: Metadata? = nil) throws -> Dataset {
    let found = try CSVFolder.tableNames(in: path)
    let names = metadata?.tableNames ?? found
    if metadata != nil {
      let known = Set(names)
      for extra in found where !known.contains(extra) {
        warn("The file '\(extra).csv' belongs to no table of the metadata and is ignored.")
      }
    } else if names.isEmpty {
      throw KindredError(
        .file, "The folder has no CSV files", value: path,
        remedy: "Give a folder with one CSV file per table.")
    }
    let files = try names.map {
      try MappedFile(path: CSVFolder.path(ofTable: $0, in: path), table: $0)
    }
    let total = files.reduce(0) { $0 + $1.count }
    var done = 0
    var tables: [Table] = []
    for (name, file) in zip(names, files) {
      let before = done
      tables.append(
        try read(name, file, metadata) { progress(before + $0, total) })
      done += file.count
    }
    if let metadata { try metadata.alignForeignKeys(in: &tables) }
    return try Dataset(tables)
  }

  private func read(
    _ name: String, _ file: MappedFile, _ metadata: Metadata?, progress: (Int) -> Void
  ) throws -> Table {
    guard let metadata, let tableMetadata = metadata[name] else {
      return try CSVTableReading(reader: self, file: file, table: name) { _ in .infer }
        .read(progress: progress)
    }
    let reading = try CSVTableReading(
      reader: self, file: file, schema: tableMetadata, in: metadata)
    let table = try reading.read(progress: progress)
    return try Table(
      name, columns: tableMetadata.columnNames.compactMap { table[column: $0] })
  }
}

extension CSVTableReading {
  /// The reading of a table as metadata describe it: the header must name exactly its columns.
  /// - Throws: `KindredError` of kind `data` when it does not.
  init(reader: CSVReader, file: MappedFile, schema: TableMetadata, in metadata: Metadata) throws {
    let described = metadata.columnHints(of: schema).map { ($0.name, $0.hint) }
    let hints = Dictionary(described) { first, _ in first }
    try self.init(reader: reader, file: file, table: schema.name) { hints[$0] ?? .string }
    try schema.requireSameColumns(as: columns, ofThe: "file")
  }
}

extension Metadata {
  /// How the columns of a table are read. The parts of keys are keys whatever they mean, so that
  /// both ends of a relationship are read alike.
  func columnHints(of table: TableMetadata) -> [(name: String, hint: ColumnHint)] {
    var keys = Set(table.primaryKey)
    for relationship in relationships {
      if relationship.parentTable == table.name { keys.formUnion(relationship.parentKey) }
      if relationship.childTable == table.name { keys.formUnion(relationship.childKey) }
    }
    return table.columns.map { column in
      let hint = ColumnHint(column)
      return (column.name, hint == .string && keys.contains(column.name) ? .key : hint)
    }
  }

  /// Turns integers into strings where the other end of a relationship holds strings, until all
  /// ends agree.
  func alignForeignKeys(in tables: inout [Table]) throws {
    let pairs = relationships.flatMap { relationship in
      zip(relationship.parentKey, relationship.childKey).map {
        (parent: (relationship.parentTable, $0), child: (relationship.childTable, $1))
      }
    }
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for (parent, child) in pairs {
        switch (tables.kind(of: parent), tables.kind(of: child)) {
        case (.integers, .strings):
          if try !tables.convertToIntegers(child) { try tables.convertToStrings(parent) }
          hasChanged = true
        case (.strings, .integers):
          try tables.convertToStrings(child)
          hasChanged = true
        default: break
        }
      }
    }
  }
}

extension [Table] {
  fileprivate enum KeyKind { case integers, strings, other }

  fileprivate func kind(of place: (table: String, column: String)) -> KeyKind {
    switch first(where: { $0.name == place.table })?[column: place.column]?.values {
    case .integers: .integers
    case .strings: .strings
    default: .other
    }
  }

  /// False when the column's strings are not all whole numbers.
  fileprivate mutating func convertToIntegers(
    _ place: (table: String, column: String)
  ) throws -> Bool {
    guard let index = firstIndex(where: { $0.name == place.table }),
      let column = self[index][column: place.column]?.wholeNumbersAsIntegers()
    else { return false }
    self[index] = try Table(
      place.table, columns: self[index].columns.map { $0.name == place.column ? column : $0 })
    return true
  }

  fileprivate mutating func convertToStrings(_ place: (table: String, column: String)) throws {
    guard let index = firstIndex(where: { $0.name == place.table }) else { return }
    let columns = self[index].columns.map {
      $0.name == place.column ? $0.integersAsStrings() : $0
    }
    self[index] = try Table(place.table, columns: columns)
  }
}

extension Column {
  /// A column of integers as their texts; other columns unchanged.
  func integersAsStrings() -> Column {
    guard case .integers(let integers) = values else { return self }
    var encoder = StringEncoder()
    var buffer = TextBuffer(capacity: 64)
    let codes = integers.enumerated().map { row, integer -> Int32 in
      guard isValid(row) else { return 0 }
      buffer.removeAll()
      buffer.append(integer: integer)
      // An array of 2^31 distinct integers does not arise: rows are fewer than codes.
      return encoder.code(of: buffer.base, buffer.count) ?? 0
    }
    return Column(
      name, .strings(StringColumn(codes: codes, dictionary: encoder.pool)), validity: validity)
  }
}
