extension Metadata {
  /// Checks that the schema does not contradict itself.
  ///
  /// Every shape of schema is allowed: circles, self-references, several keys to one parent,
  /// composite keys, columns that belong to several keys, tables without relationships.
  /// - Throws: `KindredError` of kind `metadata` for the first contradiction.
  /// - Complexity: O(tables + columns + relationships), unless keys have very many columns.
  public func validate() throws {
    guard !tables.isEmpty else {
      throw KindredError(
        .metadata, "\"tables\" entry not found in Metadata",
        remedy: "Add at least one table.")
    }
    var known: [String: TableMetadata] = [:]
    for table in tables {
      guard known.updateValue(table, forKey: table.name) == nil, !table.name.isEmpty else {
        throw KindredError(
          .metadata, "A table name is empty or occurs twice", table: table.name,
          remedy: "Give every table a name of its own.")
      }
      try table.validate()
    }
    var declared: Set<Relationship> = []
    for relationship in relationships {
      try validate(relationship, known)
      guard declared.insert(relationship).inserted else {
        throw KindredError(
          .metadata, "The relationship to '\(relationship.parentTable)' is declared twice",
          table: relationship.childTable, column: relationship.childKey.joined(separator: ", "),
          remedy: "Declare it once.")
      }
    }
    try validateReferenceTables()
    try validatePolymorphicKeys()
    try validateImplicitReferences()
    try validateSQLSchema()
  }

  private func validate(
    _ relationship: Relationship, _ tables: [String: TableMetadata]
  ) throws {
    func failure(_ problem: String, _ remedy: String) -> KindredError {
      KindredError(
        .metadata, problem, table: relationship.childTable,
        column: relationship.childKey.joined(separator: ", "), remedy: remedy)
    }
    guard let parent = tables[relationship.parentTable],
      let child = tables[relationship.childTable]
    else {
      throw failure(
        "The relationship to '\(relationship.parentTable)' names an unknown table",
        "Add the table or remove the relationship.")
    }
    guard relationship.parentKey == parent.primaryKey, !parent.primaryKey.isEmpty else {
      throw failure(
        "The relationship refers to '\(parent.name)' by (\(relationship.parentKey.joined(separator: ", "))), which is not its primary key",
        "Refer to the primary key.")
    }
    guard relationship.childKey.count == relationship.parentKey.count else {
      throw failure(
        "The foreign key has \(relationship.childKey.count) columns, the primary key of "
          + "'\(parent.name)' has \(relationship.parentKey.count)",
        "Name one column per part of the primary key.")
    }
    for (own, referenced) in zip(relationship.childKey, relationship.parentKey) {
      guard let column = child[column: own] else {
        throw failure(
          "Relationship between tables ('\(parent.name)', '\(child.name)') contains an unknown "
            + "foreign key '\(own)'", "Add the column or correct the relationship.")
      }
      try child.validate(key: column)
      if let key = parent[column: referenced] { try parent.validate(key: key) }
    }
  }
}

extension TableMetadata {
  fileprivate func validate() throws {
    guard !columns.isEmpty else {
      throw KindredError(
        .metadata, "The table has no columns", table: name,
        remedy: "Add its columns, or remove the table.")
    }
    for column in columns { try validate(column) }
    for key in [primaryKey] + alternateKeys {
      for part in key {
        guard let column = self[column: part] else { throw unknown(part, in: "A key") }
        // A part of a composite key may number rows or tell kinds apart: any type will do.
        if key.count == 1 { try validate(key: column) }
      }
    }
    let sequence = [sequenceKey, sequenceIndex].compactMap { $0 }
    for column in sequence where self[column: column] == nil {
      throw unknown(column, in: "The sequence")
    }
    for column in columnRelationships.flatMap(\.columns) where self[column: column] == nil {
      throw unknown(column, in: "A column relationship")
    }
  }

  private func unknown(_ column: String, in subject: String) -> KindredError {
    KindredError(
      .metadata, "\(subject) names a column that does not exist", table: name, column: column,
      remedy: KindredError.unknownColumn(column, table: name, among: columnNames).remedy)
  }

  /// Keys that stand alone are identifiers or personal values, not measures.
  fileprivate func validate(key column: ColumnMetadata) throws {
    guard column.sdtype.isStatistical else { return }
    throw KindredError(
      .metadata, "The key is of sdtype '\(column.sdtype.rawValue)'", table: name,
      column: column.name, remedy: "Keys are of sdtype 'id' (or a personal type such as 'email').")
  }

  private func validate(_ column: ColumnMetadata) throws {
    guard !column.sdtype.rawValue.isEmpty else {
      throw KindredError(
        .metadata, "The sdtype is empty", table: name, column: column.name,
        remedy: "Give one such as numerical, categorical, datetime, boolean or id.")
    }
    try column.sdtype.check(
      arguments: column.givenArguments, table: name, column: column.name)
    try validateOrder(of: column)
    if let format = column.datetimeFormat {
      do {
        _ = try TimestampFormat(format)
      } catch var error as KindredError {
        error.kind = .metadata
        error.table = name
        error.column = column.name
        throw error
      }
    }
    if let representation = column.computerRepresentation,
      !Self.representations.contains(representation)
    {
      throw KindredError(
        .metadata, "The computer representation is not known", table: name, column: column.name,
        value: representation,
        remedy: "Give one of \(Self.representations.joined(separator: ", ")).")
    }
  }

  private func validateOrder(of column: ColumnMetadata) throws {
    func failure(_ problem: String, _ value: String? = nil, _ remedy: String) -> KindredError {
      KindredError(
        .metadata, problem, table: name, column: column.name, value: value, remedy: remedy)
    }
    if let orderBy = column.orderBy {
      guard column.order == nil else {
        throw failure("The column has both 'order' and 'order_by'", nil, "Keep one of them.")
      }
      guard orderBy == "numerical_value" || orderBy == "alphabetical" else {
        throw failure(
          "The value of 'order_by' is not known", orderBy,
          "Give 'numerical_value' or 'alphabetical'.")
      }
    }
    guard let order = column.order else { return }
    guard !order.isEmpty else {
      throw failure("The order lists no labels", nil, "List the labels, or remove 'order'.")
    }
    var labels: Set<String> = []
    for label in order where !labels.insert(label).inserted {
      throw failure("The order lists a label twice", label, "List every label once.")
    }
  }

  private static let representations = [
    "Float", "Float32", "Float64", "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32",
    "UInt64",
  ]
}
