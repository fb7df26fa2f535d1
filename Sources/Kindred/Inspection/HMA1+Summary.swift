import KindredData
import KindredGenerators
import KindredStatistics

extension HMA1 {
  /// What the model holds.
  /// - Throws: `KindredError` of kind `notFitted`.
  public func summary() throws -> ModelSummary {
    guard let state else { throw KindredError.notFitted }
    let model = state.model
    let implicit = model.metadata.implicitRelationships
    return ModelSummary(
      formatVersion: Int(ModelFile.version), seed: model.seed, minimumCount: model.minimumCount,
      tables: zip(model.tables, model.metadata.tables).enumerated().map { index, pair in
        .init(pair.0, pair.1, consumedKeys: state.consumedKeys[index], in: model)
      },
      relationships: zip(model.relationships, model.metadata.relationships).enumerated().map {
        .init($1.0, implicit[$0]?.relationship ?? $1.1)
      },
      notes: model.notes)
  }
}

extension ModelSummary.TableSummary {
  fileprivate init(
    _ table: TableModel, _ schema: TableMetadata, consumedKeys: Int, in model: FittedModel
  ) {
    let factors = table.within == table.total ? 1 : 2
    let isKept = model.metadata.referenceTables?.contains(table.name) ?? false
    self.init(
      name: table.name, rowCount: table.rowCount, consumedKeys: consumedKeys,
      primaryKey: schema.primaryKey, dimensionCount: table.dimensions.count,
      covarianceCount: factors * table.total.packed.count,
      model: isKept ? "kept" : table.trees == nil ? "copula" : "trees",
      modelReason: isKept ? "a reference table" : table.choice?.text ?? "by an earlier version",
      copulaAccuracy: table.choice?.copula, treeAccuracy: table.choice?.trees,
      columns: table.columns.map { column in
        .init(
          column, of: table, sdtype: schema[column: column.name]?.sdtype.rawValue ?? "", in: model)
      })
  }
}

extension ModelSummary.ColumnSummary {
  fileprivate init(
    _ column: ColumnModel, of table: TableModel, sdtype: String, in model: FittedModel
  ) {
    let summary = column.marginal?.summary
    var (source, detail) = Self.origin(of: column, in: model)
    if let copy = column.copy {
      let relationship = model.metadata.relationships[copy.relationship]
      let parent = model.metadata.tableNames.firstIndex(of: relationship.parentTable)
      let name = parent.map { model.tables[$0].columns[copy.column].name } ?? ""
      source = "parent"
      detail = "\(relationship.parentTable).\(name) in \(percent(copy.share)), else \(detail)"
    }
    if let start = column.start { detail += " \(table.columns[start].name)" }
    if let refinement = column.refinement {
      let coarser = refinement.coarser.map { table.columns[$0.column].name }
      detail += ", each of one \(coarser.joined(separator: " and "))"
    }
    self.init(
      name: column.name, sdtype: sdtype, source: source, detail: detail,
      nullShare: column.nullShare, keptValues: column.keptValues,
      knotCount: summary?.knotCount ?? 0)
  }

  private static func origin(
    of column: ColumnModel, in model: FittedModel
  ) -> (source: String, detail: String) {
    switch column.content {
    case .integer, .decimal, .timestamp, .clocked, .elapsed:
      ("distribution", column.distributionText)
    case .categorical(_, let labels): ("distribution", "\(labels.count) labels")
    case .boolean(let marginal):
      ("distribution", "true in \(percent(1 - marginal.cdfBelow(1)))")
    case .integerKey(let first): ("key", "numbers from \(first)")
    case .patternKey(let pattern):
      ("key", "\(pattern.capacity) values like \(pattern.string(at: 0))")
    case .identifier(let pattern):
      ("generated", "\(pattern.usualCapacity) values like \(pattern.string(at: 0))")
    case .foreignKey(let relationship, let part):
      ("foreign key", model.metadata.relationships[relationship].origin(ofPart: part))
    case .polymorphic(let relationships):
      (
        "foreign key",
        relationships.map { model.metadata.relationships[$0].origin(ofPart: 0) }
          .joined(separator: " or ")
      )
    case .position(let first, _): ("key", "numbers the rows of one parent from \(first)")
    case .personal(let sdtype, _, let isUnique):
      ("generated", isUnique ? "made-up \(sdtype), unique" : "made-up \(sdtype)")
    case .text(let shape): ("generated", "made-up text of about \(shape.typicalLength) characters")
    case .empty: ("empty", "no value was seen")
    case .kept(let column): ("kept", "all \(column.count) values, as they are")
    }
  }
}

extension ModelSummary.RelationshipSummary {
  fileprivate init(_ learned: RelationshipModel, _ relationship: Relationship) {
    let bounds = learned.cardinality.map { Cardinality.bounds(of: $0) } ?? 0...0
    self.init(
      parentTable: relationship.parentTable, childTable: relationship.childTable,
      foreignKey: relationship.childKey, drivesTheChild: learned.isDriver,
      meanCardinality: learned.meanCardinality, smallestCardinality: Int(bounds.lowerBound),
      largestCardinality: Int(bounds.upperBound), nullShare: learned.nullKeyShare)
  }
}
