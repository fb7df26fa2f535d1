import KindredData
import SwiftProtobuf

// Columns of reference tables.

extension StoredKept {
  init(_ column: Column) {
    self.init()
    switch column.values {
    case .integers(let values): integers = .with { $0.values = values }
    case .decimals(let values): decimals = .with { $0.values = values }
    case .strings(let strings):
      texts = .with {
        $0.values = strings.codes.indices.map { column.isValid($0) ? strings[$0] : "" }
      }
    case .booleans(let values): booleans = .with { $0.values = values }
    case .timestamps(let values): timestamps = .with { $0.values = values }
    }
    nullRows = (0..<column.count).filter { !column.isValid($0) }.map { UInt32(clamping: $0) }
  }

  /// - Throws: `MalformedModel` when values are no values, or nulls not among the rows.
  func column(_ name: String, format: TextFormat?) throws -> Column {
    let stored: ColumnValues
    switch values {
    case .integers(let integers): stored = .integers(integers.values)
    case .decimals(let decimals):
      guard decimals.values.allSatisfy(\.isFinite) else {
        throw MalformedModel("column '\(name)' has a value that is no number")
      }
      stored = .decimals(decimals.values)
    case .texts(let texts): stored = .strings(StringColumn(texts.values))
    case .booleans(let booleans): stored = .booleans(booleans.values)
    case .timestamps(let timestamps):
      guard timestamps.values.allSatisfy(TimestampFormat.representable.contains) else {
        throw MalformedModel("column '\(name)' has a time outside the years 1 to 9999")
      }
      stored = .timestamps(timestamps.values)
    case nil: throw MalformedModel("column '\(name)' has no values")
    }
    var isNull = [Bool](repeating: false, count: stored.count)
    for row in nullRows {
      guard row < isNull.count else {
        throw MalformedModel("column '\(name)' has a null outside its rows")
      }
      isNull[Int(row)] = true
    }
    return Column(
      name, stored, validity: nullRows.isEmpty ? nil : Bitmap(isNull.lazy.map { !$0 }),
      format: format)
  }
}
