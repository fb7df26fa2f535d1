/// Joins the parts of one column, batch after batch.
struct ColumnBuilder {
  let name: String
  private var rowCount = 0
  private var validity: Bitmap?
  private var format: TextFormat?
  /// Whether every row so far is null, so that the storage says nothing yet.
  private var isBlank = true

  // Only the storage of `kind` is in use. Separate arrays stay unshared while they grow, payloads of
  // an enumeration would not.
  private var kind: Kind
  private var integers: [Int64] = []
  private var decimals: [Double] = []
  private var booleans: [Bool] = []
  private var strings = StringJoiner()

  private enum Kind {
    case integers, decimals, strings, booleans, timestamps

    init(_ values: ColumnValues) {
      self =
        switch values {
        case .integers: .integers
        case .decimals: .decimals
        case .strings: .strings
        case .booleans: .booleans
        case .timestamps: .timestamps
        }
    }
  }

  /// Begins with a first part.
  init(_ first: Column) {
    name = first.name
    kind = Kind(first.values)
    format = first.format
    // The first part is of the storage already, and cannot fail to join.
    try? append(first)
  }

  /// Appends the part of the next batch.
  /// - Throws: `KindredError` of kind `data` when the storages have nothing in common, or the column has
  ///   more distinct strings than there are codes.
  mutating func append(_ part: Column) throws {
    let isNull = part.count > 0 && part.nullCount == part.count
    if part.count > 0 {
      if isNull {
        appendNulls(part.count)
      } else {
        if isBlank { restart(as: part) }
        try appendValues(part)
        isBlank = false
      }
    }
    if validity != nil || part.validity != nil {
      if validity == nil { validity = Bitmap(repeating: true, count: rowCount) }
      validity?.append(part.validity ?? Bitmap(repeating: true, count: part.count))
    }
    rowCount += part.count
  }

  /// The whole column; the builder is not to be used afterwards.
  mutating func finish() -> Column {
    let values: ColumnValues =
      switch kind {
      case .integers: .integers(integers)
      case .decimals: .decimals(decimals)
      case .strings: .strings(strings.column)
      case .booleans: .booleans(booleans)
      case .timestamps: .timestamps(integers)
      }
    integers = []
    decimals = []
    booleans = []
    strings = StringJoiner()
    let isNullable = (validity.map { $0.setCount < $0.count }) ?? false
    return Column(name, values, validity: isNullable ? validity : nil, format: format)
  }

  // MARK: - Parts

  /// Takes the storage of the first part that has a value.
  private mutating func restart(as part: Column) {
    kind = Kind(part.values)
    format = part.format
    integers = []
    decimals = []
    booleans = []
    strings = StringJoiner()
    appendNulls(rowCount)
  }

  private mutating func appendNulls(_ count: Int) {
    switch kind {
    case .integers, .timestamps: integers.append(contentsOf: repeatElement(0, count: count))
    case .decimals: decimals.append(contentsOf: repeatElement(0, count: count))
    case .booleans: booleans.append(contentsOf: repeatElement(false, count: count))
    case .strings: strings.appendNulls(count)
    }
  }

  private mutating func appendValues(_ part: Column) throws {
    switch (kind, part.values) {
    case (.integers, .integers(let new)), (.timestamps, .timestamps(let new)):
      integers.append(contentsOf: new)
      format = Self.wider(format, part.format)
    case (.booleans, .booleans(let new)): booleans.append(contentsOf: new)
    case (.decimals, .decimals(let new)):
      decimals.append(contentsOf: new)
      format = Self.wider(format, part.format)
    case (.decimals, .integers(let new)): decimals.append(contentsOf: new.lazy.map { Double($0) })
    case (.integers, .decimals(let new)):
      decimals = integers.map { Double($0) }
      integers = []
      kind = .decimals
      format = part.format
      decimals.append(contentsOf: new)
    case (.strings, .strings(let new)):
      try strings.append(new, validity: part.validity, column: name)
    case (.strings, _):
      try strings.append(part.asStrings(), validity: part.validity, column: name)
    case (_, .strings(let new)):
      let before = Column(name, current, validity: validity, format: format)
      integers = []
      decimals = []
      booleans = []
      kind = .strings
      format = nil
      try strings.append(before.asStrings(), validity: validity, column: name)
      try strings.append(new, validity: part.validity, column: name)
    default:
      throw KindredError(
        .data, "The batches of the column are stored in ways that have nothing in common",
        column: name, remedy: "Store the column in every batch alike.")
    }
  }

  private var current: ColumnValues {
    switch kind {
    case .integers: .integers(integers)
    case .decimals: .decimals(decimals)
    case .booleans: .booleans(booleans)
    case .timestamps: .timestamps(integers)
    case .strings: .strings(strings.column)
    }
  }

  /// The format that can spell what both can. Without places means the shortest text, which is
  /// as wide as it gets.
  private static func wider(_ one: TextFormat?, _ other: TextFormat?) -> TextFormat? {
    switch (one, other) {
    case (.decimal(let places), .decimal(let more)):
      guard let places, let more else { return .decimal(places: nil) }
      return .decimal(places: max(places, more))
    case (.timestamp(let text), .timestamp(let more)):
      func digits(_ text: String) -> Int {
        ((try? TimestampFormat(text))?.tokens ?? []).reduce(0) {
          $1.kind == .fraction ? max($0, Int($1.argument)) : $0
        }
      }
      return text == more || digits(text) >= digits(more) ? one : other
    case (nil, _): return other
    default: return one
    }
  }
}

extension Column {
  /// The values as files spell them, as strings.
  func asStrings() -> StringColumn {
    if case .strings(let strings) = values { return strings }
    if case .integers = values, case .strings(let strings) = integersAsStrings().values {
      return strings
    }
    let spelling = ValueSpelling(self)
    return StringColumn((0..<count).lazy.map { spelling[$0] ?? "" })
  }
}
