/// What detection knows about a column's values before it judges it.
struct ColumnProfile: Sendable {
  enum Kind { case integers, decimals, strings, booleans, timestamps }

  let name: String
  let words: NameWords
  let kind: Kind
  let rowCount: Int
  let nullCount: Int
  /// Distinct values without null; 0 where it was not counted (fractions and timestamps).
  let distinctCount: Int
  /// For integers, and decimals that are all whole numbers.
  let integers: DistinctIntegers?
  /// For strings: the dictionary.
  let pool: StringPool
  /// For strings: the codes in use, ascending.
  let codes: [Int32]
  /// For integers: whether every value exceeds the one before.
  let isAscending: Bool

  var valueCount: Int { rowCount - nullCount }
  var isUnique: Bool { distinctCount == valueCount && isCounted }
  var isCounted: Bool { kind != .timestamps && (kind != .decimals || integers != nil) }
  /// Whether the values can be those of a key, by their storage.
  var canBeKey: Bool { kind == .integers || kind == .strings || integers != nil }
  /// Distinct values per value, 0...1.
  var distinctShare: Double {
    valueCount == 0 ? 0 : Double(distinctCount) / Double(valueCount)
  }

  /// - Complexity: O(rows).
  init(_ column: Column, words: NameWords) {
    name = column.name
    self.words = words
    rowCount = column.count
    nullCount = column.nullCount
    var integers: DistinctIntegers?
    var pool = StringPool()
    var codes: [Int32] = []
    var isAscending = false
    switch column.values {
    case .integers(let values):
      kind = .integers
      integers = DistinctIntegers(values, validity: column.validity)
      isAscending = column.validity == nil && Self.isAscending(values)
      distinctCount = integers?.count ?? 0
    case .decimals(let values):
      kind = .decimals
      integers = Self.wholeNumbers(values, column.validity).map {
        DistinctIntegers($0, validity: column.validity)
      }
      distinctCount = integers?.count ?? 0
    case .strings(let strings):
      kind = .strings
      pool = strings.dictionary
      codes = Self.usedCodes(strings, column.validity)
      distinctCount = codes.count
    case .booleans(let values):
      kind = .booleans
      let seen = values.indices.lazy.filter { column.isValid($0) }.map { values[$0] }
      distinctCount = (seen.contains(true) ? 1 : 0) + (seen.contains(false) ? 1 : 0)
    case .timestamps:
      kind = .timestamps
      distinctCount = 0
    }
    self.integers = integers
    self.pool = pool
    self.codes = codes
    self.isAscending = isAscending
  }

  /// Up to `limit` distinct strings, spread evenly over the dictionary.
  func sampledStrings(_ limit: Int) -> [String] {
    guard codes.count > limit else { return codes.map { pool[Int($0)] } }
    return (0..<limit).map { pool[Int(codes[$0 * codes.count / limit])] }
  }

  private static func isAscending(_ values: [Int64]) -> Bool {
    values.withUnsafeBufferPointer { values in
      for row in values.indices.dropFirst() where values[row] <= values[row - 1] { return false }
      return true
    }
  }

  private static func wholeNumbers(_ values: [Double], _ validity: Bitmap?) -> [Int64]? {
    values.withUnsafeBufferPointer { values in
      // Most decimals have a fraction in their first rows.
      var result: [Int64] = []
      for row in values.indices {
        guard validity?[row] ?? true else {
          result.append(0)
          continue
        }
        guard let whole = Int64(exactly: values[row]) else { return nil }
        result.append(whole)
      }
      return result
    }
  }

  private static func usedCodes(_ strings: StringColumn, _ validity: Bitmap?) -> [Int32] {
    var isUsed = [Bool](repeating: false, count: strings.dictionary.count)
    isUsed.withUnsafeMutableBufferPointer { isUsed in
      strings.codes.withUnsafeBufferPointer { codes in
        for row in codes.indices where validity?[row] ?? true {
          let code = Int(codes[row])
          if isUsed.indices.contains(code) { isUsed[code] = true }
        }
      }
    }
    return isUsed.indices.filter { isUsed[$0] }.map { Int32($0) }
  }
}
