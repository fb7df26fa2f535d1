import CKindredNumerics

/// Records of numbers and labels in which the closest one to any other is found: exactly, without
/// comparing all with all.
///
/// The distance of two records is the mean over their columns of |x - y| / range for numbers, at most
/// 1, and of 0 or 1 for labels; nulls equal each other and nothing else (the distance of SDMetrics'
/// DCR metrics, after J. C. Gower, 1971). Records are searched in a tree of boxes by rounded values;
/// what may be the closest is compared again in full precision.
public struct ClosestRecords: Sendable {
  private let columns: [RecordColumn]
  private let scales: [RecordScale]
  private let distinct: DistinctRecords
  private let tree: RecordTree

  private static let queriesPerPiece = 128

  /// Records to search in.
  /// - Parameters:
  ///   - columns: of equal lengths.
  ///   - others: further records whose numbers count for the ranges.
  /// - Throws: `StatisticsError` when columns differ in length or there are no records.
  /// - Complexity: O(rows × columns × log rows).
  public init(_ columns: [RecordColumn], rangesWith others: [RecordColumn]? = nil) throws {
    let rowCount = columns.first?.values.count ?? 0
    guard rowCount > 0 else { throw StatisticsError("no records to search in") }
    guard rowCount <= Int(Int32.max), columns.allSatisfy({ $0.values.count == rowCount }) else {
      throw StatisticsError("the columns of records differ in length")
    }
    if let others, others.map(\.kind) != columns.map(\.kind) {
      throw StatisticsError("the records have other columns")
    }
    self.columns = columns
    scales = columns.indices.map { index in
      let extent = columns[index].extent
      guard let other = others?[index], other.values.contains(where: { !$0.isNaN }) else {
        return RecordScale(columns[index].kind, extent)
      }
      guard columns[index].values.contains(where: { !$0.isNaN }) else {
        return RecordScale(columns[index].kind, other.extent)
      }
      let least = min(extent.lowerBound, other.extent.lowerBound)
      let most = max(extent.upperBound, other.extent.upperBound)
      return RecordScale(columns[index].kind, least...most)
    }
    let distinct = DistinctRecords(columns)
    let scales = scales
    let coordinates = columns.indices.map { index in
      distinct.firstRows.map { scales[index].coordinate(columns[index].values[Int($0)]) }
    }
    self.distinct = distinct
    tree = RecordTree(coordinates, count: distinct.firstRows.count)
  }

  /// The distance, 0 ... 1, of each record to the closest one.
  /// - Parameters:
  ///   - records: columns of the same kinds in the same order.
  ///   - threads: results do not depend on it.
  /// - Throws: `StatisticsError` when the columns differ in number, kind or length.
  /// - Complexity: O(rows × log rows searched) where most records have others nearby, O(rows × rows
  ///   searched) where none has.
  public func distances(from records: [RecordColumn], threads: Int = 1) throws -> [Double] {
    let rowCount = records.first?.values.count ?? 0
    guard records.map(\.kind) == columns.map(\.kind),
      records.allSatisfy({ $0.values.count == rowCount })
    else { throw StatisticsError("the records have other columns") }
    let kinds = DistinctRecords(records)
    let distances = search(records, kinds.firstRows, threads: threads, leavingOutOwn: false)
    return kinds.kinds.map { distances[Int($0)] }
  }

  /// The distance of each record searched in to the closest other one; 1 when it is the only one.
  public func distancesToOthers(threads: Int = 1) -> [Double] {
    let distances = search(columns, distinct.firstRows, threads: threads, leavingOutOwn: true)
    return distinct.kinds.map { distances[Int($0)] }
  }

  private func search(
    _ records: [RecordColumn], _ rows: [Int32], threads: Int, leavingOutOwn: Bool
  ) -> [Double] {
    var results = [Double](repeating: 0, count: rows.count)
    let pieces = (rows.count + Self.queriesPerPiece - 1) / Self.queriesPerPiece
    results.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let results = results
      WorkQueue.run(pieces, threads: threads) { piece in
        var search = RecordSearch(tree: tree, columns: columns, scales: scales, distinct: distinct)
        let start = piece * Self.queriesPerPiece
        for index in start..<min(start + Self.queriesPerPiece, rows.count) {
          let own = leavingOutOwn ? Int32(truncatingIfNeeded: index) : -1
          if own >= 0, distinct.counts[index] > 1 { continue }
          results[index] = search.distance(of: records, row: Int(rows[index]), leavingOut: own)
        }
      }
    }
    return results
  }
}

/// The search for the records closest to one after the other.
private struct RecordSearch {
  private struct Step {
    var node: Int32
    /// No record of the node is nearer.
    var bound: Float
  }

  private let tree: RecordTree
  private let columns: [RecordColumn]
  private let scales: [RecordScale]
  private let distinct: DistinctRecords
  private var values: [Double]
  private var query: [Float]
  private var steps: [Step] = []
  private var near = [UInt32](repeating: 0, count: RecordTree.leafSize)

  init(
    tree: RecordTree, columns: [RecordColumn], scales: [RecordScale], distinct: DistinctRecords
  ) {
    self.tree = tree
    self.columns = columns
    self.scales = scales
    self.distinct = distinct
    values = [Double](repeating: 0, count: columns.count)
    query = [Float](repeating: 0, count: columns.count)
  }

  /// - Parameter leavingOut: the record that does not count, negative for none.
  mutating func distance(
    of records: [RecordColumn], row: Int, leavingOut: Int32
  ) -> Double {
    for index in columns.indices {
      values[index] = records[index].values[row]
      query[index] = scales[index].coordinate(values[index])
    }
    let dimensions = Double(columns.count)
    var best = dimensions
    var limit = self.limit(best)
    steps.removeAll(keepingCapacity: true)
    steps.append(Step(node: 0, bound: 0))
    while let step = steps.popLast() {
      if step.bound > limit { continue }
      let node = tree.nodes[Int(step.node)]
      if node.children > 0 {
        push(node.children, limit)
        continue
      }
      let found = scan(node, limit)
      for place in near[..<found] where Int(place) < Int(node.count) {
        let record = tree.order[Int(node.first) + Int(place)]
        if record == leavingOut { continue }
        let distance = self.distance(to: Int(distinct.firstRows[Int(record)]), below: best)
        if distance < best {
          best = distance
          limit = self.limit(best)
          if best == 0 { return 0 }
        }
      }
    }
    return best / dimensions
  }

  /// What rounding may add to a sum that is not above the best one.
  private func limit(_ best: Double) -> Float {
    let count = Float(columns.count)
    return Float(best) + count * (4e-7 + 1.2e-7 * Float(best))
  }

  /// The nearer child is looked at first.
  private mutating func push(_ children: Int32, _ limit: Float) {
    let width = 2 * tree.dimensions
    let bounds = tree.boxes.withUnsafeBufferPointer { boxes in
      query.withUnsafeBufferPointer { query -> (Float, Float) in
        guard let box = boxes.baseAddress, let point = query.baseAddress else { return (0, 0) }
        let first = box + Int(children) * width
        return (
          kindred_box_distance(first, tree.dimensions, point),
          kindred_box_distance(first + width, tree.dimensions, point)
        )
      }
    }
    let left = Step(node: children, bound: bounds.0)
    let right = Step(node: children + 1, bound: bounds.1)
    let isLeftNearer = left.bound <= right.bound
    let (far, near) = isLeftNearer ? (right, left) : (left, right)
    if far.bound <= limit { steps.append(far) }
    if near.bound <= limit { steps.append(near) }
  }

  /// Finds the records of a leaf that may be at least as near as the best one.
  /// - Returns: how many places are in `near`; those beyond the leaf's records are none.
  private mutating func scan(_ node: RecordTree.Node, _ limit: Float) -> Int {
    let blocks = (Int(node.count) + RecordTree.blockSize - 1) / RecordTree.blockSize
    if near.count < blocks * RecordTree.blockSize {
      near = [UInt32](repeating: 0, count: blocks * RecordTree.blockSize)
    }
    let start = Int(node.block) * RecordTree.blockSize * tree.dimensions
    let dimensions = tree.dimensions
    return tree.blocks.withUnsafeBufferPointer { coordinates in
      query.withUnsafeBufferPointer { query in
        near.withUnsafeMutableBufferPointer { near -> Int in
          guard let first = coordinates.baseAddress, let point = query.baseAddress,
            let places = near.baseAddress
          else { return 0 }
          return kindred_near_rows(first + start, blocks, dimensions, point, limit, places)
        }
      }
    }
  }

  /// The sum over the columns; stops when it is no longer below `best`.
  private func distance(to row: Int, below best: Double) -> Double {
    var total = 0.0
    for index in columns.indices {
      total += scales[index].distance(columns[index].values[row], values[index])
      if total >= best { return total }
    }
    return total
  }
}
