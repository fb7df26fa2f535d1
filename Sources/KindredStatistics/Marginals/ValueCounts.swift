/// The distinct values of a column in ascending order, with the number of rows of each.
struct ValueCounts {
  private(set) var values: [Double] = []
  private(set) var counts: [Int] = []
  /// Number of rows.
  private(set) var total = 0

  var count: Int { values.count }

  /// - Throws: ``StatisticsError`` when there is no value, or one that is not finite.
  /// - Complexity: O(rows) for integers of a moderate range and for large columns.
  init(_ source: UnsafeBufferPointer<Double>) throws {
    guard !source.isEmpty else { throw StatisticsError("a marginal needs at least one value") }
    var smallest = Double.infinity
    var largest = -Double.infinity
    // A sum of zeros unless a value is infinite or not a number.
    var check = 0.0
    var areIntegers = true
    for value in source {
      check += value * 0
      smallest = value < smallest ? value : smallest
      largest = value > largest ? value : largest
      areIntegers = areIntegers && value == value.rounded(.toNearestOrEven)
    }
    guard check == 0 else {
      throw StatisticsError("a marginal is fitted on finite numbers; a value is NaN or infinite")
    }
    total = source.count
    let range = largest - smallest
    if areIntegers, abs(smallest) < 0x1p52, range < Double(max(1 << 16, 4 * source.count)) {
      countDirectly(source, from: smallest, places: Int(range) + 1)
    } else {
      countSorted(source)
    }
  }

  /// One counter per integer of the range.
  private mutating func countDirectly(
    _ source: UnsafeBufferPointer<Double>, from smallest: Double, places: Int
  ) {
    var counters = [Int](repeating: 0, count: places)
    counters.withUnsafeMutableBufferPointer { counters in
      for value in source { counters[Int(value - smallest)] += 1 }
    }
    for (place, count) in counters.enumerated() where count > 0 {
      values.append(smallest + Double(place))
      counts.append(count)
    }
  }

  private mutating func countSorted(_ source: UnsafeBufferPointer<Double>) {
    // Adding zero turns -0 into 0: the two are one value.
    var keys = [UInt64](unsafeUninitializedCapacity: source.count) { keys, initialized in
      for (row, value) in source.enumerated() { keys[row] = RadixSort.key(of: value + 0.0) }
      initialized = source.count
    }
    RadixSort.sort(&keys)
    keys.withUnsafeBufferPointer { keys in
      var start = 0
      while start < keys.count {
        var end = start + 1
        while end < keys.count, keys[end] == keys[start] { end += 1 }
        values.append(RadixSort.value(of: keys[start]))
        counts.append(end - start)
        start = end
      }
    }
  }

  /// The values at `size` evenly spaced ranks: a small deterministic picture of the column.
  func evenlySpaced(_ size: Int) -> [Double] {
    let size = min(size, total)
    var sample: [Double] = []
    sample.reserveCapacity(size)
    var place = 0
    var passed = counts.first ?? 0
    for index in 0..<size {
      let rank = Int((Double(index) + 0.5) * Double(total) / Double(size))
      while passed <= rank, place + 1 < count {
        place += 1
        passed += counts[place]
      }
      sample.append(values[place])
    }
    return sample
  }
}

/// Sorting of numbers by their bits, eleven at a time, least significant first.
enum RadixSort {
  /// Bits that order like the number.
  static func key(of value: Double) -> UInt64 {
    let bits = value.bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }

  static func value(of key: UInt64) -> Double {
    Double(bitPattern: key >> 63 == 1 ? key & ~(1 << 63) : ~key)
  }

  static func sort(_ keys: inout [UInt64]) {
    if keys.count < 2048 {
      keys.sort()
      return
    }
    let digits = 6
    let width = 11
    let radix = 1 << width
    var histograms = [Int](repeating: 0, count: digits * radix)
    keys.withUnsafeBufferPointer { keys in
      histograms.withUnsafeMutableBufferPointer { histograms in
        for key in keys {
          for digit in 0..<digits {
            let index = Int(truncatingIfNeeded: key >> UInt64(digit * width)) & (radix - 1)
            histograms[digit * radix + index] += 1
          }
        }
      }
    }
    var buffer = [UInt64](repeating: 0, count: keys.count)
    for digit in 0..<digits {
      let shift = UInt64(digit * width)
      var offsets = Array(histograms[digit * radix..<(digit + 1) * radix])
      // All keys share this digit: nothing to move.
      if offsets.contains(keys.count) { continue }
      var start = 0
      for index in 0..<radix {
        let length = offsets[index]
        offsets[index] = start
        start += length
      }
      keys.withUnsafeBufferPointer { keys in
        buffer.withUnsafeMutableBufferPointer { buffer in
          offsets.withUnsafeMutableBufferPointer { offsets in
            for key in keys {
              let index = Int(truncatingIfNeeded: key >> shift) & (radix - 1)
              buffer[offsets[index]] = key
              offsets[index] += 1
            }
          }
        }
      }
      swap(&keys, &buffer)
    }
  }
}
