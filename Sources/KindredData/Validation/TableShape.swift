/// Tables and columns that are missing from the data, or that the schema does not know.
enum TableShape {
  static func missing(_ table: String) -> ValidationReport.Finding {
    ValidationReport.Finding(
      .error, .missingTable, table: table, problem: "Table `\(table)` not found in tables",
      remedy: "Add the table to the data or remove it from the metadata.")
  }

  /// A model is fitted to the schema's tables, so that others do no harm.
  static func extraTables(of dataset: Dataset, _ metadata: Metadata) -> [ValidationReport.Finding] {
    let known = Set(metadata.tableNames)
    return dataset.tableNames.filter { !known.contains($0) }.map { table in
      ValidationReport.Finding(
        .warning, .extraTable, table: table,
        problem: "Unexpected table `\(table)`: the metadata do not know it, and it is left out",
        remedy: "Add it to the metadata to have it modelled.")
    }
  }

  static func findings(_ table: Table, _ schema: TableMetadata) -> [ValidationReport.Finding] {
    let present = Set(table.columnNames)
    let known = Set(schema.columnNames)
    var findings: [ValidationReport.Finding] = []
    let missing = schema.columnNames.filter { !present.contains($0) }
    if !missing.isEmpty {
      let names = missing.map { "'\($0)'" }.joined(separator: ", ")
      findings.append(
        ValidationReport.Finding(
          .error, .missingColumn, table: table.name, columns: missing,
          problem: "Missing columns on table \(table.name): [\(names)]",
          remedy: "Add them to the data or remove them from the metadata."))
    }
    for column in table.columnNames where !known.contains(column) {
      findings.append(
        ValidationReport.Finding(
          .error, .extraColumn, table: table.name, columns: [column],
          problem: "Unexpected column in table `\(table.name)`: `\(column)`",
          remedy: "Add it to the metadata or remove it from the data."))
    }
    return findings
  }
}
