import Glibc
import KindredStatistics
import Testing

/// No leaf, knot, atom, label or null share of a model stands for fewer than k entities: checked
/// on what is stored, against the rows it was learned from.
struct TreePrivacyTests {
  static let k = 10
  static let rows = 6000

  /// Rows of 400 entities: many rows each, values near the entity's own.
  static func table(_ entityCount: Int) -> (columns: [TreeColumn], entities: [Int32]) {
    let sample = TreeSamples(seed: 11, rows: rows)
    let entities = sample.labels(entityCount, 0)
    let own = TreeSamples(seed: 12, rows: entityCount)
    let (level, kind) = (own.normals(0), own.uniforms(1).map { Int32(-20 * log($0)) })
    let noise = sample.normals(1)
    let x = entities.indices.map { level[Int(entities[$0])] + 0.01 * noise[$0] }
    let y = entities.indices.map { noise[$0] < -2.5 ? .nan : (10 * x[$0] + noise[$0]).rounded() }
    let labels = entities.map { kind[Int($0)] }
    return (
      [.numbers(x, step: 0), .labels(labels, count: 200), .numbers(y, step: 1)], entities
    )
  }

  @Test(arguments: [400, 6000, 60])
  func everythingStoredStandsForEnoughEntities(entityCount: Int) throws {
    let (columns, entities) = Self.table(entityCount)
    let model = try TreeSequence.fit(targets: columns, entities: entities)
    let k = TreeOptions().effectiveMinimum(entities: Set(entities).count)
    #expect(k == 10)
    let scales = model.columns.map(\.scale)
    let cells = zip(scales, columns).map { $0.cells(of: $1) }
    for (place, column) in model.columns.enumerated() {
      let content = column.scale.content
      for cell in content.lower.indices where content.shares[cell] > 0 {
        let own = cells[place].indices.filter { Int(cells[place][$0]) == cell }
        // A column that shows nothing is null everywhere.
        if content.shares.count == 1, own.isEmpty { continue }
        #expect(Set(own.map { entities[$0] }).count >= k, "column \(place) cell \(cell)")
      }
      let nodes = nodesOfRows(column.tree, cells: cells, scales: scales)
      for (node, leaf) in column.leaves.enumerated() {
        let inNode = nodes.indices.filter { nodes[$0].contains(node) }
        #expect(Set(inNode.map { entities[$0] }).count >= k, "column \(place) node \(node)")
        for group in leaf.groups where group.share > 0 && leaf.rows > 0 {
          if content.shares.count == 1 { continue }
          let own = inNode.filter { (group.first...group.last).contains(cells[place][$0]) }
          #expect(Set(own.map { entities[$0] }).count >= k, "column \(place) \(group)")
        }
      }
    }
  }

  /// All nodes that every row passes.
  private func nodesOfRows(
    _ tree: ConditionalTree, cells: [[UInt16]], scales: [ColumnScale]
  ) -> [Set<Int>] {
    (0..<Self.rows).map { row in
      var node = 0
      var passed: Set<Int> = [0]
      while !tree.nodes[node].isLeaf {
        let asked = tree.predictors[Int(tree.nodes[node].predictor)]
        let cell = Int(cells[asked][row])
        let bins = scales[asked].content.bins
        let bin = cell < bins.count ? bins[cell] : 0
        node = Int(tree.nodes[node].left) + (tree.nodes[node].goesLeft.contains(bin) ? 0 : 1)
        passed.insert(node)
      }
      return passed
    }
  }

  @Test func extremesAreNotKept() throws {
    let values = TreeSamples(seed: 13, rows: 5000).normals(0)
    let model = try TreeSequence.fit(targets: [.numbers(values, step: 0)])
    let content = model.columns[0].scale.content
    let (least, greatest) = try (#require(values.min()), #require(values.max()))
    #expect(content.lower.dropFirst().allSatisfy { $0 > least })
    #expect(content.upper.allSatisfy { $0 < greatest })
    let drawn = try numbers(model.draw(rows: 50_000, random: treeRandom)[0])
    #expect(Set(drawn).isDisjoint(with: values))
  }

  @Test func rareLabelsAreNeverDrawn() throws {
    let sample = TreeSamples(seed: 14, rows: 5000)
    // Label 9 belongs to nine entities, however many rows they have.
    let entities = sample.labels(500, 0)
    let labels = entities.map { $0 < 9 ? Int32(9) : $0 % 9 }
    let model = try TreeSequence.fit(targets: [.labels(labels, count: 10)], entities: entities)
    let drawn = try codes(model.draw(rows: 20_000, random: treeRandom)[0])
    #expect(Set(drawn) == Set(0..<9))
  }
}
