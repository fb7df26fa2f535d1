extension Metadata {
  /// Compares a dataset with this schema: tables and columns, values and semantic types, the
  /// uniqueness of keys, and whether foreign keys refer to rows that exist.
  ///
  /// - Returns: every contradiction found; none when the dataset fits.
  /// - Throws: `KindredError` of kind `data` when a table has more rows than 32 bits count.
  /// - Complexity: O(values); checks run in parallel.
  public func validate(_ dataset: Dataset) throws -> ValidationReport {
    try validateAndIndex(dataset, threads: 0).report
  }

  /// Compares a dataset with this schema, and keeps what that takes most time to find out.
  /// - Parameter threads: the most threads to use; 0 for one per processor.
  /// - Returns: what `validate` returns, and per relationship the parent row of every child row, as in
  ///   `RelationshipIndex`; nil where a table or column is missing.
  package func validateAndIndex(
    _ dataset: Dataset, threads: Int
  ) throws -> (report: ValidationReport, parentRows: [[Int32]?]) {
    let checks = try tables.flatMap { try makeChecks(of: $0, in: dataset) }
    let outcomes = parallelMap(checks.count, threads: threads) { index in
      Result { try checks[index]() }
    }
    var findings: [ValidationReport.Finding] = []
    var parentRows = [[Int32]?](repeating: nil, count: relationships.count)
    for outcome in outcomes {
      let outcome = try outcome.get()
      findings += outcome.findings
      if let index = outcome.relationship { parentRows[index] = outcome.parentRows }
    }
    return (
      ValidationReport(findings + TableShape.extraTables(of: dataset, self)), parentRows
    )
  }

  private struct Outcome {
    var findings: [ValidationReport.Finding]
    /// Of a check of a relationship: its index, and the parent rows.
    var relationship: Int?
    var parentRows: [Int32]?
  }

  private typealias Check = @Sendable () throws -> Outcome

  private func makeChecks(of schema: TableMetadata, in dataset: Dataset) throws -> [Check] {
    guard let table = dataset[schema.name] else {
      return [{ Outcome(findings: [TableShape.missing(schema.name)]) }]
    }
    guard table.rowCount <= Int(Int32.max) else {
      throw KindredError(
        .data, "The table has more than \(Int32.max) rows", table: table.name,
        remedy: "Split it or fit a sample.")
    }
    let keys = keyColumns(of: schema)
    var checks: [Check] = [{ Outcome(findings: TableShape.findings(table, schema)) }]
    for column in table.columns {
      guard let field = schema[column: column.name] else { continue }
      let check = ColumnCheck(
        column: column, schema: field, table: table.name, isKey: keys.contains(column.name))
      checks.append { Outcome(findings: check.findings()) }
    }
    if !schema.primaryKey.isEmpty {
      let check = KeyCheck(table: table, names: schema.primaryKey, isPrimary: true)
      checks.append { Outcome(findings: check.findings()) }
    }
    for key in schema.alternateKeys {
      let check = KeyCheck(table: table, names: key, isPrimary: false)
      checks.append { Outcome(findings: check.findings()) }
    }
    for (index, relationship) in relationships.enumerated()
    where relationship.childTable == schema.name {
      guard let parent = dataset[relationship.parentTable] else { continue }
      let check = RelationshipCheck(relationship: relationship, parent: parent, child: table)
      checks.append {
        let (findings, parentRows) = try check.run()
        return Outcome(findings: findings, relationship: index, parentRows: parentRows)
      }
    }
    for key in polymorphicKeys where key.table == schema.name {
      let parents = key.tables.compactMap { name in
        dataset[name].map { (table: $0, key: self[name]?.primaryKey ?? []) }
      }
      let check = PolymorphicKeyCheck(key: key, table: table, parents: parents)
      checks.append { Outcome(findings: try check.findings()) }
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
