import KindredData

/// The largest distance between the distribution functions of two samples.
enum KolmogorovSmirnov {
  /// 1 - D of the values that are not null; nil when a side has none.
  ///
  /// Decimals are rounded to 14 places, as SDMetrics does.
  /// - Complexity: O(rows), a radix sort.
  static func complement(_ real: NumberValues, _ synthetic: NumberValues) -> Double? {
    if case .whole(let first) = real.storage, case .whole(let second) = synthetic.storage,
      real.unit == synthetic.unit
    {
      return complement(
        orderedKeys(first, real.validity, key: key),
        orderedKeys(second, synthetic.validity, key: key))
    }
    return complement(keys(of: real), keys(of: synthetic))
  }

  /// 1 - D of two samples of counts; nil when one is empty.
  static func complement(counts real: [Int64], _ synthetic: [Int64]) -> Double? {
    complement(orderedKeys(real, nil, key: key), orderedKeys(synthetic, nil, key: key))
  }

  private static func keys(of values: NumberValues) -> [UInt64] {
    switch values.storage {
    case .whole(let numbers):
      orderedKeys(numbers, values.validity) { key(Double($0) * values.unit) }
    case .decimal(let numbers): orderedKeys(numbers, values.validity, key: key)
    }
  }

  private static func key(_ number: Int64) -> UInt64 { UInt64(bitPattern: number) ^ 1 << 63 }

  /// Bits that ascend with the numbers.
  private static func key(_ number: Double) -> UInt64 {
    // Adding zero makes the two zeros one.
    let bits = ((number * 1e14).rounded(.toNearestOrEven) / 1e14 + 0).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }

  @inline(__always)
  private static func orderedKeys<Value>(
    _ values: [Value], _ validity: Bitmap?, key: (Value) -> UInt64
  ) -> [UInt64] {
    var keys: [UInt64] = []
    keys.reserveCapacity(values.count)
    if let validity {
      for row in values.indices where validity[row] { keys.append(key(values[row])) }
    } else {
      for value in values { keys.append(key(value)) }
    }
    return keys.radixSorted()
  }

  private static func complement(_ first: [UInt64], _ second: [UInt64]) -> Double? {
    guard !first.isEmpty, !second.isEmpty else { return nil }
    let (total, other) = (Double(first.count), Double(second.count))
    var (i, j) = (0, 0)
    var distance = 0.0
    first.withUnsafeBufferPointer { first in
      second.withUnsafeBufferPointer { second in
        // Beyond the end of one sample the distance only shrinks.
        while i < first.count, j < second.count {
          let value = min(first[i], second[j])
          while i < first.count, first[i] == value { i += 1 }
          while j < second.count, second[j] == value { j += 1 }
          distance = max(distance, abs(Double(i) / total - Double(j) / other))
        }
      }
    }
    return 1 - distance
  }
}

extension [UInt64] {
  /// The numbers in ascending order.
  ///
  /// - Complexity: O(count): a least-significant-digit radix sort in passes of 11 bits, without those
  ///   in which all numbers agree.
  func radixSorted() -> [UInt64] {
    guard count > 256 else { return sorted() }
    let buckets = 1 << 11
    var varying: UInt64 = 0
    var source = self
    let first = source[0]
    for key in source { varying |= key ^ first }
    var target = [UInt64](repeating: 0, count: count)
    var starts = [Int](repeating: 0, count: buckets)
    for shift in stride(from: UInt64(0), to: 64, by: 11)
    where varying >> shift & UInt64(buckets - 1) != 0 {
      source.withUnsafeBufferPointer { source in
        target.withUnsafeMutableBufferPointer { target in
          starts.withUnsafeMutableBufferPointer { starts in
            starts.update(repeating: 0)
            for key in source { starts[Int(truncatingIfNeeded: key >> shift) & (buckets - 1)] += 1 }
            var start = 0
            for bucket in 0..<buckets { (starts[bucket], start) = (start, start + starts[bucket]) }
            for key in source {
              let bucket = Int(truncatingIfNeeded: key >> shift) & (buckets - 1)
              target[starts[bucket]] = key
              starts[bucket] += 1
            }
          }
        }
      }
      swap(&source, &target)
    }
    return source
  }
}
