extension Metadata {
  /// Compares a dataset with this schema.
  ///
  /// - Returns: every contradiction found; none when the dataset fits.
  /// - Throws: `KindredError` of kind `data` when a table has more rows than 32 bits count.
  /// - Complexity: O(values).
  public func validate(_ dataset: Dataset) throws -> ValidationReport {
    ValidationReport(
      tables.flatMap { schema in
        guard let table = dataset[schema.name] else { return [TableShape.missing(schema.name)] }
        return TableShape.findings(table, schema)
      } + TableShape.extraTables(of: dataset, self))
  }
}
