import KindredData

/// What the values of columns are that are declared as dates, times or truth values: SQLite has
/// no types for these, and programs store them as texts or numbers of several kinds.
struct TypeSurvey {
  /// How numbers stand for times, by column.
  private(set) var storages: [String: SQLStorage] = [:]
  private var times: Set<String> = []
  private var booleans: Set<String> = []

  /// Looks at the columns that need it, in a pass each.
  init(of table: SQLTable, _ connection: SQLiteConnection) throws {
    let columns = table.columns.filter {
      let type = DeclaredType($0.type)
      return (type.isTime || type.isBoolean) && $0.generatedExpression == nil
    }
    for column in columns {
      let name = quoted(column.name)
      let rows = try connection.rows(
        "SELECT typeof(\(name)), count(*), min(\(name)), max(\(name)), "
          + "sum(\(name) NOT IN (0, 1)) "
          + "FROM \(quoted(table.name)) NOT INDEXED WHERE \(name) IS NOT NULL GROUP BY 1"
      ) { row in
        Kind(
          type: row.text(0) ?? "", least: row.number(2), most: row.number(3),
          others: row.integer(4))
      }
      judge(column, rows)
    }
  }

  private struct Kind {
    var type: String
    var least: Double
    var most: Double
    /// Values other than 0 and 1.
    var others: Int
  }

  private mutating func judge(_ column: SQLColumn, _ kinds: [Kind]) {
    let type = DeclaredType(column.type)
    let types = Set(kinds.map(\.type))
    if type.isBoolean, types == ["integer"], kinds.allSatisfy({ $0.others == 0 }) {
      booleans.insert(column.name)
    }
    guard type.isTime, !types.isEmpty else { return }
    if types == ["text"] {
      times.insert(column.name)
    } else if types.isSubset(of: ["integer", "real"]) {
      let least = kinds.map(\.least).min() ?? 0
      let most = kinds.map(\.most).max() ?? 0
      guard let storage = Self.storage(least, most, isWhole: types == ["integer"]) else { return }
      storages[column.name] = storage
      times.insert(column.name)
    }
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

extension SQLiteStatement {
  fileprivate func number(_ column: Int) -> Double { text(column).flatMap(Double.init) ?? 0 }
}
