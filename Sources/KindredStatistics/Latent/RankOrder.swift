/// The places of numbers in ascending order; equal ones keep their order.
///
/// Numbers are compared with the precision of `Float`, which tells a few million latents of one
/// table apart well enough for evenly spread ranks. NaN sorts by its bits, beyond the infinities.
/// - Complexity: O(count).
public func rankOrder(count: Int, of value: (_ place: Int) -> Double) -> [Int32] {
  precondition(count <= Int(Int32.max))
  let numbers = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
    for place in 0..<count { buffer.initializeElement(at: place, to: Float(value(place))) }
    initialized = count
  }
  return numbers.withUnsafeBufferPointer(ascending)
}

/// The ranks of `count` numbers that lie `stride` apart: how many of them come before each.
///
/// From 4,096 numbers on, ranks are exact to about a thousandth of the count or less: numbers in the
/// same of as many even buckets as there are numbers rank in the order of their places.
/// - Complexity: O(count).
public func ranks(
  of first: UnsafePointer<Double>, stride: Int, count: Int
) -> [Int32] {
  precondition(count <= Int(Int32.max))
  let numbers = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
    for place in 0..<count {
      buffer.initializeElement(at: place, to: Float(first[place * stride]))
    }
    initialized = count
  }
  return numbers.withUnsafeBufferPointer { numbers in
    if count >= 4096, let ranks = bucketRanks(numbers) { return ranks }
    var ranks = [Int32](repeating: 0, count: count)
    for (rank, place) in ascending(numbers).enumerated() {
      ranks[Int(place)] = Int32(truncatingIfNeeded: rank)
    }
    return ranks
  }
}

private func ascending(_ numbers: UnsafeBufferPointer<Float>) -> [Int32] {
  bucketOrder(numbers) ?? radixOrder(numbers)
}

/// A number's bits, which ascend with the numbers, above its place.
@inline(__always)
private func entry(_ number: Float, _ place: Int) -> UInt64 {
  let bits = number.bitPattern
  // Flipping makes the bit patterns ascend with the numbers: all bits of negative ones, the
  // sign of the others.
  let ordered = bits ^ (bits >> 31 == 1 ? UInt32.max : 1 << 31)
  return UInt64(ordered) << 32 | UInt64(place)
}

/// As many evenly wide buckets as there are numbers: latents spread well enough that a bucket holds a
/// few.
private struct Buckets {
  private let least: Float
  private let scale: Float
  /// Where each bucket's numbers start among all of them.
  var starts: [Int32]

  /// Nil where many numbers fall into one bucket.
  /// - Parameter most: numbers in a bucket, at most.
  init?(_ numbers: UnsafeBufferPointer<Float>, most limit: Int32) {
    let count = numbers.count
    var (least, most) = (Float.infinity, -Float.infinity)
    for number in numbers {
      least = number < least ? number : least
      most = number > most ? number : most
    }
    let scale = Float(count - 1) / (most - least)
    guard scale.isFinite, scale > 0 else { return nil }
    starts = [Int32](repeating: 0, count: count)
    let isSpread = starts.withUnsafeMutableBufferPointer { starts in
      for number in numbers {
        // Not-a-number and what rounds beyond the last bucket are rare: left to the other way.
        let bucket = (number - least) * scale
        guard bucket >= 0, bucket < Float(count) else { return false }
        starts[Int(bucket)] += 1
      }
      var next: Int32 = 0
      for bucket in 0..<count {
        let size = starts[bucket]
        guard size <= limit else { return false }
        starts[bucket] = next
        next += size
      }
      return true
    }
    guard isSpread else { return nil }
    self.least = least
    self.scale = scale
  }

  /// Calls back for every number with its place and the next free one of its bucket.
  @inline(__always)
  mutating func deal(
    _ numbers: UnsafeBufferPointer<Float>, _ body: (_ place: Int, _ rank: Int32) -> Void
  ) {
    let (least, scale) = (least, scale)
    starts.withUnsafeMutableBufferPointer { starts in
      for place in numbers.indices {
        let bucket = Int((numbers[place] - least) * scale)
        body(place, starts[bucket])
        starts[bucket] += 1
      }
    }
  }
}

private func bucketRanks(_ numbers: UnsafeBufferPointer<Float>) -> [Int32]? {
  guard var buckets = Buckets(numbers, most: 32) else { return nil }
  return [Int32](unsafeUninitializedCapacity: numbers.count) { ranks, initialized in
    buckets.deal(numbers) { place, rank in ranks.initializeElement(at: place, to: rank) }
    initialized = numbers.count
  }
}

/// One pass into buckets, then insertion within each. Nil where numbers do not spread well enough.
private func bucketOrder(_ numbers: UnsafeBufferPointer<Float>) -> [Int32]? {
  let count = numbers.count
  guard count > 1 else { return count == 0 ? [] : [0] }
  guard var buckets = Buckets(numbers, most: 48) else { return nil }
  let sorted = [UInt64](unsafeUninitializedCapacity: count) { sorted, initialized in
    buckets.deal(numbers) { place, rank in sorted[Int(rank)] = entry(numbers[place], place) }
    // Nothing moves beyond its bucket, as buckets ascend.
    for place in 1..<count {
      let own = sorted[place]
      var position = place
      while position > 0, sorted[position - 1] > own {
        sorted[position] = sorted[position - 1]
        position -= 1
      }
      sorted[position] = own
    }
    initialized = count
  }
  return sorted.map { Int32(truncatingIfNeeded: $0) }
}

/// A least-significant-digit radix sort in three passes.
private func radixOrder(_ numbers: UnsafeBufferPointer<Float>) -> [Int32] {
  let count = numbers.count
  let digits = 3
  let buckets = 1 << 11
  var entries = [UInt64](unsafeUninitializedCapacity: count) { buffer, initialized in
    for place in 0..<count {
      buffer.initializeElement(at: place, to: entry(numbers[place], place))
    }
    initialized = count
  }
  var sorted = [UInt64](repeating: 0, count: count)
  var starts = [Int](repeating: 0, count: digits * buckets)
  entries.withUnsafeMutableBufferPointer { entries in
    sorted.withUnsafeMutableBufferPointer { sorted in
      starts.withUnsafeMutableBufferPointer { starts in
        for entry in entries {
          for digit in 0..<digits {
            starts[digit * buckets + Int(entry >> UInt64(32 + 11 * digit)) & (buckets - 1)] += 1
          }
        }
        var (source, target) = (entries, sorted)
        for digit in 0..<digits {
          var start = 0
          for bucket in digit * buckets..<(digit + 1) * buckets {
            (starts[bucket], start) = (start, start + starts[bucket])
          }
          for entry in source {
            let bucket = digit * buckets + Int(entry >> UInt64(32 + 11 * digit)) & (buckets - 1)
            target[starts[bucket]] = entry
            starts[bucket] += 1
          }
          swap(&source, &target)
        }
      }
    }
  }
  // An odd number of passes leaves the result in what was the second buffer.
  return sorted.map { Int32(truncatingIfNeeded: $0) }
}
