/// The distinct values of a key, for looking up those of columns that may refer to it.
struct KeyValues {
  private let integers: DistinctIntegers?
  private let strings: StringEncoder
  let count: Int

  /// - Complexity: O(distinct values).
  init(_ key: ColumnProfile) {
    integers = key.integers
    count = key.distinctCount
    var strings = StringEncoder()
    if key.kind == .strings {
      strings.reserve(key.codes.count)
      var empty: UInt8 = 0
      let offsets = key.pool.offsets
      key.pool.bytes.withUnsafeBufferPointer { bytes in
        for code in key.codes {
          let (start, end) = (offsets[Int(code)], offsets[Int(code) + 1])
          _ =
            bytes.baseAddress.map { strings.code(of: $0 + start, end - start) }
            ?? strings.code(of: &empty, 0)
        }
      }
    }
    self.strings = strings
  }

  struct Containment {
    /// Distinct values looked up, and found.
    var checked: Int
    var found: Int
    var example: String?
    /// Whether only a sample was looked up, because it decided the question.
    var isSampled: Bool

    var share: Double { checked == 0 ? 1 : Double(found) / Double(checked) }
  }

  /// The share of a column's distinct values that are among the key's. Where a sample of 256
  /// settles that it is small, only the sample is looked up.
  /// - Complexity: O(distinct values of the column).
  func containment(of column: ColumnProfile) -> Containment {
    let total = column.distinctCount
    let sample = total > 1024 ? (0..<256).map { $0 * (total / 256) } : []
    if let integers = column.integers {
      let values = integers.values
      if !sample.isEmpty {
        let first = contain(sample.lazy.map { values[$0] }, isSampled: true)
        if first.share < 0.9 { return first }
      }
      return contain(values, isSampled: false)
    }
    if !sample.isEmpty {
      let first = contain(sample.lazy.map { column.codes[$0] }, of: column.pool, isSampled: true)
      if first.share < 0.9 { return first }
    }
    return contain(column.codes, of: column.pool, isSampled: false)
  }

  private func contain(_ values: some Collection<Int64>, isSampled: Bool) -> Containment {
    var result = Containment(checked: values.count, found: 0, isSampled: isSampled)
    for value in values {
      if has(value) {
        result.found += 1
      } else if result.example == nil {
        result.example = String(value)
      }
    }
    return result
  }

  private func contain(
    _ codes: some Collection<Int32>, of pool: StringPool, isSampled: Bool
  ) -> Containment {
    var result = Containment(checked: codes.count, found: 0, isSampled: isSampled)
    pool.bytes.withUnsafeBufferPointer { bytes in
      for code in codes {
        let (start, end) = (pool.offsets[Int(code)], pool.offsets[Int(code) + 1])
        if has(UnsafeBufferPointer(rebasing: bytes[start..<end])) {
          result.found += 1
        } else if result.example == nil {
          result.example = pool[Int(code)]
        }
      }
    }
    return result
  }

  private func has(_ value: Int64) -> Bool {
    if let integers { return integers.contains(value) }
    var text = String(value)
    return text.withUTF8 { has($0) }
  }

  private func has(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var empty: UInt8 = 0
    if let integers {
      guard let base = bytes.baseAddress, bytes.count > 0,
        IntegerText.isCanonical(base, bytes.count),
        case .value(let value) = IntegerText.parse(base, bytes.count)
      else { return false }
      return integers.contains(value)
    }
    return
      (bytes.baseAddress.map { strings.existingCode(of: $0, bytes.count) }
      ?? strings.existingCode(of: &empty, 0)) != nil
  }
}
