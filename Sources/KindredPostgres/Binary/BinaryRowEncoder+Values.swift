import KindredData

// What single values become.
extension BinaryRowEncoder {
  func fault(
    _ column: Column, _ row: Int, _ value: String, _ problem: String, _ remedy: String
  ) -> KindredError {
    KindredError(
      .data, problem, table: table.name, column: column.name, row: rowsBefore + row + 1,
      value: value, remedy: remedy)
  }

  /// Appends a field of a length that is known afterwards.
  func sized(_ fields: inout TextBuffer, _ body: (inout TextBuffer) -> Void) {
    let place = fields.count
    fields.append(bigEndian: 0 as Int32)
    body(&fields)
    fields.overwrite(bigEndian: Int32(clamping: fields.count - place - 4), at: place)
  }

  func append(
    _ value: Int64, bits: Int, _ column: Column, _ row: Int, _ fields: inout TextBuffer
  ) throws {
    switch bits {
    case 64:
      fields.append(bigEndian: 8 as Int32)
      fields.append(bigEndian: value)
    case 32:
      guard let value = Int32(exactly: value) else { throw tooLarge(value, bits, column, row) }
      fields.append(bigEndian: 4 as Int32)
      fields.append(bigEndian: value)
    default:
      guard let value = Int16(exactly: value) else { throw tooLarge(value, bits, column, row) }
      fields.append(bigEndian: 2 as Int32)
      fields.append(bigEndian: value)
    }
  }

  private func tooLarge(_ value: Int64, _ bits: Int, _ column: Column, _ row: Int) -> KindredError {
    fault(
      column, row, "\(value)", "The number does not fit the column's \(bits) bits",
      "Give the column type \(bits == 16 ? "integer or bigint" : "bigint") in the destination, "
        + "or sample fewer rows.")
  }

  /// The values of a column of numbers as doubles.
  struct Numbers {
    private var decimals: [Double] = []
    private var integers: [Int64] = []

    init(_ column: Column) {
      if case .decimals(let values) = column.values { decimals = values }
      if case .integers(let values) = column.values { integers = values }
    }

    subscript(row: Int) -> Double {
      integers.isEmpty ? decimals[row] : Double(integers[row])
    }
  }

  func finite(_ value: Double, _ column: Column, _ row: Int) throws -> Double {
    guard value.isFinite else {
      throw fault(column, row, "\(value)", "The number is not finite", "Use null.")
    }
    return value
  }

  func append(
    float32 value: Double, _ column: Column, _ row: Int, _ fields: inout TextBuffer
  ) throws {
    let single = Float(value)
    guard single.isFinite else {
      throw fault(
        column, row, "\(value)", "The number does not fit the column's type real",
        "Give the column type double precision in the destination.")
    }
    fields.append(bigEndian: 4 as Int32)
    fields.append(bigEndian: Int32(bitPattern: single.bitPattern))
  }

  func appendNumerics(
    _ column: Column, _ fields: inout TextBuffer,
    _ each: (inout TextBuffer, (Int, inout TextBuffer) throws -> Void) throws -> Void
  ) throws {
    guard case .decimals(let values) = column.values else { return }
    var places: Int?
    if case .decimal(let learned) = column.format { places = learned }
    let power = places.flatMap { 0...9 ~= $0 ? DecimalPowers.exact[$0] : nil }
    var text = TextBuffer(capacity: 512)
    try each(&fields) { row, fields in
      let value = try finite(values[row], column, row)
      if let power, let places {
        // The product is off by less than its own rounding, which matters only next to a tie.
        let scaled = value.magnitude * power
        let rounded = scaled.rounded(.toNearestOrEven)
        if scaled < 1e15, (scaled - rounded).magnitude < 0.499 {
          sized(&fields) {
            BinaryNumeric.append(
              magnitude: UInt64(rounded), isNegative: value < 0, scale: places, to: &$0)
          }
          return
        }
      }
      text.removeAll()
      text.append(decimal: value, places: places)
      sized(&fields) { _ = BinaryNumeric.append(text: text.bytes, to: &$0) }
    }
  }

  func checkYears(_ moment: Int64, _ column: Column, _ row: Int) throws {
    guard TimestampFormat.representable.contains(moment) else {
      throw fault(
        column, row, "\(moment)", "The timestamp lies outside the years 1 to 9999",
        "Keep timestamps, in microseconds since 1970, within these years.")
    }
  }
}
