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
  /// The column of each dimension of the tree: those that tell most records apart come first.
  private let dimensions: [Int]
  private let tree: RecordTree
  /// The values of the records row by row, in the order of the tree.
  private let values: [Double]

  private static let queriesPerPiece = 256

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
    let scales = columns.indices.map { index in
      RecordScale(columns[index].kind, columns[index].extent(with: others?[index]))
    }
    let distinct = DistinctRecords(columns)
    let coordinates = columns.indices.map { index in
      distinct.firstRows.map { scales[index].coordinate(columns[index].values[Int($0)]) }
    }
    dimensions = coordinates.indices.sorted {
      (RecordTree.spread(coordinates[$1]), $0) < (RecordTree.spread(coordinates[$0]), $1)
    }
    let tree = RecordTree(dimensions.map { coordinates[$0] }, count: distinct.firstRows.count)
    var values = [Double](repeating: 0, count: tree.order.count * columns.count)
    for (index, column) in columns.enumerated() {
      for (place, record) in tree.order.enumerated() {
        values[place * columns.count + index] = column.values[Int(distinct.firstRows[Int(record)])]
      }
    }
    (self.scales, self.distinct, self.tree, self.values) = (scales, distinct, tree, values)
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
    let order = ordered(records, rows, threads: threads)
    return withSearch { search in
      var results = [Double](repeating: 0, count: rows.count)
      results.withUnsafeMutableBufferPointer { results in
        nonisolated(unsafe) let results = results
        forEachPiece(rows.count, threads: threads) { range in
          var search = search
          for place in range {
            let index = Int(order[place])
            let own = leavingOutOwn ? Int32(truncatingIfNeeded: index) : -1
            if own >= 0, distinct.counts[index] > 1 { continue }
            results[index] = search.distance(of: records, row: Int(rows[index]), leavingOut: own)
          }
        }
      }
      return results
    }
  }

  /// Queries of one leaf after the other: the closest record of one is near the next one, too, and
  /// what was read lately is read again.
  private func ordered(_ records: [RecordColumn], _ rows: [Int32], threads: Int) -> [Int32] {
    let leaves = withSearch { search in
      var leaves = [Int32](repeating: 0, count: rows.count)
      leaves.withUnsafeMutableBufferPointer { leaves in
        nonisolated(unsafe) let leaves = leaves
        forEachPiece(rows.count, threads: threads) { range in
          var search = search
          for index in range { leaves[index] = search.leaf(of: records, row: Int(rows[index])) }
        }
      }
      return leaves
    }
    return (0..<Int32(truncatingIfNeeded: rows.count)).sorted {
      (leaves[Int($0)], $0) < (leaves[Int($1)], $1)
    }
  }

  private func forEachPiece(_ count: Int, threads: Int, _ body: (Range<Int>) -> Void) {
    let pieces = (count + Self.queriesPerPiece - 1) / Self.queriesPerPiece
    WorkQueue.run(pieces, threads: threads) { piece in
      let start = piece * Self.queriesPerPiece
      body(start..<min(start + Self.queriesPerPiece, count))
    }
  }

  private func withSearch<Result>(_ body: (RecordSearch) -> Result) -> Result {
    tree.boxes.withUnsafeBufferPointer { boxes in
      tree.blocks.withUnsafeBufferPointer { blocks in
        values.withUnsafeBufferPointer { values in
          body(
            RecordSearch(
              tree: tree, dimensions: dimensions, scales: scales, boxes: boxes, blocks: blocks,
              values: values))
        }
      }
    }
  }
}

extension RecordColumn {
  /// The extent of the numbers of this column and another one.
  fileprivate func extent(with other: RecordColumn?) -> ClosedRange<Double> {
    guard let other, other.hasValues else { return extent }
    guard hasValues else { return other.extent }
    return min(
      extent.lowerBound, other.extent.lowerBound)...max(extent.upperBound, other.extent.upperBound)
  }

  private var hasValues: Bool { values.contains { !$0.isNaN } }
}
