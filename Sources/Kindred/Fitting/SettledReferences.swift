import KindredData

/// What refers to what in the data: keys of all kinds and references that no key declares, as
/// relationships of one schema, with the parents of all rows and the order of the tables.
struct SettledReferences {
  /// With a relationship for every reference.
  let metadata: Metadata
  /// Per relationship, the parent row of every child row; negative without one, or where it is the
  /// row itself.
  let parentRows: [[Int32]]
  /// Per relationship, the number of rows that refer to themselves.
  let selfReferences: [Int]
  let forest: SchemaForest
  let implied: ImpliedParents
  /// What was found, a sentence each.
  let notes: [String]

  /// - Parameters:
  ///   - declared: what the metadata say. References that no key declares are looked for if they
  ///     do not say which there are.
  ///   - known: per declared relationship the parent rows, as in `RelationshipIndex`; nil where they
  ///     are not known.
  /// - Throws: `KindredError` when tables or columns are missing, keys cannot be matched, or the work
  ///   is cancelled.
  init(
    _ declared: Metadata, _ dataset: Dataset, known: [[Int32]?], progress: Progress
  ) throws {
    let metadata = declared.withUndeclaredRelationships()
    var parentRows = try Self.parentRows(metadata, dataset, known: known, progress)
    let loops = metadata.relationships.indices.map { index in
      let relationship = metadata.relationships[index]
      return relationship.parentTable == relationship.childTable
        ? Self.cutLoops(in: &parentRows[index]) : 0
    }
    let implied = ImpliedParents(metadata: metadata, parentRows: parentRows)
    let forest = try implied.forest()
    let found =
      metadata.implicitReferences != nil
      ? []
      : try ImplicitReferenceDetection(
        metadata: metadata, dataset: dataset, forest: forest, parentRows: parentRows
      ).detect()
    notes = found.map(\.note)
    selfReferences = loops + found.map { _ in 0 }
    guard !found.isEmpty else {
      (self.metadata, self.parentRows) = (metadata, parentRows)
      (self.implied, self.forest) = (implied, forest)
      return
    }
    var settled = metadata.withoutUndeclaredRelationships()
    settled.implicitReferences = found.map(\.reference)
    self.metadata = settled.withUndeclaredRelationships()
    self.parentRows = parentRows + found.map(\.parentRows)
    self.implied = ImpliedParents(metadata: self.metadata, parentRows: self.parentRows)
    self.forest = try self.implied.forest()
  }

  private static func parentRows(
    _ metadata: Metadata, _ dataset: Dataset, known: [[Int32]?], _ progress: Progress
  ) throws -> [[Int32]] {
    let polymorphic = metadata.polymorphicRelationships
    let implicit = metadata.implicitRelationships
    return try metadata.relationships.enumerated().map { index, relationship in
      try progress.checkpoint()
      if known.indices.contains(index), let rows = known[index] { return rows }
      let parent = try dataset.table(named: relationship.parentTable)
      let child = try dataset.table(named: relationship.childTable)
      if let key = polymorphic[index] {
        return try key.parentRows(of: child, in: parent, key: relationship.parentKey)
      }
      if let reference = implicit[index] { return try reference.parentRows(in: dataset) }
      return try RelationshipIndex(relationship, parent: parent, child: child).parentRows
    }
  }

  /// A row that refers to itself is the root of a tree, like one without a key.
  /// - Returns: the number of such rows.
  private static func cutLoops(in parents: inout [Int32]) -> Int {
    var count = 0
    for row in parents.indices where Int(parents[row]) == row {
      parents[row] = RelationshipIndex.null
      count += 1
    }
    return count
  }
}
