/// The distinct values of a column in ascending order, with the number of rows of each.
struct ValueCounts {
  private(set) var values: [Double] = []
  private(set) var counts: [Int32] = []
  /// Number of rows that have a value.
  private(set) var total = 0

  var count: Int { values.count }

  /// - Parameter step: the distance of neighbouring values, where one is known; else 0. It may save
  ///   time and memory, and changes nothing else.
  /// - Throws: ``StatisticsError`` when there is no value, one that is not finite, or more than
  ///   2^31 - 1 of them.
  /// - Complexity: O(rows); memory is in proportion to the distinct values where they are multiples
  ///   of a step, else to the rows.
  init(_ source: some NumberSource, step: Double = 0) throws {
    var spread = Spread()
    source.forEachPiece { spread.add($0) }
    guard spread.count > 0 else { throw StatisticsError("a marginal needs at least one value") }
    guard spread.check == 0 else {
      throw StatisticsError("a marginal is fitted on finite numbers; a value is NaN or infinite")
    }
    guard spread.count <= Int(Int32.max) else {
      throw StatisticsError("a marginal is fitted on at most \(Int32.max) values")
    }
    total = spread.count
    if spread.areIntegers {
      let isDense = spread.has(atMost: max(1 << 16, 2 * total), stepsOf: 1)
      let step = isDense ? 1 : Self.commonDivisor(source, from: spread.smallest)
      if isDense || spread.has(atMost: 2 * total, stepsOf: step) {
        countDirectly(
          source, from: spread.smallest, step: step, places: Int(spread.range / step) + 1)
        return
      }
    } else if spread.has(atMost: total, stepsOf: step),
      countOnGrid(source, from: spread.smallest, step: step, places: Int(spread.range / step) + 2)
    {
      return
    }
    countSorted(source)
  }

  /// One counter per integer of the range that is a multiple of the step, from the smallest on.
  private mutating func countDirectly(
    _ source: some NumberSource, from smallest: Double, step: Double, places: Int
  ) {
    let perStep = 1 / step
    // A byte each: counters of a wide range are in nobody's cache, and most stay small. What they lose
    // by running over is 256 a time.
    var counters = [UInt8](repeating: 0, count: places)
    var overruns: [Int] = []
    counters.withUnsafeMutableBufferPointer { counters in
      source.forEachPiece { piece in
        for value in piece {
          let place = Int((value - smallest) * perStep + 0.5)
          counters[place] &+= 1
          if counters[place] == 0 { overruns.append(place) }
        }
      }
    }
    overruns.sort()
    let distinct =
      counters.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
      + Set(overruns.lazy.filter { counters[$0] == 0 }).count
    values.reserveCapacity(distinct)
    counts.reserveCapacity(distinct)
    var over = overruns[...]
    for place in counters.indices where counters[place] > 0 || over.first == place {
      var count = Int32(counters[place])
      while over.first == place {
        count += 256
        over.removeFirst()
      }
      values.append(smallest + Double(place) * step)
      counts.append(count)
    }
  }

  /// One counter per step of the range; false where two values share one.
  private mutating func countOnGrid(
    _ source: some NumberSource, from smallest: Double, step: Double, places: Int
  ) -> Bool {
    var counters = [Int32](repeating: 0, count: places)
    var found = [Double](repeating: 0, count: places)
    var isShared = false
    let perStep = 1 / step
    counters.withUnsafeMutableBufferPointer { counters in
      found.withUnsafeMutableBufferPointer { found in
        source.forEachPiece { piece in
          for value in piece {
            let place = Int((value - smallest) * perStep + 0.5)
            // Adding zero turns -0 into 0: the two are one value.
            if counters[place] == 0 { found[place] = value + 0.0 }
            isShared = isShared || found[place] != value
            counters[place] += 1
          }
        }
      }
    }
    guard !isShared else { return false }
    // Moved up in place: there may be nearly as many values as rows.
    var distinct = 0
    for place in counters.indices where counters[place] > 0 {
      found[distinct] = found[place]
      counters[distinct] = counters[place]
      distinct += 1
    }
    found.removeLast(places - distinct)
    counters.removeLast(places - distinct)
    values = found
    counts = counters
    return true
  }

  private mutating func countSorted(_ source: some NumberSource) {
    var keys = [UInt64](unsafeUninitializedCapacity: total) { keys, initialized in
      source.forEachPiece { piece in
        for value in piece {
          keys[initialized] = RadixSort.key(of: value + 0.0)
          initialized += 1
        }
      }
    }
    RadixSort.sort(&keys)
    keys.withUnsafeBufferPointer { keys in
      var start = 0
      while start < keys.count {
        var end = start + 1
        while end < keys.count, keys[end] == keys[start] { end += 1 }
        values.append(RadixSort.value(of: keys[start]))
        counts.append(Int32(end - start))
        start = end
      }
    }
  }

  /// The largest step that all integers are multiples of, counted from the smallest; 0 for integers
  /// too large to tell.
  private static func commonDivisor(_ source: some NumberSource, from smallest: Double) -> Double {
    guard let first = Int64(exactly: smallest) else { return 0 }
    var divisor: Int64 = 0
    source.forEachPiece { piece in
      guard divisor != 1, !areMultiples(piece, of: Double(divisor), from: smallest) else { return }
      for value in piece {
        var rest = Int64(value) - first
        if divisor != 0 { rest %= divisor }
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
      }
    }
    return Double(divisor)
  }

  /// Whether integers below 2^51 are multiples of a step, counted from the smallest: false where it
  /// is 0. No division, which takes longer than all else.
  private static func areMultiples(
    _ piece: UnsafeBufferPointer<Double>, of step: Double, from smallest: Double
  ) -> Bool {
    let perStep = step > 0 ? 1 / step : 0
    var areMultiples = step > 0
    for value in piece {
      let difference = value - smallest
      areMultiples = areMultiples && (difference * perStep).rounded() * step == difference
    }
    return areMultiples
  }

  /// What a first look at the values tells.
  private struct Spread {
    var count = 0
    var smallest = Double.infinity
    var largest = -Double.infinity
    /// A sum of zeros unless a value is infinite or not a number.
    var check = 0.0
    /// Whether all values are integers below 2^51 in magnitude.
    var areIntegers = true

    var range: Double { largest - smallest }

    mutating func add(_ piece: UnsafeBufferPointer<Double>) {
      // Kept out of memory, which each of the sums might alias.
      var (smallest, largest, check) = (smallest, largest, check)
      // Adding and taking it away again rounds to an integer.
      let shift = 0x1.8p52
      var areIntegers = areIntegers
      for value in piece {
        check += value * 0
        smallest = value < smallest ? value : smallest
        largest = value > largest ? value : largest
        areIntegers = areIntegers && (value + shift) - shift == value
      }
      count += piece.count
      self.smallest = smallest
      self.largest = largest
      self.check = check
      self.areIntegers = areIntegers && smallest > -0x1p51 && largest < 0x1p51
    }

    /// Whether the range has at most so many steps.
    func has(atMost places: Int, stepsOf step: Double) -> Bool {
      step > 0 && range / step < Double(places)
    }
  }

  /// The values at `size` evenly spaced ranks: a small deterministic picture of the column.
  func evenlySpaced(_ size: Int) -> [Double] {
    let size = min(size, total)
    var sample: [Double] = []
    sample.reserveCapacity(size)
    var place = 0
    var passed = Int(counts.first ?? 0)
    for index in 0..<size {
      let rank = Int((Double(index) + 0.5) * Double(total) / Double(size))
      while passed <= rank, place + 1 < count {
        place += 1
        passed += Int(counts[place])
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
