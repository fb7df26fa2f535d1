public import KindredData

extension PrivacyReport {
  /// Random rows for the baseline: enough for a median that is right to half a hundredth.
  private static let randomRows = 5000
  /// Sums over the rows of an entity may lose their last digits.
  private static let equalEntities = 1e-12

  /// Measures distances between the synthetic and the real data.
  /// - Parameters:
  ///   - comparison: the real data are those that were learned from.
  ///   - holdout: real data of the same schema that were not learned from; nil when there are none.
  /// - Throws: `KindredError` of kind `data` when the holdout lacks a table, or a dataset lacks a
  ///   column or has one of another type.
  /// - Complexity: about O(rows × log rows × columns); O(rows²) where no row has others nearby.
  public init(_ comparison: DatasetComparison, holdout: Dataset? = nil) throws {
    let metadata = comparison.metadata
    try Self.check(comparison, holdout: holdout)
    let datasets = [comparison.real, comparison.synthetic] + (holdout.map { [$0] } ?? [])
    let kept = Set(metadata.referenceTables ?? [])
    let tables = metadata.tables.filter { table in
      table.columns.contains { $0.sdtype.isStatistical }
    }.map { table -> PrivacyTest in
      guard !kept.contains(table.name) else {
        return PrivacyTest(kept: table, datasets, isEntity: false)
      }
      return PrivacyTest(rows: table, datasets, randomRows: Self.randomRows)
    }
    let entities = try Self.roots(metadata, besides: kept).map { root in
      let records = try EntityRecords.tables(of: root, metadata, datasets)
      return PrivacyTest(
        table: root.name, isEntity: true, records, exactDistance: Self.equalEntities,
        randomRows: 0)
    }
    self.init(tables: tables, entities: entities, hasHoldout: holdout != nil)
  }

  /// The tables that others refer to and that refer to none but themselves and those kept as they
  /// are.
  private static func roots(_ metadata: Metadata, besides kept: Set<String>) -> [TableMetadata] {
    metadata.tables.filter { table in
      let parents = metadata.relationships(toParentsOf: table.name).map(\.parentTable)
      let children = metadata.relationships(toChildrenOf: table.name).map(\.childTable)
      return !kept.contains(table.name) && children.contains { $0 != table.name }
        && parents.allSatisfy { $0 == table.name || kept.contains($0) }
    }
  }

  /// - Throws: `KindredError` of kind `data` when a table or column is missing, or numbers or dates
  ///   are something else in one of the datasets.
  private static func check(_ comparison: DatasetComparison, holdout: Dataset?) throws {
    for table in comparison.tables {
      var sides = [("real", table.real), ("synthetic", table.synthetic)]
      if let holdout {
        guard let other = holdout[table.name] else {
          throw KindredError(
            .data, "The table is missing from the holdout data", table: table.name,
            remedy: "Add it to the data or remove it from the metadata.")
        }
        sides.append(("holdout", other))
      }
      for column in table.metadata.columns where column.sdtype.isStatistical {
        for (side, data) in sides {
          guard let values = data[column: column.name] else {
            throw KindredError(
              .data, "The column is missing from the \(side) data", table: table.name,
              column: column.name, remedy: "Add it to the data or remove it from the metadata.")
          }
          let isNumber = column.sdtype == .numerical || column.sdtype == .datetime
          let isDated = NumberValues(values)?.isDated
          if isNumber, values.nullCount < values.count, isDated != (column.sdtype == .datetime) {
            throw KindredError(
              .data, "The \(side) values are not stored as the metadata declare them",
              table: table.name, column: column.name, value: column.sdtype.rawValue,
              remedy: "Read them with the metadata, or correct the type there.")
          }
        }
      }
    }
  }
}

extension PrivacyTest {
  /// The rows of a table.
  fileprivate init(rows table: TableMetadata, _ datasets: [Dataset], randomRows: Int) {
    let tables = datasets.compactMap { $0[table.name] }
    let records = RecordTables(rows: tables, table)
    self.init(
      table: table.name, isEntity: false, records, exactDistance: 0,
      randomRows: min(randomRows, records.syntheticRows))
    if error == nil { disclosure = Disclosure.scores(tables, table) }
  }

  /// A table that is kept as it is, which no test can speak of.
  fileprivate init(kept table: TableMetadata, _ datasets: [Dataset], isEntity: Bool) {
    let rows = datasets.map { $0[table.name]?.rowCount ?? 0 }
    self.init(
      table: table.name, isEntity: isEntity, realRows: rows[0], syntheticRows: rows[1],
      holdoutRows: rows.count > 2 ? rows[2] : nil, columns: 0, disclosure: [],
      error: "A reference table, whose rows are public and kept as they are.")
  }
}
