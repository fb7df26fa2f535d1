/// Spells the values of a column as text, by the column's format.
struct ValueSpelling {
  private let column: Column
  private let timestampFormat: TimestampFormat?

  init(_ column: Column) {
    self.column = column
    if case .timestamp(let format) = column.format {
      timestampFormat = try? TimestampFormat(format)
    } else {
      timestampFormat = nil
    }
  }

  /// The value's text; nil in a null row. Whole decimals are spelled like integers, a timestamp
  /// without a usable format as microseconds.
  subscript(row: Int) -> String? {
    guard column.isValid(row) else { return nil }
    switch column.values {
    case .integers(let values): return String(values[row])
    case .decimals(let values):
      return Int64(exactly: values[row]).map { String($0) } ?? String(values[row])
    case .strings(let values): return values[row]
    case .booleans(let values):
      guard case .boolean(let yes, let no) = column.format else {
        return values[row] ? "True" : "False"
      }
      return values[row] ? yes : no
    case .timestamps(let values):
      return (try? timestampFormat?.string(from: values[row])) ?? String(values[row])
    }
  }

  /// All values as text, in the column's rows.
  /// - Complexity: O(rows), with a string per row.
  var strings: Column { Column(column.name, strings: (0..<column.count).map { self[$0] }) }
}
