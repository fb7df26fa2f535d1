/// The places of numbers in ascending order; equal ones keep their order.
///
/// Numbers are compared with the precision of `Float`, which tells a few million latents of one
/// table apart well enough for evenly spread ranks. NaN sorts by its bits, beyond the infinities.
/// - Complexity: O(count), a least-significant-digit radix sort in three passes.
public func rankOrder(count: Int, of value: (_ place: Int) -> Double) -> [Int32] {
  precondition(count <= Int(Int32.max))
  let digits = 3
  let buckets = 1 << 11
  // The ordered bits of a number above, its place below.
  var entries = [UInt64](unsafeUninitializedCapacity: count) { buffer, initialized in
    for place in 0..<count {
      let bits = Float(value(place)).bitPattern
      // Flipping makes the bit patterns ascend with the numbers: all bits of negative ones, the
      // sign of the others.
      let ordered = bits ^ (bits >> 31 == 1 ? UInt32.max : 1 << 31)
      buffer.initializeElement(at: place, to: UInt64(ordered) << 32 | UInt64(place))
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
