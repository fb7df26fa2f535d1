/// The entities of rows, numbered 0, 1, 2... in the order of their first rows.
struct EntityIndex: Sendable {
  /// The entity of every row; empty when every row is an entity of its own.
  let ofRow: [Int32]
  let rowCount: Int
  /// Number of distinct entities.
  let count: Int

  /// - Parameter ids: any numbers, one per row; nil when every row is an entity of its own.
  init(_ ids: [Int32]?, rowCount: Int) {
    self.rowCount = rowCount
    guard let ids else {
      ofRow = []
      count = rowCount
      return
    }
    var numbers: [Int32: Int32] = [:]
    var compact = [Int32](repeating: 0, count: rowCount)
    for row in 0..<rowCount {
      let next = Int32(truncatingIfNeeded: numbers.count)
      // Few entities have many rows one after another.
      if row > 0, ids[row] == ids[row - 1] {
        compact[row] = compact[row - 1]
      } else if let known = numbers[ids[row]] {
        compact[row] = known
      } else {
        numbers[ids[row]] = next
        compact[row] = next
      }
    }
    count = numbers.count
    ofRow = count == rowCount ? [] : compact
  }

  /// Whether no entity has two rows.
  var isRow: Bool { ofRow.isEmpty }
}

/// Counts distinct entities exactly: every entity remembers the last group it was counted for.
struct EntityCounter {
  private let entities: EntityIndex
  private var lastGroup: [Int32]
  private var group: Int32 = 0
  /// Distinct entities of the group so far.
  private(set) var distinct = 0

  init(_ entities: EntityIndex) {
    self.entities = entities
    lastGroup = [Int32](repeating: 0, count: entities.isRow ? 0 : entities.count)
  }

  /// Starts to count anew.
  mutating func begin() {
    distinct = 0
    if group == .max {
      for entity in lastGroup.indices { lastGroup[entity] = 0 }
      group = 0
    }
    group += 1
  }

  @inline(__always)
  mutating func add(row: Int) {
    guard !entities.isRow else {
      distinct += 1
      return
    }
    let entity = Int(entities.ofRow[row])
    if lastGroup[entity] != group {
      lastGroup[entity] = group
      distinct += 1
    }
  }
}
