/// The distinct integers of a column: a bitmap where they lie close together, else a hash table.
struct DistinctIntegers: Sendable {
  private(set) var count = 0
  private(set) var least: Int64 = 0
  private(set) var most: Int64 = 0
  /// Bit per integer from `least` on; empty when hashed.
  private var bits: [UInt64] = []
  /// Index into `members` + 1; 0 marks a free slot.
  private var slots: [UInt32] = []
  /// The integers in the order of their first rows; empty when they are in `bits`.
  private var members: [Int64] = []

  /// - Parameter isValid: nil when no row is null.
  /// - Complexity: O(rows).
  init(_ values: [Int64], validity: Bitmap?) {
    values.withUnsafeBufferPointer { values in
      var least = Int64.max
      var most = Int64.min
      for row in values.indices where validity?[row] ?? true {
        least = min(least, values[row])
        most = max(most, values[row])
      }
      guard least <= most else { return }
      (self.least, self.most) = (least, most)
      let span = most.subtractingReportingOverflow(least)
      if !span.overflow, span.partialValue < 16 * Int64(values.count) + 1024 {
        fillBits(values, validity, span: Int(span.partialValue) + 1)
      } else {
        fillSlots(values, validity)
      }
    }
  }

  private mutating func fillBits(
    _ values: UnsafeBufferPointer<Int64>, _ validity: Bitmap?, span: Int
  ) {
    bits = Array(repeating: 0, count: (span + 63) / 64)
    let least = least
    bits.withUnsafeMutableBufferPointer { bits in
      for row in values.indices where validity?[row] ?? true {
        let place = Int(values[row] - least)
        bits[place >> 6] |= 1 << UInt64(place & 63)
      }
    }
    count = bits.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  private mutating func fillSlots(_ values: UnsafeBufferPointer<Int64>, _ validity: Bitmap?) {
    slots = Array(repeating: 0, count: 64)
    for row in values.indices where validity?[row] ?? true {
      let value = values[row]
      var place = Self.place(value, slots.count)
      let isKnown = slots.withUnsafeBufferPointer { slots in
        members.withUnsafeBufferPointer { members in
          while slots[place] != 0 {
            if members[Int(slots[place]) - 1] == value { return true }
            place = (place + 1) & (slots.count - 1)
          }
          return false
        }
      }
      if isKnown { continue }
      members.append(value)
      slots[place] = UInt32(truncatingIfNeeded: members.count)
      if members.count * 2 > slots.count { grow() }
    }
    count = members.count
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    for (index, member) in members.enumerated() {
      var place = Self.place(member, larger.count)
      while larger[place] != 0 { place = (place + 1) & (larger.count - 1) }
      larger[place] = UInt32(truncatingIfNeeded: index + 1)
    }
    slots = larger
  }

  @inline(__always)
  private static func place(_ value: Int64, _ size: Int) -> Int {
    let product = UInt64(bitPattern: value) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: product >> 32) & (size - 1)
  }

  func contains(_ value: Int64) -> Bool {
    guard count > 0, value >= least, value <= most else { return false }
    if !bits.isEmpty {
      let place = Int(value - least)
      return bits[place >> 6] >> UInt64(place & 63) & 1 != 0
    }
    var place = Self.place(value, slots.count)
    while slots[place] != 0 {
      if members[Int(slots[place]) - 1] == value { return true }
      place = (place + 1) & (slots.count - 1)
    }
    return false
  }

  /// The distinct integers; ascending when they lie close together, else by first row.
  var values: [Int64] {
    guard !bits.isEmpty else { return members }
    var result: [Int64] = []
    result.reserveCapacity(count)
    for (index, word) in bits.enumerated() {
      var rest = word
      while rest != 0 {
        result.append(least + Int64(index * 64 + rest.trailingZeroBitCount))
        rest &= rest - 1
      }
    }
    return result
  }

  /// The share of the integers between the least and the most that occur, 0...1.
  var fill: Double {
    count == 0 ? 0 : min(1, Double(count) / (Double(most) - Double(least) + 1))
  }
}
