/// Groups of rows (the children of one parent), each in an order: of time, or of their numbers.
public struct OrderedGroups: Sendable, Equatable {
  /// Rows, group after group, in the order of each group.
  public let rows: [Int32]
  /// The places in `rows` where groups begin; one more than groups.
  public let starts: [Int]

  /// Groups as given. Rows that are in no group become groups of their own.
  /// - Throws: ``StatisticsError`` when a row is there twice, or is none of `rowCount` rows.
  public init(rows: [Int32], starts: [Int], rowCount: Int) throws {
    guard starts.first == 0, starts.last == rows.count,
      zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 })
    else { throw StatisticsError("groups of rows do not follow one another") }
    var isMissing = [Bool](repeating: true, count: rowCount)
    for row in rows {
      guard isMissing.indices.contains(Int(row)), isMissing[Int(row)] else {
        throw StatisticsError("a row is in two groups")
      }
      isMissing[Int(row)] = false
    }
    var (all, begins) = (rows, starts)
    for row in 0..<rowCount where isMissing[row] {
      all.append(Int32(truncatingIfNeeded: row))
      begins.append(all.count)
    }
    self.rows = all
    self.starts = begins
  }

  /// Number of groups.
  public var count: Int { starts.count - 1 }

  /// Number of rows.
  public var rowCount: Int { rows.count }

  /// The rows of a group.
  public subscript(group: Int) -> ArraySlice<Int32> { rows[starts[group]..<starts[group + 1]] }

  /// Per row, the row before it in its group; -1 for first rows.
  var previous: [Int32] {
    var result = [Int32](repeating: -1, count: rowCount)
    for group in 0..<count {
      for place in (starts[group]..<starts[group + 1]).dropFirst() {
        result[Int(rows[place])] = rows[place - 1]
      }
    }
    return result
  }
}
