/// What programs write where a value is missing: R, Python, MySQL, Excel. (NaN is no such word: it may
/// as well be the result of a computation that failed.)
///
/// Where only numbers, booleans or dates can stand, such a word means null; where texts can, it may
/// be one (Namibia's code is NA).
enum MissingMark {
  private static let words: [StaticString] = [
    "NA", "N/A", "n/a", "#N/A", "<NA>", "NULL", "Null", "null", "None", "\\N",
  ]

  /// Whether the text is such a word.
  static func matches(_ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    words.contains { word in
      guard word.utf8CodeUnitCount == length else { return false }
      return (0..<length).allSatisfy { text[$0] == word.utf8Start[$0] }
    }
  }

  static func matches(_ text: String) -> Bool { words.contains { "\($0)" == text } }
}

/// How often such words stood in a column.
struct MissingMarks: Equatable {
  private(set) var count = 0
  /// The first one.
  private(set) var example = ""

  mutating func add(_ text: UnsafePointer<UInt8>, _ length: Int) {
    if count == 0 {
      example = String(decoding: UnsafeBufferPointer(start: text, count: length), as: UTF8.self)
    }
    count += 1
  }

  mutating func add(_ other: MissingMarks) {
    if count == 0 { example = other.example }
    count += other.count
  }

  /// What is said about a column that has some; nil when it has none.
  func note(table: String, column: String) -> String? {
    guard count > 0 else { return nil }
    return "\(table).\(column): \(countText(count, "value")) like '\(example)' "
      + "\(count == 1 ? "is" : "are") read as null"
  }
}
