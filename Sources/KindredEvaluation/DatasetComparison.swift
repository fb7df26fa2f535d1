public import KindredData

/// Real and synthetic data of one schema, prepared for being compared.
///
/// Preparing takes most of the time of a small report, so that several reports should share it.
public struct DatasetComparison: Sendable {
  /// The schema of both.
  public let metadata: Metadata
  /// The data that were learned from.
  public let real: Dataset
  /// The data to judge.
  public let synthetic: Dataset

  let tables: [TableComparison]
  let relationships: [RelationshipComparison]

  /// A comparison of two datasets.
  /// - Throws: `KindredError` of kind `data` when a table of the metadata or a key column of a
  ///   relationship is missing.
  /// - Complexity: O(rows × columns).
  public init(real: Dataset, synthetic: Dataset, metadata: Metadata) throws {
    self.metadata = metadata
    self.real = real
    self.synthetic = synthetic
    tables = try metadata.tables.map { table in
      TableComparison(
        table, real: try Self.table(table.name, of: real, "real"),
        synthetic: try Self.table(table.name, of: synthetic, "synthetic"))
    }
    let names = Dictionary(tables.map { ($0.name, $0) }) { first, _ in first }
    relationships = try metadata.relationships.compactMap { relationship in
      guard let parent = names[relationship.parentTable],
        let child = names[relationship.childTable]
      else { return nil }
      return try RelationshipComparison(relationship, parent: parent, child: child)
    }
  }

  private static func table(_ name: String, of dataset: Dataset, _ side: String) throws -> Table {
    guard let table = dataset[name] else {
      throw KindredError(
        .data, "The table is missing from the \(side) data", table: name,
        remedy: "Add it to the data or remove it from the metadata.")
    }
    return table
  }
}

/// A table in both datasets.
struct TableComparison: Sendable {
  let metadata: TableMetadata
  let real: Table
  let synthetic: Table
  /// The columns of modelled types, in the order of the metadata.
  let columns: [ScoredColumn]

  var name: String { metadata.name }

  init(_ metadata: TableMetadata, real: Table, synthetic: Table) {
    self.metadata = metadata
    self.real = real
    self.synthetic = synthetic
    let statistical = metadata.columns.filter(\.sdtype.isStatistical)
    columns = parallelMap(statistical.count) {
      ScoredColumn(statistical[$0], real: real, synthetic: synthetic)
    }
  }
}

/// A relationship in both datasets.
struct RelationshipComparison: Sendable {
  let relationship: Relationship
  let parent: TableComparison
  let child: TableComparison
  let real: KeyGroups
  let synthetic: KeyGroups

  init(_ relationship: Relationship, parent: TableComparison, child: TableComparison) throws {
    self.relationship = relationship
    self.parent = parent
    self.child = child
    real = try KeyGroups(relationship, parent: parent.real, child: child.real)
    synthetic = try KeyGroups(relationship, parent: parent.synthetic, child: child.synthetic)
  }
}
