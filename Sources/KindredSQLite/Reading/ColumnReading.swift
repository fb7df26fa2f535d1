import KindredData

/// Turns the cells of one column, batch after batch, into columns.
///
/// Integers stay integers of 64 bits; integers and reals become decimals; texts are strings. Where
/// numbers and texts are mixed, numbers become texts: SQLite makes them numbers again when they are
/// written to a column with the affinity of numbers. What that would not restore is an error.
final class ColumnReading {
  let name: String
  private let table: String
  private let type: DeclaredType
  private let storage: SQLStorage?
  private let blobs: BlobPolicy
  private let warn: (String) -> Void
  let cells: CellBuffer
  /// The types seen in earlier batches.
  private var known: CellBuffer.Types = []
  private var hasLargeIntegers = false
  private var hasReals = false
  private var hasWarned = false
  private var places: DecimalPlaces

  init(
    _ column: SQLColumn, of table: String, blobs: BlobPolicy, capacity: Int,
    warn: @escaping (String) -> Void
  ) {
    name = column.name
    self.table = table
    type = DeclaredType(column.type)
    storage = column.storage
    self.blobs = blobs
    self.warn = warn
    cells = CellBuffer(capacity: capacity)
    places = DecimalPlaces(known: type.places ?? 0)
  }

  /// The column of the batch.
  /// - Parameter rowsBefore: Rows of the table before the batch, for errors.
  /// - Throws: `KindredError` of kind `format` for a value that cannot be read.
  func column(rowsBefore: Int) throws -> Column {
    try refuse(rowsBefore)
    let present = cells.present.subtracting([.null, .blob])
    known.formUnion(present)
    let validity = cells.validity
    if let storage, present.isDisjoint(with: .text) {
      return Column(
        name, .timestamps(try times(storage, rowsBefore)), validity: validity,
        format: .timestamp(storage.timestampFormat))
    }
    if known.contains(.text) || storage != nil {
      try noteMixture(present, rowsBefore)
      return Column(name, .strings(cells.strings), validity: validity)
    }
    if present.contains(.real) {
      try checkPrecision(rowsBefore)
      let values = cells.reals
      places.note(values, validity: validity)
      return Column(
        name, .decimals(values), validity: validity, format: .decimal(places: places.digits))
    }
    try checkPrecision(rowsBefore)
    // What a column without values holds, its declaration tells.
    guard present.isEmpty else {
      return Column(name, .integers(cells.integers), validity: validity)
    }
    return Column(name, emptyValues, validity: validity)
  }

  private var emptyValues: ColumnValues {
    switch type.affinity {
    case .text, .blob:
      .strings(StringColumn(codes: Array(repeating: 0, count: cells.count), dictionary: .init()))
    case _ where type.affinity == .real || type.places != nil:
      .decimals(Array(repeating: 0, count: cells.count))
    default: .integers(Array(repeating: 0, count: cells.count))
    }
  }

  // MARK: - What cannot be read

  private func refuse(_ rowsBefore: Int) throws {
    if cells.present.contains(.blob), blobs == .refuse, let row = cells.firstRow(of: .blob) {
      throw failure(
        "The value is binary, which cannot be learned", row, rowsBefore, value: nil,
        "Read binary values as null (--blobs null), or leave the column out of the database.")
    }
    if let row = cells.firstRow(of: .infinite), cells.present.contains(.infinite) {
      throw failure(
        "Infinities are not values", row, rowsBefore, value: "\(cells.real(at: row))",
        "Replace them by null.")
    }
    if let row = cells.firstMalformedRow {
      throw failure(
        "The text is not UTF-8, or has a NUL byte", row, rowsBefore, value: cells.text(at: row),
        "Store texts as UTF-8, or as BLOB.")
    }
  }

  /// Integers beyond 53 bits and fractions have no common type.
  private func checkPrecision(_ rowsBefore: Int) throws {
    let present = cells.present
    hasReals = hasReals || present.contains(.real)
    guard present.contains(.integer) else { return }
    let limit: Int64 = 1 << 53
    let row = (0..<cells.count).first {
      cells.type(at: $0) == .integer && cells.integer(at: $0).magnitude > limit.magnitude
    }
    hasLargeIntegers = hasLargeIntegers || row != nil
    guard hasReals, hasLargeIntegers else { return }
    throw failure(
      "The column holds fractions and integers beyond 53 bits, which no number type keeps both",
      row ?? 0, rowsBefore, value: row.map { "\(cells.integer(at: $0))" },
      "Store all values of the column as integers, or as texts.")
  }

  /// Says once that numbers and texts are mixed.
  private func noteMixture(_ present: CellBuffer.Types, _ rowsBefore: Int) throws {
    let isMixed = known.contains(.text) && !known.isDisjoint(with: [.integer, .real])
    guard isMixed || storage != nil else { return }
    // Of two types, the one that the column was not declared for stands out.
    let isTextual = type.affinity == .text || type.affinity == .blob
    let odd: CellBuffer.Types = isTextual ? [.integer, .real] : .text
    let row = cells.firstRow(of: odd) ?? cells.firstRow(of: [.integer, .real, .text]) ?? 0
    let value = cells.type(at: row) == .text ? cells.text(at: row) : "\(cells.number(at: row))"
    if type.affinity == .blob {
      throw failure(
        "The column has no declared type and holds both texts and numbers", row, rowsBefore,
        value: value, "Declare a type, or store all values as texts.")
    }
    guard !hasWarned else { return }
    hasWarned = true
    warn(
      "Column \(table).\(name), declared for \(isTextual ? "texts" : "numbers"), holds both texts "
        + "and numbers (row \(rowsBefore + row + 1): '\(value.prefix(40))'); all are read as text.")
  }

  private func times(_ storage: SQLStorage, _ rowsBefore: Int) throws -> [Int64] {
    try (0..<cells.count).map { row in
      let time: Int64?
      switch cells.type(at: row) {
      case .integer: time = storage.microseconds(cells.integer(at: row))
      case .real: time = storage.microseconds(cells.real(at: row))
      default: return 0
      }
      guard let time else {
        throw failure(
          "The number is no time of the years 1 to 9999", row, rowsBefore,
          value: "\(cells.number(at: row))", "Correct the value.")
      }
      return time
    }
  }

  private func failure(
    _ problem: String, _ row: Int, _ rowsBefore: Int, value: String?, _ remedy: String
  ) -> KindredError {
    KindredError(
      .format, problem, table: table, column: name, row: rowsBefore + row + 1, value: value,
      remedy: remedy)
  }
}

/// How many digits after the decimal point the numbers of a column have.
struct DecimalPlaces {
  /// nil where some number has more than nine.
  private(set) var digits: Int?

  init(known: Int) { digits = known }

  private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

  /// Finds the fewest digits with which every number is the nearest to its text.
  mutating func note(_ values: [Double], validity: Bitmap?) {
    guard var digits else { return }
    for (row, value) in values.enumerated() where validity?[row] ?? true {
      while digits < Self.powers.count {
        let power = Self.powers[digits]
        if (value * power).rounded() / power == value { break }
        digits += 1
      }
      guard digits < Self.powers.count else {
        self.digits = nil
        return
      }
    }
    self.digits = digits
  }
}
