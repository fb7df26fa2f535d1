/// Records without repetitions: which are the same, and one of each.
struct DistinctRecords: Sendable {
  /// Per record the number of its kind.
  let kinds: [Int32]
  /// The first record of each kind.
  let firstRows: [Int32]
  /// How many records there are of each kind.
  let counts: [Int32]

  /// - Complexity: O(rows × columns).
  init(_ columns: [RecordColumn]) {
    let rowCount = columns.first?.values.count ?? 0
    let hashes = Self.hashes(columns, rowCount)
    var size = 16
    while size < 2 * rowCount { size *= 2 }
    var places = [Int32](repeating: -1, count: size)
    var kinds: [Int32] = []
    var firstRows: [Int32] = []
    var counts: [Int32] = []
    kinds.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      var place = Int(truncatingIfNeeded: hashes[row]) & (size - 1)
      while true {
        let kind = Int(places[place])
        if kind < 0 {
          places[place] = Int32(truncatingIfNeeded: firstRows.count)
          kinds.append(places[place])
          firstRows.append(Int32(truncatingIfNeeded: row))
          counts.append(1)
          break
        }
        if Self.areEqual(columns, row, Int(firstRows[kind])) {
          kinds.append(Int32(truncatingIfNeeded: kind))
          counts[kind] += 1
          break
        }
        place = (place + 1) & (size - 1)
      }
    }
    self.kinds = kinds
    self.firstRows = firstRows
    self.counts = counts
  }

  private static func hashes(_ columns: [RecordColumn], _ rowCount: Int) -> [UInt64] {
    var hashes = [UInt64](repeating: 0x9E37_79B9_7F4A_7C15, count: rowCount)
    hashes.withUnsafeMutableBufferPointer { hashes in
      for column in columns {
        column.values.withUnsafeBufferPointer { values in
          for row in 0..<rowCount {
            let value = values[row]
            // All nulls are one value, and so are the two zeros.
            let bits = value.isNaN ? 1 : value == 0 ? 0 : value.bitPattern
            let mixed = (hashes[row] ^ bits) &* 0xFF51_AFD7_ED55_8CCD
            hashes[row] = mixed ^ (mixed >> 32)
          }
        }
      }
    }
    return hashes
  }

  private static func areEqual(_ columns: [RecordColumn], _ first: Int, _ second: Int) -> Bool {
    columns.allSatisfy { column in
      let (a, b) = (column.values[first], column.values[second])
      return a == b || a.isNaN && b.isNaN
    }
  }
}
