import KindredStatistics
import Testing

struct TreeEdgeTests {
  @Test(arguments: [0, 1, 2, 9, 40])
  func smallTables(rows: Int) throws {
    let sample = TreeSamples(seed: 21, rows: rows)
    let model = try TreeSequence.fit(
      context: [.labels(sample.labels(2, 3), count: 2)],
      targets: [
        .numbers(sample.normals(0), step: 0), .labels(sample.labels(3, 1), count: 3),
        .numbers([Double](repeating: .nan, count: rows), step: 1),
      ])
    for count in [0, 1, 100] {
      let drawn = try model.draw(
        context: [.labels([Int32](repeating: 1, count: count), count: 2)], rows: count,
        random: treeRandom)
      #expect(drawn.map(\.rowCount) == [count, count, count])
      #expect(numbers(drawn[2]).allSatisfy { $0.isNaN })
      if rows > 0 { #expect(numbers(drawn[0]).allSatisfy { $0.isFinite }) }
      #expect(codes(drawn[1]).allSatisfy { (rows == 0 ? -1 : 0) <= $0 && $0 < 3 })
    }
  }

  @Test func noColumns() throws {
    let model = try TreeSequence.fit(targets: [])
    #expect(try model.draw(rows: 10, random: treeRandom).isEmpty)
    #expect(try TreeSequence.fit(targets: [.labels([], count: 0)]).columns.count == 1)
  }

  @Test func constantsSingleLabelsAndNulls() throws {
    let sample = TreeSamples(seed: 22, rows: 1000)
    let half = sample.uniforms(0).map { $0 < 0.5 ? Double.nan : 7.25 }
    let model = try TreeSequence.fit(targets: [
      .numbers([Double](repeating: -3.5, count: 1000), step: 0),
      .labels([Int32](repeating: 0, count: 1000), count: 1), .numbers(half, step: 0),
      .labels([Int32](repeating: -1, count: 1000), count: 4),
    ])
    let drawn = try model.draw(rows: 500, random: treeRandom)
    #expect(numbers(drawn[0]).allSatisfy { $0 == -3.5 })
    #expect(codes(drawn[1]).allSatisfy { $0 == 0 })
    #expect(numbers(drawn[2]).allSatisfy { $0 == 7.25 || $0.isNaN })
    // Dealt over strata: off by one row at most.
    let nulls = half.count { $0.isNaN }
    #expect(abs(numbers(drawn[2]).count { $0.isNaN } * 2 - nulls) <= 2)
    #expect(codes(drawn[3]).allSatisfy { $0 == -1 })
  }

  @Test func manyLabels() throws {
    let sample = TreeSamples(seed: 23, rows: 60_000)
    let labels = sample.labels(5000, 0)
    let level = zip(labels, sample.normals(1)).map { Double($0 % 50) + $1 }
    let model = try TreeSequence.fit(
      targets: [.numbers(level, step: 0), .labels(labels, count: 5000)],
      options: TreeOptions(minimumEntities: 4, threads: 2))
    let drawn = try model.draw(rows: 60_000, random: treeRandom, threads: 2)
    let error = zip(numbers(drawn[0]), codes(drawn[1])).reduce(0) { sum, pair in
      sum + abs(pair.0 - Double(pair.1 % 50))
    }
    // Independent columns would be off by 17 on average, the data by 0.8.
    #expect(error / 60_000 < 6)
    #expect(Set(codes(drawn[1])).count > 4000)
  }

  /// Strata must not couple columns: rows of a leaf are dealt in random order.
  @Test func independentColumnsStayIndependent() throws {
    let sample = TreeSamples(seed: 24, rows: 20_000)
    let model = try TreeSequence.fit(
      targets: (0..<3).map { .numbers(sample.normals(UInt64($0)), step: 0) })
    let drawn = try model.draw(rows: 20_000, random: treeRandom).map(numbers)
    for (first, second) in [(0, 1), (0, 2), (1, 2)] {
      // Four standard errors.
      #expect(abs(rankCorrelation(drawn[first], drawn[second])) < 4 / 20_000.0.squareRoot())
    }
    // Nor may they follow the order of rows.
    let order = (0..<20_000).map { Double($0) }
    for column in drawn {
      #expect(abs(rankCorrelation(column, order)) < 4 / 20_000.0.squareRoot())
    }
  }

  /// A leaf and its sibling give their parent where nothing is left over for the one above; what
  /// they leave over shifts no cell by more than its share.
  @Test func siblingsMergeToTheirParent() throws {
    let sample = TreeSamples(seed: 25, rows: 9000)
    let flag = sample.labels(3, 0)
    let y = zip(sample.labels(8, 1), flag).map { ($0 + $1 * $0) % 8 }
    let model = try TreeSequence.fit(targets: [.labels(flag, count: 3), .labels(y, count: 8)])
    let column = model.columns[1]
    let inner = column.tree.nodes.indices.filter { !column.tree.nodes[$0].isLeaf }
    #expect(!inner.isEmpty)
    var above = [[Double]](repeating: [], count: column.leaves.count)
    for node in column.leaves.indices {
      let parent = Int(column.tree.nodes[node].parent)
      above[node] = column.leaves[node].probabilities(
        scale: column.scale, above: parent < 0 ? [] : above[parent])
      #expect(abs(above[node].reduce(0, +) - 1) < 1e-5)
    }
    for node in inner {
      let left = Int(column.tree.nodes[node].left)
      let (first, second) = (column.leaves[left], column.leaves[left + 1])
      let merged = first.merged(with: second, scale: column.scale, minimumRows: 10)
      #expect(merged.rows == column.leaves[node].rows)
      let shares = merged.probabilities(scale: column.scale, above: [])
      let leftOver = Double(max(first.rest, second.rest))
      for (cell, share) in shares.enumerated() {
        #expect(abs(share - above[node][cell]) < leftOver + 1e-5)
      }
    }
  }

  @Test func likelihoodPrefersTheModelsOwnRows() throws {
    let sample = TreeSamples(seed: 26, rows: 8000)
    let x = sample.normals(0)
    let y = zip(x, sample.normals(1)).map { $0 + 0.5 * $1 }
    let model = try TreeSequence.fit(targets: [.numbers(x, step: 0), .numbers(y, step: 0)])
    let fresh = TreeSamples(seed: 27, rows: 4000)
    let u = fresh.normals(0)
    let v = zip(u, fresh.normals(1)).map { $0 + 0.5 * $1 }
    let own = try model.logLikelihood(targets: [.numbers(u, step: 0), .numbers(v, step: 0)])
    let mixed = try model.logLikelihood(
      targets: [.numbers(u, step: 0), .numbers(v.reversed(), step: 0)])
    #expect(own > mixed + 0.5)
    // Mutual information of correlation sqrt(.8) is -ln(.2) / 2 = .80 nats; leaves lose some.
    #expect(abs(model.scoreGain - 0.8) < 0.15)
  }
}
