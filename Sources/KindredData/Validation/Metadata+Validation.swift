extension Metadata {
  /// Compares a dataset with this schema: tables and columns, values and semantic types, the
  /// uniqueness of keys, and whether foreign keys refer to rows that exist.
  ///
  /// - Returns: every contradiction found; none when the dataset fits.
  /// - Throws: `KindredError` of kind `data` when a table has more rows than 32 bits count.
  /// - Complexity: O(values); checks run in parallel.
  public func validate(_ dataset: Dataset) throws -> ValidationReport {
    let checks = try tables.flatMap { try makeChecks(of: $0, in: dataset) }
    let findings = parallelMap(checks.count, threads: 0) { index in
      Result { try checks[index]() }
    }
    return ValidationReport(
      try findings.flatMap { try $0.get() } + TableShape.extraTables(of: dataset, self))
  }

  private typealias Check = @Sendable () throws -> [ValidationReport.Finding]

  private func makeChecks(of schema: TableMetadata, in dataset: Dataset) throws -> [Check] {
    guard let table = dataset[schema.name] else { return [{ [TableShape.missing(schema.name)] }] }
    guard table.rowCount <= Int(Int32.max) else {
      throw KindredError(
        .data, "The table has more than \(Int32.max) rows", table: table.name,
        remedy: "Split it or fit a sample.")
    }
    let keys = keyColumns(of: schema)
    var checks: [Check] = [{ TableShape.findings(table, schema) }]
    for column in table.columns {
      guard let field = schema[column: column.name] else { continue }
      let check = ColumnCheck(
        column: column, schema: field, table: table.name, isKey: keys.contains(column.name))
      checks.append { check.findings() }
    }
    if !schema.primaryKey.isEmpty {
      let check = KeyCheck(table: table, names: schema.primaryKey, isPrimary: true)
      checks.append { check.findings() }
    }
    for key in schema.alternateKeys {
      let check = KeyCheck(table: table, names: key, isPrimary: false)
      checks.append { check.findings() }
    }
    for relationship in relationships(toParentsOf: schema.name) {
      guard let parent = dataset[relationship.parentTable] else { continue }
      let check = RelationshipCheck(relationship: relationship, parent: parent, child: table)
      checks.append { try check.findings() }
    }
    for key in polymorphicKeys where key.table == schema.name {
      let parents = key.tables.compactMap { name in
        dataset[name].map { (table: $0, key: self[name]?.primaryKey ?? []) }
      }
      let check = PolymorphicKeyCheck(key: key, table: table, parents: parents)
      checks.append { try check.findings() }
    }
    return checks
  }

  /// The columns of the table that are part of its primary key or of a relationship.
  private func keyColumns(of schema: TableMetadata) -> Set<String> {
    var keys = Set(schema.primaryKey)
    for relationship in relationships {
      if relationship.parentTable == schema.name { keys.formUnion(relationship.parentKey) }
      if relationship.childTable == schema.name { keys.formUnion(relationship.childKey) }
    }
    for key in polymorphicKeys where key.table == schema.name { keys.insert(key.idColumn) }
    return keys
  }
}
