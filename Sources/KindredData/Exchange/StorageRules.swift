/// How a database's columns are stored in memory, by metadata: as the same values would be stored that
/// were read from CSV files.
package struct StorageRules {
  private let table: String
  private var hints: [ColumnHint] = []
  private var offsets: [CSVOffsets?] = []

  /// The rules of a table's columns, in their order.
  package init(metadata: Metadata, table: TableMetadata) {
    self.table = table.name
    hints = metadata.columnHints(of: table).map(\.hint)
    offsets = Array(repeating: nil, count: hints.count)
  }

  /// Finds out what depends on all rows: formats that the metadata do not state, and whether all times
  /// have the same offset from universal time.
  /// - Parameter read: Reads one column, by its place, in batches.
  /// - Throws: What `read` throws; `KindredError` of kind `format` when values follow no common format.
  package mutating func prepare(
    _ read: (_ place: Int, _ receive: (Column) throws -> Void) throws -> Void
  ) throws {
    for place in hints.indices {
      guard case .timestamp(var format) = hints[place] else { continue }
      if format == nil {
        format = try commonFormat(of: place, read)
        hints[place] = .timestamp(format: format)
      }
      guard let format, let compiled = try? TimestampFormat(format), compiled.hasOffset else {
        continue
      }
      try read(place) { column in
        guard let found = column.offsets(format: compiled) else { return }
        offsets[place] = offsets[place]?.joined(found) ?? found
      }
    }
  }

  /// The first format in wide use that all texts of a column follow; nil when it has no texts.
  private func commonFormat(
    of place: Int, _ read: (_ place: Int, _ receive: (Column) throws -> Void) throws -> Void
  ) throws -> String? {
    var candidates = CSVSurvey.commonFormats
    var name = ""
    var hasTexts = false
    try read(place) { column in
      guard case .strings(let strings) = column.values else { return }
      name = column.name
      hasTexts = true
      candidates.removeAll { format in
        (0..<strings.dictionary.count).contains { code in
          let text = strings.dictionary.utf8(at: code)
          return !text.isEmpty && text.withUnsafeBufferPointer { format.parse($0) } == nil
        }
      }
    }
    guard hasTexts else { return nil }
    guard let format = candidates.first else {
      throw KindredError(
        .format, "The values follow no common datetime format", table: table, column: name,
        remedy: "State the column's datetime_format.")
    }
    return format.text
  }

  /// A batch of a column, stored by its rule.
  /// - Parameter rowsBefore: The table's rows before the batch, for errors.
  /// - Throws: `KindredError` of kind `format` with the first value that does not fit, and its row.
  package func stored(_ column: Column, at place: Int, rowsBefore: Int) throws -> Column {
    do {
      switch hints[place] {
      case .infer: return column
      case .string: return column.texts()
      case .key: return column.keys()
      case .integer, .number: return try column.numbers()
      case .boolean: return try column.truths()
      case .timestamp(let format): return try times(column, format, offsets[place])
      }
    } catch var error as KindredError {
      error.table = table
      error.column = column.name
      error.row = error.row.map { $0 + rowsBefore }
      throw error
    }
  }

  private func times(
    _ column: Column, _ format: String?, _ offsets: CSVOffsets?
  ) throws -> Column {
    switch column.values {
    case .timestamps: return column
    case _ where column.nullCount == column.count:
      return Column(
        column.name, .timestamps(Array(repeating: 0, count: column.count)),
        validity: column.validity, format: format.map { .timestamp($0) })
    case .strings, .integers:
      guard let format else { break }
      let strings = Column(
        column.name, .strings(column.asStrings()), validity: column.validity)
      return try strings.timestamps(format: format, table: table, offsets: offsets)
    default: break
    }
    throw column.misfit("The value is no date or time", "Correct the column's sdtype.")
  }
}

extension Column {
  /// The first value as the one at fault.
  fileprivate func misfit(_ problem: String, _ remedy: String) -> KindredError {
    let row = (0..<count).first { isValid($0) }
    return KindredError(
      .format, problem, row: row.map { $0 + 1 }, value: row.flatMap { text(at: $0) },
      remedy: remedy)
  }

  fileprivate func texts() -> Column {
    if case .strings = values { return self }
    return Column(name, .strings(asStrings()), validity: validity)
  }

  /// Whole decimals as integers; other decimals as texts.
  fileprivate func keys() -> Column {
    switch values {
    case .integers, .strings: return self
    case .decimals(let decimals):
      let whole = decimals.compactMap { Int64(exactly: $0) }
      return whole.count == decimals.count
        ? Column(name, .integers(whole), validity: validity) : texts()
    case .booleans, .timestamps: return texts()
    }
  }

  fileprivate func numbers() throws -> Column {
    let remedy = "Correct the value, or declare the column as categorical or text."
    switch values {
    case .integers, .decimals: return self
    case .booleans(let truths):
      return Column(name, .integers(truths.map { $0 ? 1 : 0 }), validity: validity)
    case .timestamps: throw misfit("The value is no number", remedy)
    case .strings(let strings):
      let part = try StringNumbers(strings, validity: validity, remedy: remedy)
      return part.column(name, strings, validity)
    }
  }

  fileprivate func truths() throws -> Column {
    let remedy =
      "Store 1 and 0 (or True/False, T/F, Yes/No, Y/N), or declare the column categorical."
    switch values {
    case .booleans: return self
    case .integers(let integers):
      if let row = integers.indices.first(where: { isValid($0) && !(0...1 ~= integers[$0]) }) {
        throw KindredError(
          .format, "The value is not a boolean", row: row + 1, value: "\(integers[row])",
          remedy: remedy)
      }
      return Column(
        name, .booleans(integers.map { $0 != 0 }), validity: validity,
        format: .boolean(true: "1", false: "0"))
    case .strings(let strings):
      var pair: Int?
      var known: [(pair: Int, value: Bool)?] = []
      for code in 0..<strings.dictionary.count {
        known.append(
          strings.dictionary.utf8(at: code).withUnsafeBufferPointer { bytes in
            bytes.baseAddress.flatMap { BooleanSpelling.parse($0, bytes.count) }
          })
      }
      var truths = [Bool](repeating: false, count: count)
      for row in truths.indices where isValid(row) {
        guard let found = known[Int(strings.codes[row])] else {
          throw KindredError(
            .format, "The value is not a boolean", row: row + 1, value: strings[row],
            remedy: remedy)
        }
        truths[row] = found.value
        pair = pair ?? found.pair
      }
      let spelling = BooleanSpelling.pairs[pair ?? 0]
      return Column(
        name, .booleans(truths), validity: validity,
        format: .boolean(true: spelling.true, false: spelling.false))
    case .decimals, .timestamps: throw misfit("The value is not a boolean", remedy)
    }
  }
}

/// What the distinct texts of a column are as numbers.
private struct StringNumbers {
  var integers: [Int64] = []
  var decimals: [Double] = []
  var areIntegers = true
  var places = CSVPlaces.most(0)

  init(_ strings: StringColumn, validity: Bitmap?, remedy: String) throws {
    let pool = strings.dictionary
    integers = Array(repeating: 0, count: pool.count)
    decimals = Array(repeating: 0, count: pool.count)
    var isKnown = [Bool](repeating: false, count: pool.count)
    for (row, code) in strings.codes.enumerated() where validity?[row] ?? true {
      let code = Int(code)
      guard !isKnown[code] else { continue }
      isKnown[code] = true
      let isNumber = pool.utf8(at: code).withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { note($0, bytes.count, code) } ?? false
      }
      guard isNumber else {
        throw KindredError(
          .format, "The value is not a number", row: row + 1, value: pool[code], remedy: remedy)
      }
    }
  }

  private mutating func note(_ text: UnsafePointer<UInt8>, _ length: Int, _ code: Int) -> Bool {
    if case .value(let value) = IntegerText.parse(text, length) {
      integers[code] = value
      decimals[code] = Double(value)
      return true
    }
    areIntegers = false
    return DecimalText.powersOfTen.withUnsafeBufferPointer { powers in
      guard let powers = powers.baseAddress,
        case .value(let value, let digits) = DecimalText.parse(text, length, powers: powers)
      else { return false }
      decimals[code] = value
      places.note(digits, of: value)
      return true
    }
  }

  func column(_ name: String, _ strings: StringColumn, _ validity: Bitmap?) -> Column {
    guard !integers.isEmpty else {
      let zeros = [Int64](repeating: 0, count: strings.codes.count)
      return Column(name, .integers(zeros), validity: validity)
    }
    if areIntegers {
      return Column(
        name, .integers(strings.codes.map { integers[Int($0)] }), validity: validity)
    }
    var digits: Int?
    if case .most(let most) = places, most > 0 { digits = most }
    return Column(
      name, .decimals(strings.codes.map { decimals[Int($0)] }), validity: validity,
      format: .decimal(places: digits))
  }
}
