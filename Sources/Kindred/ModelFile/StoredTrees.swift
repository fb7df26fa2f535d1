import Foundation
import KindredStatistics
import SwiftProtobuf

// Conditional trees as messages, both ways.

extension StoredTrees {
  init(_ trees: TreeModel) {
    self.init()
    context = trees.context.map { feature in
      .with {
        $0.path = feature.path.map { UInt32(clamping: $0) }
        $0.attribute = StoredTreeAttribute(feature.attribute)
      }
    }
    targets = trees.targets.map(StoredTreeAttribute.init)
    contextScales = trees.sequence.context.map {
      StoredTreeScale($0.content, keepsShares: false)
    }
    let isLabels = Self.isLabels(
      context: trees.sequence.context.map(\.content.isLabels),
      drawn: trees.sequence.columns.map(\.scale.content.isLabels),
      derived: trees.sequence.derived)
    columns = trees.sequence.columns.map { StoredTreeColumn($0, isLabels: isLabels) }
    derived = trees.sequence.derived.map(StoredTreeDerived.init)
    if trees.sequence.ticksPerDay.contains(where: { $0 > 0 }) {
      ticksPerDay = trees.sequence.ticksPerDay
    }
    if trees.sequence.directions.contains(where: { $0 != 0 }) {
      directions = trees.sequence.directions.map { Int32(clamping: $0) }
    }
  }

  /// Whether trees see places as labels.
  private static func isLabels(
    context: [Bool], drawn: [Bool], derived: [DerivedPredictor]
  ) -> [Bool] {
    (0..<context.count + drawn.count + derived.count).map {
      TreeSequence.isLabels($0, context: context, drawn: drawn, derived: derived)
    }
  }

  /// - Throws: `MalformedModel` or `StatisticsError` when sizes or numbers contradict each other.
  func model() throws -> TreeModel {
    guard context.count == contextScales.count, targets.count == columns.count else {
      throw MalformedModel("the trees of a table do not have the columns that they draw")
    }
    let scales = try contextScales.map { try ColumnScale(content: $0.content()) }
    let derived = try derived.map { try $0.predictor(targets: columns.count) }
    let isLabels = Self.isLabels(
      context: scales.map(\.content.isLabels), drawn: columns.map(\.scale.isLabels),
      derived: derived)
    let drawn = try columns.map { try $0.column(isLabels: isLabels, mayFollow: true) }
    return TreeModel(
      context: try context.map { feature in
        TreeModel.Feature(
          path: feature.path.map { Int($0) }, attribute: try feature.attribute.attribute())
      },
      targets: try targets.map { try $0.attribute() },
      sequence: try TreeSequence(
        context: scales, columns: drawn, derived: derived, ticksPerDay: ticksPerDay,
        directions: directions.map { Int($0) }))
  }
}

extension StoredTreeAttribute {
  fileprivate init(_ attribute: TreeModel.Attribute) {
    self.init()
    switch attribute {
    case .value(let column): value = UInt32(clamping: column)
    case .childCount(let relationship): childCount = UInt32(clamping: relationship)
    case .summary(let relationship, let column, let kind):
      var summary = StoredTreeSummary.with {
        $0.relationship = UInt32(clamping: relationship)
        $0.column = UInt32(clamping: column)
      }
      switch kind {
      case .mean: mean = summary
      case .distinct: distinct = summary
      case .share(let label):
        summary.label = UInt32(clamping: label)
        share = summary
      }
    case .position: position = true
    case .rowsLeft: rowsLeft = true
    }
  }

  fileprivate func attribute() throws -> TreeModel.Attribute {
    func summary(
      _ stored: StoredTreeSummary, _ kind: TreeModel.SummaryKind
    ) -> TreeModel.Attribute {
      .summary(relationship: Int(stored.relationship), column: Int(stored.column), kind: kind)
    }
    return switch kind {
    case .value(let column): .value(column: Int(column))
    case .childCount(let relationship): .childCount(relationship: Int(relationship))
    case .mean(let stored): summary(stored, .mean)
    case .distinct(let stored): summary(stored, .distinct)
    case .share(let stored): summary(stored, .share(label: Int(stored.label)))
    case .position: .position
    case .rowsLeft: .rowsLeft
    case nil: throw MalformedModel("trees draw something this version does not know")
    }
  }
}

extension StoredTreeDerived {
  fileprivate init(_ predictor: DerivedPredictor) {
    self.init()
    switch predictor {
    case .previous(let target): previous = UInt32(clamping: target)
    case .repeats(let target): repeats = UInt32(clamping: target)
    case .remainingMean(let target, let context):
      mean = .with {
        ($0.target, $0.context) = (UInt32(clamping: target), UInt32(clamping: context))
      }
    case .remainingLabels(let target, let context):
      labels = .with {
        ($0.target, $0.context) = (UInt32(clamping: target), UInt32(clamping: context))
      }
    case .calendar(let target, let part):
      calendar = .with {
        ($0.target, $0.part) = (UInt32(clamping: target), UInt32(clamping: part.rawValue))
      }
    }
  }

  fileprivate func predictor(targets: Int) throws -> DerivedPredictor {
    let result: DerivedPredictor
    switch kind {
    case .previous(let target): result = .previous(target: Int(target))
    case .repeats(let target): result = .repeats(target: Int(target))
    case .mean(let stored):
      result = .remainingMean(target: Int(stored.target), context: Int(stored.context))
    case .labels(let stored):
      result = .remainingLabels(target: Int(stored.target), context: Int(stored.context))
    case .calendar(let stored):
      guard let part = CalendarPart(rawValue: Int(stored.part)) else {
        throw MalformedModel("trees ask for a part of dates that this version does not know")
      }
      result = .calendar(target: Int(stored.target), part: part)
    case nil: throw MalformedModel("trees ask for something this version does not know")
    }
    guard result.target < targets else {
      throw MalformedModel("trees ask for what follows from a column that they do not draw")
    }
    return result
  }
}

extension StoredTreeColumn {
  fileprivate init(_ column: TreeSequence.Column, isLabels: [Bool]) {
    self.init()
    scale = StoredTreeScale(column.scale.content, keepsShares: true)
    predictors = column.tree.predictors.map { UInt32(clamping: $0) }
    for node in column.tree.nodes {
      nodes.append(UInt32(clamping: Int(node.predictor) + 1))
      guard !node.isLeaf else { continue }
      if isLabels[column.tree.predictors[Int(node.predictor)]] {
        for word in 0..<4 {
          withUnsafeBytes(of: node.goesLeft.words[word].littleEndian) {
            labelSets.append(contentsOf: $0)
          }
        }
      } else {
        thresholds.append(UInt32(clamping: node.goesLeft.count - 1))
      }
    }
    for leaf in Self.needed(column) {
      groupCounts.append(UInt32(clamping: leaf.groups.count))
      rests.append(leaf.rest)
      rowCounts.append(leaf.rows)
      var next = 0
      for group in leaf.groups {
        groupGaps.append(UInt32(clamping: Int(group.first) - next))
        groupSpans.append(UInt32(clamping: Int(group.last) - Int(group.first)))
        groupShares.append(group.share)
        next = Int(group.last) + 1
      }
    }
    store(column.slopes, of: column.tree)
    score = column.score
    rootScore = column.rootScore
    if let follower = column.following.first {
      following = StoredTreeColumn(follower, isLabels: isLabels)
    }
  }

  private mutating func store(_ slopes: [LeafSlope], of tree: ConditionalTree) {
    guard slopes.contains(where: { !$0.terms.isEmpty }) else { return }
    for (node, slope) in zip(tree.nodes, slopes) where node.isLeaf {
      slopeCounts.append(UInt32(clamping: slope.terms.count))
      guard !slope.terms.isEmpty else { continue }
      slopeNoises.append(UInt32(min(max(slope.noise * 1000, 0), 1000).rounded()))
      for term in slope.terms {
        slopeColumns.append(UInt32(clamping: term.column))
        slopeMeans.append(UInt32(min(max(term.mean * 16, 0), 1e6).rounded()))
        slopeDeviations.append(UInt32(min(max(term.deviation * 16, 1), 1e6).rounded()))
        slopeWeights.append(Int32(min(max(term.weight * 1000, -1e6), 1e6).rounded()))
      }
      var before: Int32 = 0
      for knot in slope.knots {
        let whole = Int32(min(max(knot * 100, -1e6), 1e6).rounded())
        slopeKnots.append(whole - before)
        before = whole
      }
    }
  }

  private func slopes(of tree: ConditionalTree) throws -> [LeafSlope] {
    guard !slopeCounts.isEmpty else { return [] }
    let terms = slopeColumns.count
    guard slopeCounts.count == tree.leafCount, slopeMeans.count == terms,
      slopeDeviations.count == terms, slopeWeights.count == terms,
      slopeCounts.reduce(0, { $0 + Int($1) }) == terms,
      slopeNoises.count == slopeCounts.count(where: { $0 > 0 }),
      slopeKnots.isEmpty
        || slopeKnots.count == slopeNoises.count * LeafSlope.knotProbabilities.count
    else { throw MalformedModel("the slopes of a tree are incomplete") }
    var (leaf, next, noise) = (0, 0, 0)
    return tree.nodes.map { node in
      guard node.isLeaf else { return LeafSlope(terms: [], noise: 1) }
      let count = Int(slopeCounts[leaf])
      leaf += 1
      guard count > 0 else { return LeafSlope(terms: [], noise: 1) }
      let terms = (next..<next + count).map {
        LeafSlope.Term(
          column: Int(slopeColumns[$0]), mean: Float(slopeMeans[$0]) / 16,
          deviation: Float(slopeDeviations[$0]) / 16, weight: Float(slopeWeights[$0]) / 1000)
      }
      next += count
      noise += 1
      return LeafSlope(
        terms: terms, noise: Float(slopeNoises[noise - 1]) / 1000, knots: knots(noise - 1))
    }
  }

  private func knots(_ slope: Int) -> [Float] {
    guard !slopeKnots.isEmpty else { return [] }
    let count = LeafSlope.knotProbabilities.count
    var sum: Int64 = 0
    return slopeKnots[slope * count..<(slope + 1) * count].map {
      sum += Int64($0)
      return Float(sum) / 100
    }
  }

  /// The distributions of nodes; where no leaf's rest leads to, that of the node above stands.
  private static func needed(_ column: TreeSequence.Column) -> [LeafDistribution] {
    var isNeeded = column.tree.nodes.map(\.isLeaf)
    isNeeded[0] = true
    for (node, leaf) in column.leaves.enumerated().reversed() where isNeeded[node] && leaf.rest > 0
    {
      let parent = Int(column.tree.nodes[node].parent)
      if parent >= 0 { isNeeded[parent] = true }
    }
    return zip(column.leaves, isNeeded).map { leaf, isNeeded in
      isNeeded ? leaf : LeafDistribution(groups: [], rest: 1, rows: leaf.rows)
    }
  }

  fileprivate func column(
    isLabels: [Bool], mayFollow: Bool
  ) throws -> TreeSequence.Column {
    guard mayFollow || !hasFollowing else {
      throw MalformedModel("a column of trees follows another that follows")
    }

    guard score.isFinite, rootScore.isFinite else {
      throw MalformedModel("a tree has no score")
    }
    let tree = try tree(isLabels: isLabels)
    return TreeSequence.Column(
      scale: try ColumnScale(content: scale.content()), tree: tree, leaves: try leaves(),
      slopes: try slopes(of: tree), score: score, rootScore: rootScore,
      following: hasFollowing ? [try following.column(isLabels: isLabels, mayFollow: false)] : [])
  }

  private func tree(isLabels: [Bool]) throws -> ConditionalTree {
    let asked = predictors.map { Int($0) }
    guard asked.allSatisfy({ isLabels.indices.contains($0) }) else {
      throw MalformedModel("a tree asks for a column that is not drawn before")
    }
    var result = [ConditionalTree.Node](
      repeating: ConditionalTree.Node(
        predictor: -1, goesLeft: BinSet(), left: 0, parent: -1), count: nodes.count)
    var (nextChild, nextThreshold) = (1, 0)
    var sets = Array(labelSets)[...]
    for (place, plusOne) in nodes.enumerated() {
      guard plusOne > 0 else {
        result[place].left = Int32(truncatingIfNeeded: place)
        continue
      }
      guard plusOne <= asked.count, nextChild > place, nextChild + 1 < nodes.count else {
        throw MalformedModel("the nodes of a tree are incomplete")
      }
      result[place].predictor = Int32(plusOne) - 1
      result[place].left = Int32(truncatingIfNeeded: nextChild)
      for child in nextChild...nextChild + 1 {
        result[child].parent = Int32(truncatingIfNeeded: place)
      }
      nextChild += 2
      if isLabels[asked[Int(plusOne) - 1]] {
        guard sets.count >= 32 else { throw MalformedModel("a tree misses sets of labels") }
        var words = SIMD4<UInt64>.zero
        for byte in 0..<32 {
          words[byte / 8] |= UInt64(sets[sets.startIndex + byte]) << UInt64(byte % 8 * 8)
        }
        sets = sets.dropFirst(32)
        result[place].goesLeft = BinSet(words: words)
      } else {
        guard nextThreshold < thresholds.count, thresholds[nextThreshold] < 256 else {
          throw MalformedModel("a tree misses thresholds")
        }
        result[place].goesLeft = BinSet(through: Int(thresholds[nextThreshold]))
        nextThreshold += 1
      }
    }
    return ConditionalTree(predictors: asked, nodes: result)
  }

  private func leaves() throws -> [LeafDistribution] {
    let count = groupCounts.count
    guard count == nodes.count, rests.count == count, rowCounts.count == count,
      groupGaps.count == groupSpans.count, groupGaps.count == groupShares.count,
      groupCounts.reduce(0, { $0 + Int($1) }) == groupGaps.count
    else { throw MalformedModel("the distributions of a tree are incomplete") }
    var group = 0
    return try (0..<count).map { node in
      var groups: [LeafDistribution.Group] = []
      var next = 0
      for _ in 0..<groupCounts[node] {
        let first = next + Int(groupGaps[group])
        let last = first + Int(groupSpans[group])
        guard last <= Int(UInt16.max) else {
          throw MalformedModel("the distributions of a tree have too many cells")
        }
        groups.append(
          LeafDistribution.Group(
            first: UInt16(first), last: UInt16(last), share: groupShares[group]))
        next = last + 1
        group += 1
      }
      return LeafDistribution(groups: groups, rest: rests[node], rows: rowCounts[node])
    }
  }
}
