import KindredData
import KindredStatistics

extension ColumnModel {
  /// The column's values as trees take them; nil for a column that is not modelled.
  /// - Parameters:
  ///   - reading: of the values to learn; nil for the values of a reference table.
  ///   - rows: those to take; nil for all.
  func treeColumn(_ reading: ColumnReading?, rows: [Int32]? = nil) -> TreeColumn? {
    if case .kept(let column) = content {
      let kept = Self.treeColumn(kept: column)
      return rows.flatMap { kept?.gathered($0) } ?? kept
    }
    guard let reading else { return nil }
    let values = rows.map(reading.values(at:)) ?? reading.allValues()
    switch content {
    case .integer, .decimal, .timestamp, .clocked, .elapsed:
      return .numbers(values, step: treeStep)
    case .categorical, .boolean:
      let codes = values.enumerated().map { place, code -> Int32 in
        guard code.isNaN else { return Int32(code) }
        return reading.isValid(rows.map { Int($0[place]) } ?? place) ? TreeColumn.leftOut : -1
      }
      return .labels(codes, count: treeLabelCount)
    default: return nil
    }
  }

  /// The distance of neighbouring numbers; 0 where there is none.
  var treeStep: Double {
    switch content {
    case .integer: 1
    case .decimal(_, let places?): 1 / (0..<places).reduce(1.0) { result, _ in result * 10 }
    case .timestamp(_, let unit): Double(unit)
    case .clocked(_, let clock): clock.parts == .daysOfWeek ? EventClock.day : 0
    case .elapsed(let time): Double(time.unit)
    default: 0
    }
  }

  /// Whether its numbers are moments.
  var isTime: Bool {
    switch content {
    case .timestamp, .clocked: true
    default: false
    }
  }

  /// Number of labels; 0 for numbers.
  var treeLabelCount: Int {
    switch content {
    case .categorical(_, let labels): labels.count
    case .boolean: 2
    default: 0
    }
  }

  /// Most texts of a reference table's column that are told apart.
  private static let mostKeptTexts = 1000

  private static func treeColumn(kept column: Column) -> TreeColumn? {
    let isValid = { (row: Int) in column.isValid(row) }
    switch column.values {
    case .integers(let values), .timestamps(let values):
      return .numbers(values.indices.map { isValid($0) ? Double(values[$0]) : .nan }, step: 0)
    case .decimals(let values):
      return .numbers(values.indices.map { isValid($0) ? values[$0] : .nan }, step: 0)
    case .booleans(let values):
      return .labels(values.indices.map { isValid($0) ? values[$0] ? 1 : 0 : -1 }, count: 2)
    case .strings(let strings):
      // Codes by first appearance, so that they do not depend on how a dictionary was built.
      var known: [String: Int32] = [:]
      let codes = strings.codes.indices.map { row -> Int32 in
        guard isValid(row) else { return -1 }
        let text = strings.dictionary[Int(strings.codes[row])]
        if let code = known[text] { return code }
        known[text] = Int32(known.count)
        return Int32(known.count - 1)
      }
      return known.count > mostKeptTexts ? nil : .labels(codes, count: known.count)
    }
  }
}

extension ColumnReading {
  /// The values of all rows, NaN for nulls and labels left out.
  func allValues() -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      if let target = buffer.baseAddress { read(0..<count, into: target) }
      initialized = count
    }
  }
}

extension TreeColumn {
  /// The values of other rows: `rows` of them, each that of a row of this column; null for -1.
  func gathered(_ rows: [Int32]) -> TreeColumn {
    switch self {
    case .numbers(let values, let step):
      .numbers(rows.map { $0 < 0 ? .nan : values[Int($0)] }, step: step)
    case .labels(let codes, let count):
      .labels(rows.map { $0 < 0 ? -1 : codes[Int($0)] }, count: count)
    }
  }
}
