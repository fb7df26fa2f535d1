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

/// `rankOrder` of `count` numbers that lie `stride` apart, from `first` on.
public func rankOrder(
  of first: UnsafePointer<Double>, stride: Int, count: Int
) -> [Int32] {
  precondition(count <= Int(Int32.max))
  let numbers = [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
    for place in 0..<count {
      buffer.initializeElement(at: place, to: Float(first[place * stride]))
    }
    initialized = count
  }
  return numbers.withUnsafeBufferPointer(ascending)
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

/// One pass into as many evenly wide buckets as there are numbers, then insertion within each: latents
/// spread well enough that a bucket holds a few. nil where they do not.
private func bucketOrder(_ numbers: UnsafeBufferPointer<Float>) -> [Int32]? {
  let count = numbers.count
  guard count > 1 else { return count == 0 ? [] : [0] }
  var (least, most) = (Float.infinity, -Float.infinity)
  for number in numbers {
    least = number < least ? number : least
    most = number > most ? number : most
  }
  let scale = Float(count - 1) / (most - least)
  guard scale.isFinite, scale > 0 else { return nil }
  var ends = [Int32](repeating: 0, count: count)
  let isSpread = ends.withUnsafeMutableBufferPointer { ends in
    for number in numbers {
      // Not-a-number and what rounds beyond the last bucket are rare: left to the other way.
      let bucket = (number - least) * scale
      guard bucket >= 0, bucket < Float(count) else { return false }
      ends[Int(bucket)] += 1
    }
    var end: Int32 = 0
    for bucket in 0..<count {
      guard ends[bucket] <= 48 else { return false }
      end += ends[bucket]
      ends[bucket] = end
    }
    return true
  }
  guard isSpread else { return nil }
  let sorted = [UInt64](unsafeUninitializedCapacity: count) { sorted, initialized in
    ends.withUnsafeMutableBufferPointer { ends in
      for place in (0..<count).reversed() {
        let bucket = Int((numbers[place] - least) * scale)
        ends[bucket] -= 1
        sorted[Int(ends[bucket])] = entry(numbers[place], place)
      }
    }
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
