/// What the declared type of a column means to SQLite, and to people.
struct DeclaredType {
  /// How SQLite converts what is stored (https://www.sqlite.org/datatype3.html, 3.1).
  enum Affinity {
    case integer, text, blob, real, numeric
  }

  let affinity: Affinity
  /// Whether the name speaks of dates or times, which SQLite has no type for.
  let isTime: Bool
  /// Whether the name speaks of truth values.
  let isBoolean: Bool
  /// The digits after the decimal point that a declaration such as DECIMAL(10,2) allows.
  let places: Int?

  init(_ declaration: String) {
    let name = declaration.uppercased()
    func has(_ part: String) -> Bool { name.contains(part) }
    affinity =
      if has("INT") {
        .integer
      } else if has("CHAR") || has("CLOB") || has("TEXT") {
        .text
      } else if has("BLOB") || name.isEmpty {
        .blob
      } else if has("REAL") || has("FLOA") || has("DOUB") {
        .real
      } else {
        .numeric
      }
    isTime = has("DATE") || has("TIME")
    isBoolean = has("BOOL")
    places = Self.places(of: name)
  }

  private static func places(of name: String) -> Int? {
    guard name.hasPrefix("DEC") || name.hasPrefix("NUM") || name.hasPrefix("MONEY"),
      let open = name.firstIndex(of: "("), let close = name.lastIndex(of: ")"), open < close
    else { return nil }
    let parts = name[name.index(after: open)..<close].split(separator: ",")
    guard parts.count == 2,
      let places = Int(parts[1].filter { !$0.isWhitespace }), 0...15 ~= places
    else { return nil }
    return places
  }
}
