import Foundation
import KindredStatistics

// A column that trees draw, both ways: its tree.

extension StoredTreeColumn {
  init(_ column: TreeSequence.Column, asking places: AskedPlaces) {
    self.init()
    scale = StoredTreeScale(column.scale.content)
    predictors = column.tree.predictors.map { UInt32(clamping: $0) }
    for node in column.tree.nodes {
      nodes.append(UInt32(clamping: Int(node.predictor) + 1))
      guard !node.isLeaf else { continue }
      if let bytes = places.maskSize(column.tree.predictors[Int(node.predictor)]) {
        labelMasks.append(contentsOf: Self.mask(of: node.goesLeft, bytes: bytes))
      } else {
        thresholdBytes.append(UInt8(clamping: node.goesLeft.count - 1))
      }
    }
    store(column.leaves, of: column.tree)
    store(column.slopes, of: column.tree)
    score = column.score
    rootScore = column.rootScore
    if let follower = column.following.first {
      following = StoredTreeColumn(follower, asking: places)
    }
  }

  /// - Parameter mayFollow: whether the column may have one that follows the row before.
  /// - Throws: `MalformedModel` when sizes or numbers contradict each other.
  func column(asking places: AskedPlaces, mayFollow: Bool) throws -> TreeSequence.Column {
    guard mayFollow || !hasFollowing else {
      throw MalformedModel("a column of trees follows another that follows")
    }
    guard score.isFinite, rootScore.isFinite else {
      throw MalformedModel("a tree has no score")
    }
    let tree = try tree(asking: places)
    return TreeSequence.Column(
      scale: try ColumnScale(content: scale.content()), tree: tree, leaves: try leaves(of: tree),
      slopes: try slopes(of: tree), score: score, rootScore: rootScore,
      following: hasFollowing ? [try following.column(asking: places, mayFollow: false)] : [])
  }

  private func tree(asking places: AskedPlaces) throws -> ConditionalTree {
    let asked = predictors.map { Int($0) }
    guard asked.allSatisfy({ places.contains($0) }) else {
      throw MalformedModel("a tree asks for a column that is not drawn before")
    }
    var result = [ConditionalTree.Node](
      repeating: ConditionalTree.Node(
        predictor: -1, goesLeft: BinSet(), left: 0, parent: -1), count: nodes.count)
    var nextChild = 1
    var splits = SplitReading(self)
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
      result[place].goesLeft = try splits.next(
        maskSize: places.maskSize(asked[Int(plusOne) - 1]))
    }
    return ConditionalTree(predictors: asked, nodes: result)
  }

  private static func mask(of set: BinSet, bytes: Int) -> [UInt8] {
    (0..<bytes).map { byte in
      UInt8(truncatingIfNeeded: set.words[byte / 8] >> UInt64(byte % 8 * 8))
    }
  }
}

/// The bins that go left, split after split.
private struct SplitReading {
  private var thresholds: ArraySlice<UInt8>
  private var masks: ArraySlice<UInt8>
  /// Whether every mask has 32 bytes, as in files before `label_masks`.
  private let isWhole: Bool
  private let isValid: Bool

  init(_ stored: StoredTreeColumn) {
    isWhole = !stored.labelSets.isEmpty
    masks = Array(isWhole ? stored.labelSets : stored.labelMasks)[...]
    isValid = stored.thresholds.allSatisfy { $0 < 256 }
    thresholds =
      stored.thresholds.isEmpty
      ? Array(stored.thresholdBytes)[...] : stored.thresholds.map { UInt8(clamping: $0) }[...]
  }

  /// - Parameter maskSize: of labels; nil for numbers.
  mutating func next(maskSize: Int?) throws -> BinSet {
    guard let maskSize else {
      guard isValid, let threshold = thresholds.popFirst() else {
        throw MalformedModel("a tree misses thresholds")
      }
      return BinSet(through: Int(threshold))
    }
    let size = isWhole ? 32 : maskSize
    guard masks.count >= size else { throw MalformedModel("a tree misses sets of labels") }
    var words = SIMD4<UInt64>.zero
    for byte in 0..<size {
      words[byte / 8] |= UInt64(masks[masks.startIndex + byte]) << UInt64(byte % 8 * 8)
    }
    masks = masks.dropFirst(size)
    return BinSet(words: words)
  }
}
