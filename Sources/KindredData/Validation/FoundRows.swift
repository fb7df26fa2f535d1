/// The rows a check found: how many, and the first of them.
struct FoundRows {
  private(set) var count = 0
  private(set) var first: [Int] = []

  /// Rows kept to show as examples.
  private static let shown = 5

  /// Tests every row.
  /// - Complexity: O(rows).
  @inline(__always)
  init(rowCount: Int, where isFound: (Int) -> Bool) {
    for row in 0..<rowCount where isFound(row) { add(row) }
  }

  /// Tests every row that is not null.
  /// - Complexity: O(rows).
  @inline(__always)
  init(in column: Column, where isFound: (Int) -> Bool) {
    guard let validity = column.validity else {
      self.init(rowCount: column.count, where: isFound)
      return
    }
    self.init(rowCount: column.count) { validity[$0] && isFound($0) }
  }

  private mutating func add(_ row: Int) {
    count += 1
    if first.count < Self.shown { first.append(row) }
  }

  /// The first rows with their values, those of several columns joined by commas; null parts are
  /// spelled so.
  func examples(of key: [Column]) -> [ValidationReport.Example] {
    let spellings = key.map { ValueSpelling($0) }
    return first.map { row in
      ValidationReport.Example(
        row: row + 1, value: spellings.map { $0[row] ?? "null" }.joined(separator: ", "))
    }
  }
}
