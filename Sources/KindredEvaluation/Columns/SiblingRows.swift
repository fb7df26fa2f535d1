/// The child rows of each parent, in the order of the table.
struct SiblingRows: Sendable {
  /// `rows[starts[i]..<starts[i + 1]]` belong together.
  let starts: [Int]
  let rows: [Int32]

  /// Rows without a parent are left out.
  /// - Complexity: O(parent rows + child rows).
  init(_ groups: KeyGroups) {
    var starts = [Int](repeating: 0, count: groups.parents.count + 1)
    for group in groups.children where group >= 0 { starts[Int(group) + 1] += 1 }
    for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
    var next = starts
    var rows = [Int32](repeating: 0, count: starts.last ?? 0)
    for (row, group) in groups.children.enumerated() where group >= 0 {
      rows[next[Int(group)]] = Int32(truncatingIfNeeded: row)
      next[Int(group)] += 1
    }
    self.starts = starts
    self.rows = rows
  }

  /// Calls `body` with each parent row that has children and with these.
  func forEach(_ body: (_ parent: Int, _ children: ArraySlice<Int32>) -> Void) {
    for parent in starts.indices.dropLast() where starts[parent] < starts[parent + 1] {
      body(parent, rows[starts[parent]..<starts[parent + 1]])
    }
  }
}
