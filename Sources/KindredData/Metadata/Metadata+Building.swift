/// Building a schema call by call. Every call leaves the schema as it was when it throws.
extension Metadata {
  // MARK: - Tables

  /// Adds a table.
  /// - Throws: `KindredError` of kind `metadata` when the name is empty or taken, when a column
  ///   name is empty or repeats, or when the key names a column that is not there.
  public mutating func addTable(
    _ name: String, columns: [ColumnMetadata] = [], primaryKey: [String] = []
  ) throws {
    guard !name.isEmpty else {
      throw KindredError(.metadata, "A table has an empty name", remedy: "Give it a name.")
    }
    guard self[name] == nil else {
      throw KindredError(
        .metadata, "Table name \"\(name)\" already exists", table: name,
        remedy: "Choose another name, or remove the first table.")
    }
    var table = TableMetadata(name: name)
    try table.add(columns)
    if !primaryKey.isEmpty { table.primaryKey = try table.key(primaryKey) }
    tables.append(table)
  }

  /// Removes a table and its relationships.
  /// - Throws: `KindredError` of kind `argument` when there is no such table.
  public mutating func removeTable(_ name: String) throws {
    _ = try index(ofTable: name)
    restrict { $0 != name }
  }

  // MARK: - Columns

  /// Adds a column after the others.
  /// - Throws: `KindredError` when the table is unknown, or the name empty or taken.
  public mutating func addColumn(_ column: ColumnMetadata, to table: String) throws {
    try tables[index(ofTable: table)].add([column])
  }

  /// Replaces the description of the column of that name.
  /// - Throws: `KindredError` of kind `argument` when there is no such table or column.
  public mutating func updateColumn(_ column: ColumnMetadata, in table: String) throws {
    let place = try index(ofTable: table)
    tables[place].columns[try tables[place].index(ofColumn: column.name)] = column
  }

  /// Removes a column.
  /// - Throws: `KindredError` when there is no such table or column, or when a key, a sequence or a
  ///   column relationship needs the column.
  public mutating func removeColumn(_ column: String, from table: String) throws {
    let place = try index(ofTable: table)
    let position = try tables[place].index(ofColumn: column)
    let isUsed =
      tables[place].primaryKey.contains(column)
      || tables[place].alternateKeys.contains { $0.contains(column) }
      || tables[place].sequenceKey == column || tables[place].sequenceIndex == column
      || tables[place].columnRelationships.contains { $0.columns.contains(column) }
      || relationships.contains { $0.childTable == table && $0.childKey.contains(column) }
      || polymorphicKeys.contains {
        $0.table == table && [$0.typeColumn, $0.idColumn].contains(column)
      }
      || (implicitReferences ?? []).contains {
        $0.table == table && $0.columns.contains { $0.column == column }
          || $0.referredTable == table && $0.columns.contains { $0.referredColumn == column }
      }
    guard !isUsed else {
      throw KindredError(
        .metadata, "The column is part of a key, a sequence or a relationship", table: table,
        column: column, remedy: "Remove the key, the sequence or the relationship first.")
    }
    tables[place].columns.remove(at: position)
  }

  // MARK: - Keys

  /// Makes columns the table's primary key; an empty list leaves it without one.
  /// - Throws: `KindredError` when there is no such table or column, when one is named twice, or when
  ///   a relationship refers to the key that is to be replaced.
  public mutating func setPrimaryKey(_ columns: [String], of table: String) throws {
    let place = try index(ofTable: table)
    let key = try tables[place].key(columns)
    if key != tables[place].primaryKey,
      let relationship = relationships.first(where: { $0.parentTable == table })
    {
      throw KindredError(
        .metadata, "'\(relationship.childTable)' refers to the primary key of '\(table)'",
        table: table, column: tables[place].primaryKey.joined(separator: ", "),
        remedy: "Remove the relationship first.")
    }
    tables[place].primaryKey = key
  }

  /// Makes a column the table's primary key.
  /// - Throws: `KindredError` when there is no such table or column.
  public mutating func setPrimaryKey(_ column: String, of table: String) throws {
    try setPrimaryKey([column], of: table)
  }

  /// Declares further columns whose values are unique together.
  /// - Throws: `KindredError` when there is no such table or column, or the key exists already.
  public mutating func addAlternateKey(_ columns: [String], of table: String) throws {
    let place = try index(ofTable: table)
    let key = try tables[place].key(columns)
    guard !key.isEmpty, key != tables[place].primaryKey, !tables[place].alternateKeys.contains(key)
    else {
      throw KindredError(
        .metadata, "The alternate key is empty or a key already", table: table,
        column: columns.joined(separator: ", "), remedy: "Name the columns of a further key.")
    }
    tables[place].alternateKeys.append(key)
  }

  /// Names the column that tells sequences of rows apart; nil leaves the table without.
  /// - Throws: `KindredError` when there is no such table or column.
  public mutating func setSequenceKey(_ column: String?, of table: String) throws {
    let place = try index(ofTable: table)
    if let column { _ = try tables[place].index(ofColumn: column) }
    tables[place].sequenceKey = column
  }

  /// Names the column that orders the rows of a sequence; nil leaves the table without.
  /// - Throws: `KindredError` when there is no such table or column.
  public mutating func setSequenceIndex(_ column: String?, of table: String) throws {
    let place = try index(ofTable: table)
    if let column { _ = try tables[place].index(ofColumn: column) }
    tables[place].sequenceIndex = column
  }

  /// Declares that columns describe one thing together.
  /// - Throws: `KindredError` when there is no such table or column, or no column is named.
  public mutating func addColumnRelationship(
    _ relationship: ColumnRelationship, to table: String
  ) throws {
    let place = try index(ofTable: table)
    guard try !tables[place].key(relationship.columns).isEmpty else {
      throw KindredError(
        .metadata, "A column relationship names no columns", table: table,
        value: relationship.type, remedy: "Name the columns that belong together.")
    }
    tables[place].columnRelationships.append(relationship)
  }

  // MARK: - Relationships

  /// Declares that a column of the child refers to the parent's primary key.
  /// - Throws: `KindredError` as the version for several columns.
  public mutating func addRelationship(
    parent: String, child: String, foreignKey: String
  ) throws {
    try addRelationship(parent: parent, child: child, foreignKey: [foreignKey])
  }

  /// Declares that columns of the child refer to the parent's primary key.
  /// - Parameter foreignKey: in the order of the primary key; nil when the child's columns have
  ///   the names of the parent's primary key.
  /// - Throws: `KindredError` of kind `argument` for unknown tables and columns, of kind `metadata`
  ///   when the parent has no primary key, the numbers of columns differ, or the relationship
  ///   exists already.
  public mutating func addRelationship(
    parent: String, child: String, foreignKey: [String]? = nil
  ) throws {
    let parentKey = tables[try index(ofTable: parent)].primaryKey
    let childTable = tables[try index(ofTable: child)]
    guard !parentKey.isEmpty else {
      throw KindredError(
        .metadata, "The parent table has no primary key to refer to", table: parent,
        remedy: "Set its primary key first.")
    }
    let childKey = try childTable.key(foreignKey ?? parentKey)
    guard childKey.count == parentKey.count else {
      throw KindredError(
        .metadata,
        "The foreign key has \(childKey.count) columns, the primary key of '\(parent)' has "
          + "\(parentKey.count)", table: child, column: childKey.joined(separator: ", "),
        remedy:
          "Name one column per part of the primary key (\(parentKey.joined(separator: ", "))).")
    }
    let relationship = Relationship(
      parentTable: parent, parentKey: parentKey, childTable: child, childKey: childKey)
    guard !relationships.contains(relationship) else {
      throw KindredError(
        .metadata, "The relationship to '\(parent)' exists already", table: child,
        column: childKey.joined(separator: ", "), remedy: "Declare it once.")
    }
    guard parent != child || childKey != parentKey else {
      throw KindredError(
        .metadata, "A key cannot refer to itself", table: child,
        column: childKey.joined(separator: ", "),
        remedy: "Name the column that refers to another row.")
    }
    relationships.append(relationship)
  }

  /// Removes a relationship.
  /// - Throws: `KindredError` of kind `argument` when there is none like it.
  public mutating func removeRelationship(_ relationship: Relationship) throws {
    guard let place = relationships.firstIndex(of: relationship) else {
      throw KindredError(
        .argument, "There is no such relationship to '\(relationship.parentTable)'",
        table: relationship.childTable,
        column: relationship.childKey.joined(separator: ", "),
        remedy: "Give one of the metadata's relationships.")
    }
    relationships.remove(at: place)
  }

  private func index(ofTable name: String) throws -> Int {
    guard let index = tables.firstIndex(where: { $0.name == name }) else {
      throw KindredError.unknownTable(name, among: tableNames)
    }
    return index
  }
}

extension TableMetadata {
  /// - Complexity: O(columns of the table); one by one, thousands of columns would take long.
  fileprivate mutating func add(_ added: [ColumnMetadata]) throws {
    var names = Set(columnNames)
    for column in added {
      guard !column.name.isEmpty else {
        throw KindredError(
          .metadata, "A column has an empty name", table: name, remedy: "Give it a name.")
      }
      guard names.insert(column.name).inserted else {
        throw KindredError(
          .metadata, "Column name \"\(column.name)\" already exists", table: name,
          column: column.name, remedy: "Choose another name, or use updateColumn to change it.")
      }
    }
    columns += added
  }

  fileprivate func index(ofColumn column: String) throws -> Int {
    guard let index = columns.firstIndex(where: { $0.name == column }) else {
      throw KindredError.unknownColumn(column, table: name, among: columnNames)
    }
    return index
  }

  /// The names, checked: known, and each once.
  fileprivate func key(_ names: [String]) throws -> [String] {
    for (place, column) in names.enumerated() {
      _ = try index(ofColumn: column)
      guard !names[..<place].contains(column) else {
        throw KindredError(
          .metadata, "A key names a column twice", table: name, column: column,
          remedy: "Name every column of the key once.")
      }
    }
    return names
  }
}
