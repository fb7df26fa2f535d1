import KindredData

/// A column's values as numbers on the scale of its marginal, nulls as NaN.
struct ColumnReading {
  private let values: ColumnValues
  private let validity: Bitmap?
  /// Code on the marginal's scale per dictionary entry; for strings.
  private let codes: [Double]

  /// - Parameter codes: for a column of strings, the marginal's code of every dictionary entry.
  init(_ column: Column, codes: [Double] = []) {
    values = column.values
    validity = column.validity
    self.codes = codes
  }

  /// Number of rows.
  var count: Int { values.count }

  /// Reads the rows listed.
  func gather(_ rows: UnsafeBufferPointer<Int32>, into target: UnsafeMutablePointer<Double>) {
    switch values {
    case .integers(let values), .timestamps(let values):
      values.withUnsafeBufferPointer { values in
        for (index, row) in rows.enumerated() { target[index] = Double(values[Int(row)]) }
      }
    case .decimals(let values):
      values.withUnsafeBufferPointer { values in
        for (index, row) in rows.enumerated() { target[index] = values[Int(row)] }
      }
    case .booleans(let values):
      values.withUnsafeBufferPointer { values in
        for (index, row) in rows.enumerated() { target[index] = values[Int(row)] ? 1 : 0 }
      }
    case .strings(let strings):
      strings.codes.withUnsafeBufferPointer { values in
        codes.withUnsafeBufferPointer { codes in
          for (index, row) in rows.enumerated() {
            let code = Int(values[Int(row)])
            target[index] = code < codes.count ? codes[code] : .nan
          }
        }
      }
    }
    if let validity {
      for (index, row) in rows.enumerated() where !validity[Int(row)] { target[index] = .nan }
    }
  }

  /// All values that are not null.
  func presentValues() -> [Double] {
    var rows: [Int32] = []
    rows.reserveCapacity(values.count)
    for row in 0..<values.count where validity?[row] ?? true { rows.append(Int32(row)) }
    return gathered(rows)
  }

  /// The numbers of the rows listed, without those that have none.
  func values(in rows: [Int32]) -> [Double] { gathered(rows).filter { !$0.isNaN } }

  /// The numbers of the rows listed; NaN for those that have none, and for negative rows.
  func values(at rows: [Int32]) -> [Double] {
    guard values.count > 0 else { return rows.map { _ in .nan } }
    var numbers = gathered(rows.map { max($0, 0) })
    for (index, row) in rows.enumerated() where row < 0 { numbers[index] = .nan }
    return numbers
  }

  /// The labels' codes in the rows listed; -1 where there is none.
  func labelCodes(at rows: [Int32]) -> [Int32] {
    values(at: rows).map { $0.isNaN ? -1 : Int32($0) }
  }

  /// The label's code in every row; nil where there is none.
  func labelCodes() -> [Int32?] {
    gathered(Array(0..<Int32(values.count))).map { $0.isNaN ? nil : Int32($0) }
  }

  private func gathered(_ rows: [Int32]) -> [Double] {
    [Double](unsafeUninitializedCapacity: rows.count) { buffer, initialized in
      if let target = buffer.baseAddress {
        rows.withUnsafeBufferPointer { gather($0, into: target) }
      }
      initialized = rows.count
    }
  }
}
