import CSQLite
import KindredData

/// The cells of one column in one batch, as SQLite has them: every cell has a type of its own.
final class CellBuffer {
  /// The types that occur in a batch, a bit each.
  struct Types: OptionSet {
    let rawValue: UInt8
    static let null = Types(rawValue: 1)
    static let integer = Types(rawValue: 2)
    static let real = Types(rawValue: 4)
    static let text = Types(rawValue: 8)
    static let blob = Types(rawValue: 16)
    /// A real number that is not finite.
    static let infinite = Types(rawValue: 32)
  }

  private let capacity: Int
  /// Integers, bit patterns of reals, codes of texts.
  private let payloads: UnsafeMutablePointer<Int64>
  private let types: UnsafeMutablePointer<UInt8>
  private var encoder = StringEncoder()
  private(set) var count = 0
  private var seen: UInt8 = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 1)
    payloads = .allocate(capacity: self.capacity)
    types = .allocate(capacity: self.capacity)
  }

  deinit {
    payloads.deallocate()
    types.deallocate()
  }

  /// The types that the batch holds.
  var present: Types { Types(rawValue: seen) }

  /// Takes a column of the statement's row; there must be room.
  @inline(__always)
  func append(_ statement: OpaquePointer, _ column: CInt) {
    var type: Types
    var payload: Int64 = 0
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER:
      type = .integer
      payload = sqlite3_column_int64(statement, column)
    case SQLITE_FLOAT:
      let value = sqlite3_column_double(statement, column)
      type = value.isFinite ? .real : .infinite
      payload = Int64(bitPattern: value.bitPattern)
    case SQLITE_TEXT:
      type = .text
      if let text = sqlite3_column_text(statement, column) {
        let length = Int(sqlite3_column_bytes(statement, column))
        // A batch has fewer rows than there are codes.
        payload = Int64(encoder.code(of: text, length) ?? 0)
      }
    case SQLITE_NULL: type = .null
    default: type = .blob
    }
    payloads[count] = payload
    types[count] = type.rawValue
    seen |= type.rawValue
    count += 1
  }

  /// Makes room for the next batch.
  func removeAll() {
    count = 0
    seen = 0
    encoder = StringEncoder()
  }

  func type(at row: Int) -> Types { Types(rawValue: types[row]) }

  /// The first row of one of these types.
  func firstRow(of wanted: Types) -> Int? {
    (0..<count).first { types[$0] & wanted.rawValue != 0 }
  }

  func integer(at row: Int) -> Int64 { payloads[row] }

  func real(at row: Int) -> Double { Double(bitPattern: UInt64(bitPattern: payloads[row])) }

  /// The text of a text cell.
  func text(at row: Int) -> String { encoder.pool[Int(payloads[row])] }

  /// The cell's number; a filler for what is none.
  func number(at row: Int) -> Double {
    type(at: row) == .integer ? Double(payloads[row]) : real(at: row)
  }

  /// Set where there is a value; nil when there is one everywhere. Binary values count as null.
  var validity: Bitmap? {
    guard !present.isDisjoint(with: [.null, .blob]) else { return nil }
    let none = Types([.null, .blob]).rawValue
    return Bitmap((0..<count).lazy.map { [types] in types[$0] & none == 0 })
  }

  // MARK: - Values of one type

  var integers: [Int64] { Array(UnsafeBufferPointer(start: payloads, count: count)) }

  /// Integers and reals as reals.
  var reals: [Double] {
    [Double](unsafeUninitializedCapacity: count) { values, filled in
      let isMixed = present.contains(.integer)
      for row in 0..<count {
        values[row] =
          isMixed && types[row] & Types.integer.rawValue != 0
          ? Double(payloads[row]) : Double(bitPattern: UInt64(bitPattern: payloads[row]))
      }
      filled = count
    }
  }

  /// Texts, and numbers as texts.
  var strings: StringColumn {
    var encoder = encoder
    let codes = (0..<count).map { row -> Int32 in
      switch type(at: row) {
      case .integer: encoder.code(of: String(payloads[row])) ?? 0
      case .real: encoder.code(of: real(at: row).description) ?? 0
      case .text: Int32(truncatingIfNeeded: payloads[row])
      default: 0
      }
    }
    return StringColumn(codes: codes, dictionary: encoder.pool)
  }

  /// The first row whose text has a NUL byte or is not UTF-8; nil when there is none.
  var firstMalformedRow: Int? {
    guard present.contains(.text), let code = encoder.pool.firstMalformedIndex else { return nil }
    return (0..<count).first { type(at: $0) == .text && payloads[$0] == Int64(code) }
  }
}
