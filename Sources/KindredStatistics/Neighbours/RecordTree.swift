import CKindredNumerics

/// Records in boxes within boxes, so that a search for the closest one passes by most of them.
///
/// A k-d tree (J. L. Bentley, 1975) over the rough coordinates of `RecordScale`, whose cut-off
/// differences add up to the distance. A node is split where two of its records differ most on
/// average, at the median; it knows the box of its records.
struct RecordTree: Sendable {
  struct Node: Sendable {
    /// The left child, which the right one follows; 0 in a leaf.
    var children: Int32 = 0
    /// A leaf's first block, and the place of its first record in `order`.
    var block: Int32 = 0
    var first: Int32 = 0
    var count: Int32 = 0
  }

  static let blockSize = Int(KINDRED_DISTANCE_BLOCK)
  /// Two blocks: smaller leaves cost more in boxes than they save in rows.
  static let leafSize = 2 * blockSize

  let dimensions: Int
  private(set) var nodes: [Node] = []
  /// Per node the lower ends of its box, then the upper ones.
  private(set) var boxes: [Float] = []
  /// The records of the leaves, one after the other.
  private(set) var order: [Int32]
  /// The coordinates of the leaves in blocks; places without a record are far from everything.
  private(set) var blocks: [Float] = []

  /// - Parameters:
  ///   - coordinates: one array per dimension.
  ///   - count: number of records.
  /// - Complexity: O(count × dimensions × log count).
  init(_ coordinates: [[Float]], count: Int) {
    dimensions = coordinates.count
    order = (0..<Int32(truncatingIfNeeded: count)).map { $0 }
    guard count > 0 else { return }
    nodes.append(Node(first: 0, count: Int32(truncatingIfNeeded: count)))
    appendBox(coordinates, 0..<count)
    var next = 0
    while next < nodes.count {
      let first = Int(nodes[next].first)
      let range = first..<first + Int(nodes[next].count)
      if range.count > Self.leafSize,
        let middle = split(coordinates, range, box: next * 2 * dimensions)
      {
        nodes[next].children = Int32(truncatingIfNeeded: nodes.count)
        for half in [range.lowerBound..<middle, middle..<range.upperBound] {
          nodes.append(
            Node(
              first: Int32(truncatingIfNeeded: half.lowerBound),
              count: Int32(truncatingIfNeeded: half.count)))
          appendBox(coordinates, half)
        }
      } else {
        nodes[next].block = Int32(
          truncatingIfNeeded: blocks.count / max(1, Self.blockSize * dimensions))
        appendBlocks(coordinates, range)
      }
      next += 1
    }
  }

  /// The mean cut-off difference of records far apart in the file.
  static func spread(_ column: [Float]) -> Float {
    let half = column.count / 2
    let pairs = min(256, half)
    guard pairs > 0 else { return 0 }
    return (0..<pairs).reduce(0) { sum, pair in
      let place = pair * half / pairs
      return sum + min(1, abs(column[place] - column[place + half]))
    } / Float(pairs)
  }

  private mutating func appendBox(_ coordinates: [[Float]], _ range: Range<Int>) {
    var lower: [Float] = []
    var upper: [Float] = []
    order.withUnsafeBufferPointer { order in
      for column in coordinates {
        column.withUnsafeBufferPointer { column in
          var (least, most) = (Float.infinity, -Float.infinity)
          for place in range {
            let value = column[Int(order[place])]
            least = value < least ? value : least
            most = value > most ? value : most
          }
          lower.append(least)
          upper.append(most)
        }
      }
    }
    boxes += lower
    boxes += upper
  }

  private mutating func appendBlocks(_ coordinates: [[Float]], _ range: Range<Int>) {
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.blockSize) {
      for column in coordinates {
        for place in start..<start + Self.blockSize {
          blocks.append(
            place < range.upperBound ? column[Int(order[place])] : .greatestFiniteMagnitude)
        }
      }
    }
  }

  /// Moves about half of a node's records to the front, those with the smaller values.
  /// - Returns: where the other ones begin; nil when all records are the same.
  private mutating func split(
    _ coordinates: [[Float]], _ range: Range<Int>, box: Int
  ) -> Int? {
    let (pairs, half) = (min(64, range.count / 2), range.count / 2)
    var best = (dimension: -1, spread: Float(0))
    for (dimension, column) in coordinates.enumerated() {
      var spread: Float = 0
      for pair in 0..<pairs {
        let place = range.lowerBound + pair * half / pairs
        spread += min(1, abs(column[Int(order[place])] - column[Int(order[place + half])]))
      }
      if spread > best.spread { best = (dimension, spread) }
    }
    if best.dimension < 0 {
      // All pairs are the same, which does not mean that all records are.
      for dimension in coordinates.indices {
        let spread = boxes[box + dimensions + dimension] - boxes[box + dimension]
        if spread > best.spread { best = (dimension, spread) }
      }
    }
    guard best.dimension >= 0 else { return nil }
    return part(coordinates[best.dimension], range)
  }

  private mutating func part(_ column: [Float], _ range: Range<Int>) -> Int {
    let step = max(1, range.count / 1024)
    let sample = stride(from: range.lowerBound, to: range.upperBound, by: step)
      .map { column[Int(order[$0])] }.sorted()
    let median = sample[(sample.count - 1) / 2]
    let isLargest = !range.contains { column[Int(order[$0])] > median }
    var left = range.lowerBound
    var right: [Int32] = []
    for place in range {
      let value = column[Int(order[place])]
      if isLargest ? value < median : value <= median {
        order[left] = order[place]
        left += 1
      } else {
        right.append(order[place])
      }
    }
    for (offset, record) in right.enumerated() { order[left + offset] = record }
    return left
  }
}
