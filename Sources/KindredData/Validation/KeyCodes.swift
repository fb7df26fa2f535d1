/// The values of a key column as 64-bit integers that are equal where the values are.
struct KeyCodes {
  /// One per row; meaningless where `matchable` is clear.
  var codes: [Int64]
  /// The rows that are not null; nil for all.
  var present: Bitmap?
  /// The rows whose value the other column can have at all; nil for those of `present`.
  var matchable: Bitmap?

  /// The codes of a column that is compared with itself.
  init(_ column: Column) {
    let codes: [Int64] =
      switch column.values {
      case .integers(let values), .timestamps(let values): values
      case .decimals(let values): values.map(Self.code)
      case .strings(let values): values.codes.map { Int64($0) }
      case .booleans(let values): values.map { $0 ? 1 : 0 }
      }
    self.init(codes: codes, present: column.validity)
  }

  init(codes: [Int64], present: Bitmap?) {
    self.codes = codes
    self.present = present
  }

  /// The codes of two columns that are compared with each other. Values of different types are equal
  /// when they are spelled the same.
  /// - Complexity: O(rows + bytes of distinct strings); columns of types other than integers,
  ///   decimals and strings take a string per row when their types differ.
  static func pair(_ first: Column, _ second: Column) -> (first: KeyCodes, second: KeyCodes) {
    switch (first.values, second.values) {
    case (.integers, .integers), (.timestamps, .timestamps), (.decimals, .decimals),
      (.booleans, .booleans):
      return (KeyCodes(first), KeyCodes(second))
    case (.integers, .decimals(let values)):
      return (KeyCodes(first), KeyCodes(second, values.map { Int64(exactly: $0) }))
    case (.decimals(let values), .integers):
      return (KeyCodes(first, values.map { Int64(exactly: $0) }), KeyCodes(second))
    case (.integers, .strings(let values)):
      return (KeyCodes(first), KeyCodes(second, values, Self.integers(in: values.dictionary)))
    case (.strings(let values), .integers):
      return (KeyCodes(first, values, Self.integers(in: values.dictionary)), KeyCodes(second))
    case (.strings(let values), .strings(let others)):
      let shared = Self.shared(values.dictionary, others.dictionary)
      return (
        KeyCodes(first, values, shared.first), KeyCodes(second, others, shared.second)
      )
    default:
      return pair(ValueSpelling(first).strings, ValueSpelling(second).strings)
    }
  }

  /// A code per row, nil for values that match nothing.
  private init(_ column: Column, _ codes: [Int64?]) {
    self.init(codes: codes.map { $0 ?? 0 }, present: column.validity)
    guard codes.contains(nil) else { return }
    matchable = Bitmap(codes.indices.lazy.map { codes[$0] != nil && column.isValid($0) })
  }

  /// A code per dictionary entry, nil for strings that match nothing.
  private init(_ column: Column, _ strings: StringColumn, _ codes: [Int64?]) {
    let plain = codes.map { $0 ?? 0 }
    self.init(
      codes: plain.withUnsafeBufferPointer { plain in
        strings.codes.map { Int($0) < plain.count ? plain[Int($0)] : 0 }
      }, present: column.validity)
    guard codes.contains(nil) else { return }
    let rows = strings.codes
    matchable = Bitmap(
      rows.indices.lazy.map { row in
        column.isValid(row) && codes[Int(rows[row])] != nil
      })
  }

  /// Positive and negative zero are the same number.
  private static func code(_ value: Double) -> Int64 {
    value == 0 ? 0 : Int64(bitPattern: value.bitPattern)
  }

  /// The integers that strings spell as they would be printed; nil for other strings.
  private static func integers(in pool: StringPool) -> [Int64?] {
    pool.bytes.withUnsafeBufferPointer { bytes in
      (0..<pool.count).map { index in
        let (start, end) = (pool.offsets[index], pool.offsets[index + 1])
        guard start < end, let base = bytes.baseAddress,
          IntegerText.isCanonical(base + start, end - start),
          case .value(let value) = IntegerText.parse(base + start, end - start)
        else { return nil }
        return value
      }
    }
  }

  /// Codes that both dictionaries share; nil for strings of the second that the first has not.
  private static func shared(
    _ first: StringPool, _ second: StringPool
  ) -> (first: [Int64?], second: [Int64?]) {
    var encoder = StringEncoder()
    encoder.reserve(first.count)
    let codes = Self.map(first) { encoder.code(of: $0, $1) }
    if first == second { return (codes, codes) }
    return (codes, Self.map(second) { encoder.existingCode(of: $0, $1) })
  }

  private static func map(
    _ pool: StringPool, _ code: (UnsafePointer<UInt8>, Int) -> Int32?
  ) -> [Int64?] {
    var empty: UInt8 = 0
    return pool.bytes.withUnsafeBufferPointer { bytes in
      (0..<pool.count).map { index in
        let (start, end) = (pool.offsets[index], pool.offsets[index + 1])
        return (bytes.baseAddress.map { code($0 + start, end - start) } ?? code(&empty, 0))
          .map { Int64($0) }
      }
    }
  }
}
