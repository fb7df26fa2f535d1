/// The first row of each key, for keys given as 64-bit integers: nothing where the keys number the
/// rows, an array where they lie close together, else a hash table with open addressing and linear
/// probing.
struct KeyTable {
  /// Number of different keys.
  private(set) var distinctCount = 0
  /// Row per key from `least` on, -1 where there is none; empty when hashed or numbered.
  private var rows: [Int32] = []
  private var least: Int64 = 0
  /// Whether row r has the key `least` + r.
  private var isNumbered = false
  /// High half: hash. Low half: row + 1; 0 marks a free slot. Empty when there is an array.
  private var slots: [UInt64] = []
  private let keys: [Int64]

  /// - Parameters:
  ///   - keys: one per row; at most 2^31 - 1.
  ///   - present: the rows that have a key; nil for all.
  /// - Complexity: O(rows).
  init(_ keys: [Int64], present: Bitmap?) {
    self.keys = keys
    keys.withUnsafeBufferPointer { keys in
      if present == nil, let first = keys.first, Self.number(keys, from: first) {
        isNumbered = true
        least = first
        distinctCount = keys.count
        return
      }
      var (least, most) = (Int64.max, Int64.min)
      Self.forEachRow(keys.count, present) { row in
        least = min(least, keys[row])
        most = max(most, keys[row])
      }
      let count = present?.setCount ?? keys.count
      guard count > 0 else { return }
      let span = most.subtractingReportingOverflow(least)
      if !span.overflow, span.partialValue < 4 * Int64(count) + 1024 {
        self.least = least
        fillRows(keys, present, span: Int(span.partialValue) + 1)
      } else {
        fillSlots(keys, present, count: count)
      }
    }
  }

  private static func number(_ keys: UnsafeBufferPointer<Int64>, from first: Int64) -> Bool {
    for row in keys.indices where keys[row] != first &+ Int64(row) { return false }
    return true
  }

  private mutating func fillRows(
    _ keys: UnsafeBufferPointer<Int64>, _ present: Bitmap?, span: Int
  ) {
    let least = least
    var distinct = 0
    rows = Array(repeating: -1, count: span)
    rows.withUnsafeMutableBufferPointer { rows in
      Self.forEachRow(keys.count, present) { row in
        let place = Int(keys[row] &- least)
        if rows[place] < 0 {
          rows[place] = Int32(truncatingIfNeeded: row)
          distinct += 1
        }
      }
    }
    distinctCount = distinct
  }

  private mutating func fillSlots(
    _ keys: UnsafeBufferPointer<Int64>, _ present: Bitmap?, count: Int
  ) {
    // At most half full, so that probes stay short.
    var size = 16
    while size < 2 * count { size *= 2 }
    var distinct = 0
    slots = Array(repeating: 0, count: size)
    slots.withUnsafeMutableBufferPointer { slots in
      Self.forEachRow(keys.count, present) { row in
        let hash = Self.hash(keys[row])
        let place = Self.place(of: keys[row], hash, UnsafeBufferPointer(slots), keys)
        if slots[place] == 0 {
          slots[place] = hash << 32 | UInt64(truncatingIfNeeded: row + 1)
          distinct += 1
        }
      }
    }
    distinctCount = distinct
  }

  /// Per key looked up the first row that has it, `RelationshipIndex.orphan` where no row has it,
  /// `RelationshipIndex.null` where the bit of `present` is clear.
  /// - Complexity: O(keys).
  func rows(of sought: [Int64], present: Bitmap?) -> [Int32] {
    let filler = present == nil ? RelationshipIndex.orphan : RelationshipIndex.null
    var result = [Int32](repeating: filler, count: sought.count)
    result.withUnsafeMutableBufferPointer { result in
      sought.withUnsafeBufferPointer { sought in
        guard slots.isEmpty else { return lookUp(sought, present, in: slots, result) }
        if isNumbered {
          let (least, count) = (UInt64(bitPattern: least), UInt64(keys.count))
          Self.forEachRow(sought.count, present) { row in
            let place = UInt64(bitPattern: sought[row]) &- least
            result[row] =
              place < count ? Int32(truncatingIfNeeded: place) : RelationshipIndex.orphan
          }
          return
        }
        rows.withUnsafeBufferPointer { rows in
          let (least, count) = (UInt64(bitPattern: least), UInt64(rows.count))
          Self.forEachRow(sought.count, present) { row in
            // Keys below the least wrap around to large distances.
            let place = UInt64(bitPattern: sought[row]) &- least
            let found = place < count ? rows[Int(place)] : -1
            result[row] = found < 0 ? RelationshipIndex.orphan : found
          }
        }
      }
    }
    return result
  }

  private func lookUp(
    _ sought: UnsafeBufferPointer<Int64>, _ present: Bitmap?, in slots: [UInt64],
    _ result: UnsafeMutableBufferPointer<Int32>
  ) {
    slots.withUnsafeBufferPointer { slots in
      keys.withUnsafeBufferPointer { keys in
        Self.forEachRow(sought.count, present) { row in
          let key = sought[row]
          let slot = slots[Self.place(of: key, Self.hash(key), slots, keys)]
          result[row] =
            slot == 0
            ? RelationshipIndex.orphan : Int32(truncatingIfNeeded: (slot & 0xFFFF_FFFF) &- 1)
        }
      }
    }
  }

  /// The slot that has the key, or the free one where it belongs.
  @inline(__always)
  private static func place(
    of key: Int64, _ hash: UInt64, _ slots: UnsafeBufferPointer<UInt64>,
    _ keys: UnsafeBufferPointer<Int64>
  ) -> Int {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[place]
      if slot == 0 { return place }
      if slot >> 32 == hash, keys[Int(truncatingIfNeeded: slot & 0xFFFF_FFFF) - 1] == key {
        return place
      }
      place = (place + 1) & mask
    }
  }

  /// 32 bits: both halves of the product of the key and 2^64 divided by the golden ratio.
  @inline(__always)
  private static func hash(_ key: Int64) -> UInt64 {
    let product = UInt64(bitPattern: key).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return (product.high ^ product.low) >> 32 ^ (product.low & 0xFFFF_FFFF)
  }

  /// Calls `body` with every row whose bit is set, ascending.
  @inline(__always)
  private static func forEachRow(_ count: Int, _ present: Bitmap?, _ body: (Int) -> Void) {
    guard let present else {
      for row in 0..<count { body(row) }
      return
    }
    present.words.withUnsafeBufferPointer { words in
      for index in words.indices {
        var rest = words[index]
        while rest != 0 {
          body(index * 64 + rest.trailingZeroBitCount)
          rest &= rest &- 1
        }
      }
    }
  }
}
