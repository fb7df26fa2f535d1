import KindredData
import KindredStatistics

/// Rows of tables that a request brings along, to have synthetic descendants.
struct GivenRows: Sendable {
  /// Per table of the model, its rows; nil where none are given.
  let tables: [Table?]
  /// Per relationship whose child rows are given, their parent rows; -1 without one.
  private(set) var parents: [Int: [Int32]] = [:]

  var isEmpty: Bool { tables.allSatisfy { $0 == nil } }

  /// - Throws: `KindredError` when tables are unknown or kept anyway, when rows do not fit the
  ///   schema, or when they refer to rows that are not given.
  init(_ dataset: Dataset?, model: FittedModel, forest: SchemaForest) throws {
    tables = model.metadata.tables.map { dataset?[$0.name] }
    guard let dataset else { return }
    for table in dataset {
      guard let index = model.metadata.tableNames.firstIndex(of: table.name) else {
        throw KindredError.unknownTable(table.name, among: model.metadata.tableNames)
      }
      guard !forest.references.contains(index) else {
        throw KindredError(
          .argument, "A reference table has the rows that the model keeps", table: table.name,
          remedy: "Leave it out of the given tables.")
      }
    }
    try model.metadata.check(dataset)
    let implicit = model.metadata.implicitRelationships
    for (index, declared) in model.metadata.relationships.enumerated() {
      let relationship = implicit[index]?.relationship ?? declared
      guard let child = dataset[relationship.childTable] else { continue }
      let parent = forest.parents[index]
      guard let parentTable = try tables[parent] ?? model.keptTable(parent) else {
        let isFree = relationship.childKey.contains { name in
          child[column: name].map { $0.nullCount == $0.count } ?? true
        }
        guard isFree || implicit[index] != nil else {
          throw KindredError(
            .argument, "The rows refer to parents that are not given", table: child.name,
            column: relationship.childKey.first,
            remedy: "Give the table \(relationship.parentTable) too, or leave the keys empty.")
        }
        parents[index] = Array(repeating: -1, count: child.rowCount)
        continue
      }
      let found = try RelationshipIndex(relationship, parent: parentTable, child: child).parentRows
      let keys = relationship.childKey.compactMap { child[column: $0] }
      if implicit[index] == nil,
        let row = found.indices.first(where: { row in
          found[row] < 0 && keys.allSatisfy { $0.isValid(row) }
        })
      {
        throw KindredError(
          .data, "The row refers to a parent that does not exist", table: child.name,
          column: relationship.childKey.first, row: row, value: keys.first?.text(at: row) ?? "",
          remedy: "Add the row to \(relationship.parentTable), or leave the key empty.")
      }
      parents[index] = found.map { max($0, RelationshipIndex.null) }
    }
  }
}

extension Metadata {
  /// - Throws: `KindredError` for the first thing wrong with some of the tables.
  fileprivate func check(_ dataset: Dataset) throws {
    var part = withoutUndeclaredRelationships()
    part.referenceTables = nil
    for name in tableNames where dataset[name] == nil { try part.removeTable(name) }
    let report = try part.validate(dataset)
    if let first = report.errors.first { throw first.error }
  }
}

extension FittedModel {
  /// The rows of a reference table; nil for all others.
  fileprivate func keptTable(_ index: Int) throws -> Table? {
    let columns = tables[index].columns.compactMap { column -> Column? in
      if case .kept(let kept) = column.content { kept } else { nil }
    }
    return columns.isEmpty ? nil : try Table(tables[index].name, columns: columns)
  }
}
