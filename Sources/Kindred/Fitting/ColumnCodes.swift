import KindredData

/// Values as numbers: equal in two columns of one type if and only if the values are.
struct ColumnCodes {
  static let null = Int64.min
  private var known: [String: Int64] = [:]

  mutating func codes(of column: Column) -> [Int64] {
    var codes: [Int64]
    switch column.values {
    case .integers(let values), .timestamps(let values): codes = values
    case .decimals(let values): codes = values.map { Int64(bitPattern: $0.bitPattern) }
    case .booleans(let values): codes = values.map { $0 ? 1 : 0 }
    case .strings(let strings):
      let shared = strings.dictionary.strings.map { text in
        if let code = known[text] { return code }
        let code = Int64(known.count)
        known[text] = code
        return code
      }
      codes = strings.codes.map { shared.isEmpty ? 0 : shared[Int($0)] }
    }
    guard column.nullCount > 0 else { return codes }
    for row in codes.indices where !column.isValid(row) { codes[row] = Self.null }
    return codes
  }
}
