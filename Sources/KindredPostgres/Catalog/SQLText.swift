/// Names and texts as SQL spells them.
enum SQLText {
  /// A name in quotes, whatever it holds.
  static func name(_ name: String) -> String {
    "\"\(doubling(UInt8(ascii: "\""), in: name))\""
  }

  /// A name with its schema.
  static func name(_ schema: String, _ name: String) -> String {
    "\(self.name(schema)).\(self.name(name))"
  }

  /// Names separated by commas.
  static func names(_ names: [String]) -> String { names.map(name).joined(separator: ", ") }

  /// A text as a constant; backslashes are plain characters (standard_conforming_strings is set).
  static func constant(_ text: String) -> String { "'\(doubling(UInt8(ascii: "'"), in: text))'" }

  /// Bytes, not characters: Unicode may join a mark with what follows it.
  private static func doubling(_ mark: UInt8, in text: String) -> String {
    String(decoding: text.utf8.flatMap { $0 == mark ? [$0, $0] : [$0] }, as: UTF8.self)
  }
}
