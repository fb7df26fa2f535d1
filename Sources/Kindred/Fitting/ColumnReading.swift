import KindredData
import KindredStatistics

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
    case .strings:
      gather(rows, entries: codes, into: target)
      return
    }
    gatherNulls(rows, into: target)
  }

  /// Code on the marginal's scale per dictionary entry, or of false and true; nil for numbers.
  var entryCodes: [Double]? {
    switch values {
    case .strings: codes
    case .booleans: [0, 1]
    default: nil
    }
  }

  /// Whether there are labels without a code.
  var leavesLabelsOut: Bool { codes.contains { $0.isNaN } }

  /// Reads the rows listed of a column that has `entryCodes`, as numbers given for these.
  func gather(
    _ rows: UnsafeBufferPointer<Int32>, entries: [Double],
    into target: UnsafeMutablePointer<Double>
  ) {
    entries.withUnsafeBufferPointer { entries in
      switch values {
      case .strings(let strings):
        strings.codes.withUnsafeBufferPointer { values in
          for (index, row) in rows.enumerated() {
            let code = Int(values[Int(row)])
            target[index] = code < entries.count ? entries[code] : .nan
          }
        }
      case .booleans(let values):
        values.withUnsafeBufferPointer { values in
          for (index, row) in rows.enumerated() {
            target[index] = entries[values[Int(row)] ? 1 : 0]
          }
        }
      default: break
      }
    }
    gatherNulls(rows, into: target)
  }

  private func gatherNulls(
    _ rows: UnsafeBufferPointer<Int32>, into target: UnsafeMutablePointer<Double>
  ) {
    guard let validity else { return }
    for (index, row) in rows.enumerated() where !validity[Int(row)] { target[index] = .nan }
  }

  /// Reads rows that follow each other.
  func read(_ rows: Range<Int>, into target: UnsafeMutablePointer<Double>) {
    func write<Value>(_ values: [Value], _ number: (Value) -> Double) {
      values[rows].withUnsafeBufferPointer { values in
        for index in values.indices { target[index] = number(values[index]) }
      }
    }
    switch values {
    case .integers(let values), .timestamps(let values): write(values) { Double($0) }
    case .decimals(let values): write(values) { $0 }
    case .booleans(let values): write(values) { $0 ? 1 : 0 }
    case .strings(let strings):
      codes.withUnsafeBufferPointer { codes in
        write(strings.codes) { Int($0) < codes.count ? codes[Int($0)] : .nan }
      }
    }
    if let validity {
      for (index, row) in rows.enumerated() where !validity[row] { target[index] = .nan }
    }
  }

  /// Whether the row has a value, be it a label that is left out.
  func isValid(_ row: Int) -> Bool { validity?[row] ?? true }

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

  /// The labels' codes in all rows; nil for a column of anything but labels.
  var labelCodes: LabelCodes? {
    guard case .strings(let strings) = values else { return nil }
    return LabelCodes(strings, labels: codes, validity: validity)
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

/// The values that are not null.
extension ColumnReading: NumberSource {
  var rowCount: Int { count }

  func readNumbers(in rows: Range<Int>, into target: UnsafeMutablePointer<Double>) -> Int {
    read(rows, into: target)
    guard validity != nil else { return rows.count }
    var count = 0
    for (index, row) in rows.enumerated() where isValid(row) {
      target[count] = target[index]
      count += 1
    }
    return count
  }
}

extension ColumnReading {
  /// Reads a column by the labels of a model; labels that it does not know say nothing.
  init(_ column: Column, labels: [String]?) {
    guard let labels else {
      self.init(column)
      return
    }
    let known = Dictionary(zip(labels, 0...)) { first, _ in first }
    let strings: StringColumn
    if case .strings(let values) = column.values {
      strings = values
    } else {
      strings = StringColumn((0..<column.count).map { column.text(at: $0) ?? "" })
    }
    self.init(
      Column(column.name, .strings(strings), validity: column.validity),
      codes: strings.dictionary.strings.map { known[$0].map(Double.init) ?? .nan })
  }
}
