import Foundation
import KindredStatistics

// A column that trees draw, both ways: its tree.

extension StoredTreeColumn {
  /// - Parameter scales: of the columns that may be asked.
  init(_ column: TreeSequence.Column, asking scales: [ColumnScale]) {
    self.init()
    scale = StoredTreeScale(column.scale.content)
    predictors = column.tree.predictors.map { UInt32(clamping: $0) }
    for node in column.tree.nodes {
      nodes.append(UInt32(clamping: Int(node.predictor) + 1))
      guard !node.isLeaf else { continue }
      let asked = scales[column.tree.predictors[Int(node.predictor)]]
      if asked.content.isLabels {
        labelMasks.append(contentsOf: Self.mask(of: node.goesLeft, bytes: asked.maskSize))
      } else {
        thresholdBytes.append(UInt8(clamping: node.goesLeft.count - 1))
      }
    }
    store(column.leaves, of: column.tree)
    store(column.slopes, of: column.tree)
    score = column.score
    rootScore = column.rootScore
  }

  /// - Throws: `MalformedModel` when sizes or numbers contradict each other.
  func column(asking scales: [ColumnScale]) throws -> TreeSequence.Column {
    guard score.isFinite, rootScore.isFinite else {
      throw MalformedModel("a tree has no score")
    }
    let tree = try tree(asking: scales)
    return TreeSequence.Column(
      scale: try ColumnScale(content: scale.content()), tree: tree, leaves: try leaves(of: tree),
      slopes: try slopes(of: tree), score: score, rootScore: rootScore)
  }

  private func tree(asking scales: [ColumnScale]) throws -> ConditionalTree {
    let asked = predictors.map { Int($0) }
    guard asked.allSatisfy({ scales.indices.contains($0) }) else {
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
      result[place].goesLeft = try splits.next(of: scales[asked[Int(plusOne) - 1]])
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

  mutating func next(of asked: ColumnScale) throws -> BinSet {
    guard asked.content.isLabels else {
      guard isValid, let threshold = thresholds.popFirst() else {
        throw MalformedModel("a tree misses thresholds")
      }
      return BinSet(through: Int(threshold))
    }
    let size = isWhole ? 32 : asked.maskSize
    guard masks.count >= size else { throw MalformedModel("a tree misses sets of labels") }
    var words = SIMD4<UInt64>.zero
    for byte in 0..<size {
      words[byte / 8] |= UInt64(masks[masks.startIndex + byte]) << UInt64(byte % 8 * 8)
    }
    masks = masks.dropFirst(size)
    return BinSet(words: words)
  }
}

extension ColumnScale {
  /// Bytes with a bit for every bin.
  fileprivate var maskSize: Int { Int(content.bins.max() ?? 0) / 8 + 1 }
}
