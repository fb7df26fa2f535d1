import ArgumentParser

/// Numbers of rows: one for all root tables, as in `--rows 500`, or by table, as in
/// `--rows users=500,stores=20`.
struct RowsArgument {
  var all: Int?
  var byTable: [String: Int] = [:]

  /// Numbers by name only.
  init(byName text: String) throws {
    guard text.contains("=") else {
      throw ValidationError("Give NAME=NUMBER,... such as orders.customer_id=20.")
    }
    try self.init(text)
  }

  init(_ text: String) throws {
    guard text.contains("=") else {
      all = try NumberArgument.rows(text)
      return
    }
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      // A name may hold the sign; a number cannot.
      guard let sign = part.lastIndex(of: "="), sign > part.startIndex else {
        throw ValidationError("Give a number, or TABLE=NUMBER,... such as users=500,stores=20.")
      }
      let table = String(part[..<sign])
      guard byTable[table] == nil else {
        throw ValidationError("The table '\(table)' is named twice.")
      }
      byTable[table] = try NumberArgument.rows(String(part[part.index(after: sign)...]))
    }
  }
}
