extension DatasetComparison {
  /// The values of every numerical, datetime, categorical and boolean column, counted for a picture;
  /// table after table, in the order of the metadata.
  /// - Complexity: O(rows × columns).
  public func columnDistributions() -> [ColumnDistribution] {
    tables.flatMap { table in
      parallelMap(table.columns.count) { table.columns[$0].distribution(in: table) }
    }
  }

  /// The numbers of children per parent row, in the order of the metadata's relationships.
  /// - Complexity: O(rows).
  public func childCountDistributions() -> [ChildCountDistribution] {
    parallelMap(relationships.count) { relationships[$0].childCountDistribution() }
  }
}
