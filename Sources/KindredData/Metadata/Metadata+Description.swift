extension Metadata: CustomStringConvertible {
  /// The tables and relationships, a line each:
  ///
  ///     Metadata
  ///       tables: ['users', 'sessions']
  ///       relationships:
  ///         sessions.user_id -> users.user_id
  public var description: String {
    let names = tables.map { "'\($0.name)'" }.joined(separator: ", ")
    var text = "Metadata\n  tables: [\(names)]"
    guard !relationships.isEmpty else { return text }
    text += "\n  relationships:"
    for relationship in relationships {
      let child = Self.place(relationship.childTable, relationship.childKey)
      let parent = Self.place(relationship.parentTable, relationship.parentKey)
      text += "\n    \(child) -> \(parent)"
    }
    return text
  }

  private static func place(_ table: String, _ key: [String]) -> String {
    key.count == 1 ? "\(table).\(key[0])" : "\(table).(\(key.joined(separator: ", ")))"
  }
}
