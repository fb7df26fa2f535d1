import CSQLite
import KindredData

/// What the values of columns are that are declared as dates, times or truth values: SQLite has
/// no types for these, and programs store them as texts or numbers of several kinds.
struct TypeSurvey {
  /// How numbers stand for times, by column.
  private(set) var storages: [String: SQLStorage] = [:]
  private var times: Set<String> = []
  private var booleans: Set<String> = []

  /// Looks at the columns that need it, in one pass over the rows.
  init(of table: SQLTable, _ connection: SQLiteConnection) throws {
    let columns = table.columns.filter {
      let type = DeclaredType($0.type)
      return (type.isTime || type.isBoolean) && $0.generatedExpression == nil
    }
    guard !columns.isEmpty else { return }
    let list = columns.map { quoted($0.name) }.joined(separator: ", ")
    let statement = try connection.prepare(
      "SELECT \(list) FROM \(quoted(table.name)) NOT INDEXED")
    var kinds = columns.map { Kind(isTime: DeclaredType($0.type).isTime) }
    while try statement.step(), kinds.contains(where: \.isOpen) {
      for place in kinds.indices {
        kinds[place].note(statement.handle, CInt(truncatingIfNeeded: place))
      }
    }
    for (column, kind) in zip(columns, kinds) { judge(column, kind) }
  }

  /// What the values of a column are.
  private struct Kind {
    let isTime: Bool
    var hasIntegers = false
    var hasReals = false
    var hasTexts = false
    var hasBlobs = false
    /// Of the numbers.
    var least = Double.infinity
    var most = -Double.infinity
    /// Integers other than 0 and 1.
    var hasOthers = false

    init(isTime: Bool) { self.isTime = isTime }

    var hasNumbers: Bool { hasIntegers || hasReals }
    /// Whether they can be truth values.
    var areTruths: Bool { hasIntegers && !hasReals && !hasTexts && !hasBlobs && !hasOthers }
    /// Whether more values can change what is known of the column.
    var isOpen: Bool {
      let isMixed = hasBlobs || hasTexts && hasNumbers
      return !isMixed && (isTime || !(hasReals || hasTexts || hasOthers))
    }

    mutating func note(_ statement: OpaquePointer, _ column: CInt) {
      switch sqlite3_column_type(statement, column) {
      case SQLITE_INTEGER:
        let value = sqlite3_column_int64(statement, column)
        hasIntegers = true
        if value != 0, value != 1 { hasOthers = true }
        note(Double(value))
      case SQLITE_FLOAT:
        hasReals = true
        note(sqlite3_column_double(statement, column))
      case SQLITE_TEXT: hasTexts = true
      case SQLITE_NULL: break
      default: hasBlobs = true
      }
    }

    private mutating func note(_ value: Double) {
      least = min(least, value)
      most = max(most, value)
    }
  }

  private mutating func judge(_ column: SQLColumn, _ kind: Kind) {
    let type = DeclaredType(column.type)
    if type.isBoolean, kind.areTruths { booleans.insert(column.name) }
    guard type.isTime, !kind.hasBlobs, kind.hasTexts != kind.hasNumbers else { return }
    if kind.hasNumbers {
      guard let storage = Self.storage(kind.least, kind.most, isWhole: !kind.hasReals) else {
        return
      }
      storages[column.name] = storage
    }
    times.insert(column.name)
  }

  /// By size. Small numbers are years or durations, and 20150731 is spelled like a date: those are left
  /// to detection.
  private static func storage(_ least: Double, _ most: Double, isWhole: Bool) -> SQLStorage? {
    // Julian days of the years 1000 to 3000; seconds and milliseconds of 1970-04-26 to 2970, or from
    // 1900 where some values are that late.
    if least >= 2_086_302, most < 2_816_788 { return isWhole ? nil : .julianDays }
    if most >= 1e7, most < 3.2e10, least > -2.3e9 {
      if isWhole, least >= 19_000_101, most <= 21_001_231 { return nil }
      return isWhole ? .unixSeconds : .unixFractionalSeconds
    }
    if isWhole, most >= 3.2e10, most < 3.2e13, least > -2.3e12 { return .unixMilliseconds }
    return nil
  }

  /// What is known for sure of a column that is no key; nil when nothing is.
  func metadata(of column: SQLColumn) -> ColumnMetadata? {
    if booleans.contains(column.name) { return ColumnMetadata(column.name, .boolean) }
    guard times.contains(column.name) else { return nil }
    return ColumnMetadata(
      column.name, .datetime, datetimeFormat: storages[column.name]?.timestampFormat)
  }
}
