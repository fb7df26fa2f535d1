/// The values of a column, by type. Every array has one entry per row; the entry of a null row is
/// a filler that must not be read.
public enum ColumnValues: Sendable, Equatable {
  case integers([Int64])
  /// Finite numbers only.
  case decimals([Double])
  case strings(StringColumn)
  case booleans([Bool])
  /// Microseconds since 1970-01-01T00:00:00, in the clock of the source (no time zone applied).
  case timestamps([Int64])

  /// Number of rows.
  public var count: Int {
    switch self {
    case .integers(let values): values.count
    case .decimals(let values): values.count
    case .strings(let values): values.codes.count
    case .booleans(let values): values.count
    case .timestamps(let values): values.count
    }
  }
}

/// How a column's values are spelled as text. Learned when read, used when written.
public enum TextFormat: Sendable, Equatable {
  /// Digits after the decimal point; nil for the shortest text that reads back as the same number.
  case decimal(places: Int?)
  /// The two spellings, such as "True" and "False".
  case boolean(true: String, false: String)
  /// A strptime-style format, such as "%Y-%m-%d %H:%M:%S".
  case timestamp(String)
}

/// One column of a table: a name, typed values, and which of them are null.
public struct Column: Sendable, Equatable {
  /// The name, unique within its table.
  public var name: String
  /// The values, one per row.
  public var values: ColumnValues
  /// Set bits are values, clear bits nulls; nil when the column has no null.
  public var validity: Bitmap?
  /// nil where the type needs none, or the default spelling is meant.
  public var format: TextFormat?

  /// A column of values, validity and spelling.
  public init(
    _ name: String, _ values: ColumnValues, validity: Bitmap? = nil, format: TextFormat? = nil
  ) {
    self.name = name
    self.values = values
    self.validity = validity
    self.format = format
  }

  /// Number of rows.
  public var count: Int { values.count }

  /// Number of null rows.
  /// - Complexity: O(count / 64).
  public var nullCount: Int { validity.map { $0.count - $0.setCount } ?? 0 }

  /// Whether the row has a value.
  public func isValid(_ row: Int) -> Bool { validity?[row] ?? true }
}

extension Column {
  /// A column of integers; nil entries are nulls.
  public init(_ name: String, integers: [Int64?]) {
    self.init(name, .integers(integers.map { $0 ?? 0 }), validity: Self.validity(of: integers))
  }

  /// A column of decimals; nil entries are nulls.
  public init(_ name: String, decimals: [Double?], places: Int? = nil) {
    self.init(
      name, .decimals(decimals.map { $0 ?? 0 }), validity: Self.validity(of: decimals),
      format: .decimal(places: places))
  }

  /// A column of strings; nil entries are nulls.
  public init(_ name: String, strings: [String?]) {
    let validity = Self.validity(of: strings)
    var column = StringColumn(strings.map { $0 ?? "" })
    if column.dictionary.count == 0 { column.dictionary = StringPool() }
    self.init(name, .strings(column), validity: validity)
  }

  /// A column of booleans; nil entries are nulls.
  public init(_ name: String, booleans: [Bool?]) {
    self.init(name, .booleans(booleans.map { $0 ?? false }), validity: Self.validity(of: booleans))
  }

  /// A column of timestamps in microseconds since 1970; nil entries are nulls.
  public init(_ name: String, timestamps: [Int64?], format: String) {
    self.init(
      name, .timestamps(timestamps.map { $0 ?? 0 }), validity: Self.validity(of: timestamps),
      format: .timestamp(format))
  }

  private static func validity<T>(of values: [T?]) -> Bitmap? {
    values.contains { $0 == nil } ? Bitmap(values.lazy.map { $0 != nil }) : nil
  }
}
