/// Joins the parts of one column, chunk after chunk, into the whole column.
struct CSVColumnBuilder {
  let name: String
  let hint: ColumnHint
  let timestampFormat: TimestampFormat?
  /// What is known of the offsets of all parts when these are only some of them; nil learns it.
  var offsets: CSVOffsets?
  private let expectedRows: Int
  private var rowCount = 0
  private var validity: Bitmap?

  // What has been joined so far, by type; only the storage of `kind` is in use. Separate arrays
  // stay unshared while they grow, payloads of an enumeration would not.
  private var kind: Kind?
  private var integers: [Int64] = []
  private var decimals: [Double] = []
  private var booleans: [Bool] = []
  private var codes: [Int32] = []
  private var encoder = StringEncoder()
  private var places = CSVPlaces.most(0)
  private var pair: Int?
  private var traits = CSVTimestampTraits()
  /// Words for missing values among what has been joined.
  private(set) var marks = MissingMarks()

  private enum Kind {
    case integers, decimals, strings, booleans, timestamps
  }

  /// - Parameter expectedRows: An estimate for reserving memory.
  init(name: String, hint: ColumnHint, format: TimestampFormat?, expectedRows: Int) {
    self.name = name
    self.hint = hint
    timestampFormat = format
    self.expectedRows = expectedRows
  }

  /// Appends the part of the next chunk.
  /// - Throws: A fault when the column has more distinct strings than codes.
  mutating func append(_ part: CSVColumnPart) throws(CSVFault) {
    let added: Int
    marks.add(part.marks)
    switch part.values {
    case .integers(let new):
      added = new.count
      switch kind {
      case .decimals: decimals.append(contentsOf: new.lazy.map { Double($0) })
      case .strings: try encode(new, part.validity)
      default:
        if kind == nil { integers.reserveCapacity(expectedRows) }
        kind = .integers
        integers.append(contentsOf: new)
      }
    case .decimals(let new, let newPlaces):
      added = new.count
      if kind != .decimals {
        decimals.reserveCapacity(max(expectedRows, rowCount + added))
        decimals.append(contentsOf: integers.lazy.map { Double($0) })
        integers = []
        kind = .decimals
      }
      decimals.append(contentsOf: new)
      places.merge(newPlaces)
    case .strings(let new, let dictionary):
      added = new.count
      if kind != .strings {
        codes.reserveCapacity(max(expectedRows, rowCount + added))
        // Only keys mix; their integers are canonical, so that printing restores the text.
        try encode(integers, validity)
        integers = []
        kind = .strings
      }
      try merge(new, dictionary, part.validity)
    case .booleans(let new, let newPair):
      added = new.count
      if kind == nil { booleans.reserveCapacity(expectedRows) }
      kind = .booleans
      booleans.append(contentsOf: new)
      pair = pair ?? newPair
    case .timestamps(let new, let newTraits):
      added = new.count
      if kind == nil { integers.reserveCapacity(expectedRows) }
      kind = .timestamps
      integers.append(contentsOf: new)
      traits.merge(newTraits)
    }
    if validity != nil || part.validity != nil {
      if validity == nil { validity = Bitmap(repeating: true, count: rowCount) }
      validity?.append(part.validity ?? Bitmap(repeating: true, count: added))
    }
    rowCount += added
  }

  /// The whole column; the builder is empty afterwards.
  mutating func finish() -> Column {
    defer { self = CSVColumnBuilder(name: name, hint: hint, format: nil, expectedRows: 0) }
    switch kind ?? kindWithoutRows {
    case .integers: return Column(name, .integers(integers), validity: validity)
    case .decimals:
      var digits: Int?
      if case .most(let most) = places, most > 0 { digits = most }
      return Column(
        name, .decimals(decimals), validity: validity, format: .decimal(places: digits))
    case .strings:
      return Column(
        name, .strings(StringColumn(codes: codes, dictionary: encoder.pool)), validity: validity)
    case .booleans:
      let spelling = BooleanSpelling.pairs[pair ?? 0]
      return Column(
        name, .booleans(booleans), validity: validity,
        format: .boolean(true: spelling.true, false: spelling.false))
    case .timestamps: return timestampColumn()
    }
  }

  private var kindWithoutRows: Kind {
    switch hint {
    case .integer, .number, .key: .integers
    case .boolean: .booleans
    case .timestamp: timestampFormat == nil ? .strings : .timestamps
    case .string, .infer: .strings
    }
  }

  /// Where every value has the same offset it becomes part of the format; else values are moved to
  /// universal time.
  private mutating func timestampColumn() -> Column {
    guard let timestampFormat else { return Column(name, .timestamps(integers)) }
    var format = timestampFormat.text
    if timestampFormat.hasFraction, traits.fractionDigits > 0 {
      format = timestampFormat.text(fractionDigits: traits.fractionDigits)
    }
    if case .same(_, let text, let zone) = offsets {
      let learned = (try? TimestampFormat(format)) ?? timestampFormat
      format = learned.text(offset: text, zone: zone)
    } else if let offsets = traits.offsets, let offsetText = traits.offsetText {
      let validOffsets = offsets.indices.lazy.filter { [validity] in validity?[$0] ?? true }
      let first = validOffsets.first.map { offsets[$0] } ?? 0
      let isShared = self.offsets == nil && validOffsets.allSatisfy { offsets[$0] == first }
      if isShared {
        let learned = (try? TimestampFormat(format)) ?? timestampFormat
        format = learned.text(offset: offsetText, zone: traits.zoneText ?? "UTC")
      } else {
        for row in offsets.indices { integers[row] -= Int64(offsets[row]) * 1_000_000 }
      }
    }
    return Column(name, .timestamps(integers), validity: validity, format: .timestamp(format))
  }

  private mutating func merge(
    _ new: [Int32], _ dictionary: StringPool, _ validity: Bitmap?
  ) throws(CSVFault) {
    guard let map = encoder.codes(of: dictionary) else { throw Self.full }
    // A column of mostly distinct strings will go on like that.
    if codes.count > 10_000, encoder.pool.count > codes.count / 2 {
      encoder.reserve(Int(Double(encoder.pool.count) / Double(codes.count) * Double(expectedRows)))
    }
    // A chunk of nulls has codes (0) but no strings.
    guard !map.isEmpty else { return codes.append(contentsOf: new) }
    let start = codes.count
    map.withUnsafeBufferPointer { map in
      codes.append(contentsOf: new.lazy.map { map[Int($0)] })
    }
    guard let validity else { return }
    for row in new.indices where !validity[row] { codes[start + row] = 0 }
  }

  private mutating func encode(_ integers: [Int64], _ validity: Bitmap?) throws(CSVFault) {
    var buffer = TextBuffer(capacity: 64)
    for (row, integer) in integers.enumerated() {
      guard validity?[row] ?? true else {
        codes.append(0)
        continue
      }
      buffer.removeAll()
      buffer.append(integer: integer)
      guard let code = encoder.code(of: buffer.base, buffer.count) else { throw Self.full }
      codes.append(code)
    }
  }

  private static let full = CSVFault(
    problem: "The column has more than 2,147,483,647 distinct strings", row: 0,
    remedy: "Split the table.")
}

extension CSVTimestampTraits {
  fileprivate mutating func merge(_ next: CSVTimestampTraits) {
    fractionDigits = max(fractionDigits, next.fractionDigits)
    if let new = next.offsets {
      if offsets == nil { offsets = [] }
      offsets?.append(contentsOf: new)
    }
    offsetText = offsetText ?? next.offsetText
    zoneText = zoneText ?? next.zoneText
  }
}
