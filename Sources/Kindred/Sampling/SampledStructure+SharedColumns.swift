import KindredData
import KindredStatistics

// Foreign keys that share columns: the parents of a row have to agree in them.

extension SampledStructure {
  /// The rows and parents that agree in the columns which a relationship shares with others; nil
  /// when it shares none.
  func sharedBlocks(_ relationship: Int, model: FittedModel, forest: SchemaForest) -> LinkBlocks? {
    let child = forest.children[relationship]
    let parent = forest.parents[relationship]
    let parts = model.tables[child].columns.boundParts(of: relationship, model.metadata)
    let schema = model.metadata.relationships[relationship]
    var rows: [Int32]?
    var parents: [Int32] = []
    for part in parts {
      guard let (_, key) = model.referenced(by: relationship, part: part),
        let column = model.tables[child].columns.firstIndex(where: {
          $0.name == schema.childKey[part]
        })
      else { continue }
      let (ownCodes, parentCodes) = comparable(column, child, key, parent, model)
      guard let known = rows else {
        (rows, parents) = (ownCodes, parentCodes)
        continue
      }
      var numbers = PairNumbers()
      parents = zip(parents, parentCodes).map { numbers.number(of: $0, $1) }
      rows = zip(known, ownCodes).map { numbers.known($0, $1) }
    }
    guard let rows else { return nil }
    // Codes become numbers of blocks.
    var blocks: [Int32: Int32] = [:]
    let ofParents = parents.map { code -> Int32 in
      guard code >= 0 else { return -1 }
      if let block = blocks[code] { return block }
      let block = Int32(blocks.count)
      blocks[code] = block
      return block
    }
    return LinkBlocks(
      ofRows: rows.map { $0 < 0 ? -1 : blocks[$0] ?? -1 }, ofParents: ofParents,
      count: blocks.count, isBinding: true)
  }

  /// Codes of a column and of a parent's column that are equal where the values are.
  private func comparable(
    _ column: Int, _ child: Int, _ key: Int, _ parent: Int, _ model: FittedModel
  ) -> ([Int32], [Int32]) {
    let own = trace(column, of: child, model)
    let other = trace(key, of: parent, model)
    if own.origin == other.origin { return (own.codes, other.codes) }
    // Two columns that hold the same values without one of them being a key of the other.
    let rendering = KeyRendering(model: model, structure: self, consumed: consumed)
    func table(_ column: Int, _ table: Int) -> Table? {
      var values = rendering.values(of: column, in: table, rows: Array(0..<Int32(rowCounts[table])))
      values.name = "key"
      return try? Table("\(table)", columns: [values])
    }
    func rows(of child: Table, in parent: Table) -> [Int32] {
      let relationship = Relationship(
        parentTable: parent.name, parentKey: ["key"], childTable: child.name, childKey: ["key"])
      let index = try? RelationshipIndex(relationship, parent: parent, child: child)
      return index?.parentRows ?? Array(repeating: -1, count: child.rowCount)
    }
    guard let children = table(column, child), let parents = table(key, parent) else {
      return (own.codes.map { _ in -1 }, other.codes.map { _ in -1 })
    }
    return (rows(of: children, in: parents), rows(of: parents, in: parents))
  }

  /// Rows of blocks without parents, where a parent is needed, move to where other rows are: with
  /// all the parents that share columns with this one.
  /// - Returns: whether any row has moved.
  mutating func moveRows(
    without relationship: Int, blocks: LinkBlocks, isLinked: [Bool], known: [Int],
    model: FittedModel, forest: SchemaForest, random: CounterRandom
  ) -> Bool {
    let stuck = isLinked.indices.filter { isLinked[$0] && blocks.ofRows[$0] < 0 }
    let donors = isLinked.indices.filter { isLinked[$0] && blocks.ofRows[$0] >= 0 }
    guard !stuck.isEmpty, !donors.isEmpty else { return false }
    // All relationships that hang together by shared columns.
    let keys = model.metadata.relationships.map { Set($0.childKey) }
    var columns = keys[relationship]
    var moved: [Int] = []
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for other in known where !moved.contains(other) && !keys[other].isDisjoint(with: columns) {
        moved.append(other)
        columns.formUnion(keys[other])
        isGrowing = true
      }
    }
    guard !moved.isEmpty else { return false }
    for row in stuck {
      let place = random.integer(below: UInt64(donors.count), row: UInt64(row), lane: 11)
      for other in moved where !parents[other].isEmpty {
        parents[other][row] = parents[other][donors[Int(place)]]
      }
    }
    return true
  }

  /// The parents that the rows' keys name, where these come from other relationships.
  mutating func determine(_ relationship: Int, model: FittedModel, forest: SchemaForest) {
    guard let blocks = sharedBlocks(relationship, model: model, forest: forest) else { return }
    // Primary keys are unique: a block has one parent.
    let members = blocks.parents
    parents[relationship] = blocks.ofRows.map {
      $0 < 0 ? -1 : members.row(at: members.starts[Int($0)])
    }
  }
}
