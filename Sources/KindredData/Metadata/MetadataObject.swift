/// A JSON object of a metadata file, with the place in the schema for messages.
struct MetadataObject {
  let value: JSONValue
  /// Such as "The table"; begins the sentence.
  let subject: String
  var table: String?
  var column: String?

  init(_ value: JSONValue, _ subject: String, table: String? = nil, column: String? = nil) {
    self.value = value
    self.subject = subject
    self.table = table
    self.column = column
  }

  /// The member of that name; nil when absent or null.
  private func member(_ name: String) throws -> JSONValue? {
    guard case .object = value else {
      throw KindredError(
        .metadata, "\(subject) is described by \(value.kind) instead of an object", table: table,
        column: column, remedy: "See the metadata format of SDV.")
    }
    let member = value[name]
    return member == .null ? nil : member
  }

  private func wrongType(_ name: String, _ member: JSONValue, _ wanted: String) -> KindredError {
    KindredError(
      .metadata, "'\(name)' is \(member.kind) where \(wanted) is expected", table: table,
      column: column, remedy: "Correct the metadata file.")
  }

  func text(_ name: String) throws -> String? {
    guard let member = try member(name) else { return nil }
    guard case .string(let text) = member else { throw wrongType(name, member, "a text") }
    return text
  }

  func boolean(_ name: String) throws -> Bool? {
    guard let member = try member(name) else { return nil }
    guard case .boolean(let value) = member else { throw wrongType(name, member, "true or false") }
    return value
  }

  func list(_ name: String) throws -> [JSONValue]? {
    guard let member = try member(name) else { return nil }
    guard case .array(let elements) = member else { throw wrongType(name, member, "a list") }
    return elements
  }

  func members(_ name: String) throws -> [JSONValue.Member]? {
    guard let member = try member(name) else { return nil }
    guard case .object(let members) = member else { throw wrongType(name, member, "an object") }
    return members
  }

  /// The members of an object, or the elements of a list of objects that have a "name".
  func namedMembers(_ name: String) throws -> [JSONValue.Member]? {
    guard case .array(let elements)? = try member(name) else { return try members(name) }
    return try elements.map { element in
      let object = MetadataObject(element, "An element of '\(name)'", table: table)
      return JSONValue.Member(try object.needed("name", object.text), element)
    }
  }

  /// The names of the members that are not null.
  var memberNames: [String] {
    guard case .object(let members) = value else { return [] }
    return members.filter { $0.value != .null }.map(\.name)
  }

  /// Refuses members that look like misspelled ones. Others pass: the format grows, and SDV ignores
  /// what it does not know.
  func refuseMisspelled(_ known: [String]) throws {
    for name in memberNames where !known.contains(name) {
      guard let meant = KindredError.similarName(to: name, among: known) else { continue }
      throw KindredError(
        .metadata, "\(subject) has an unknown member '\(name)'", table: table, column: column,
        remedy: "Did you mean '\(meant)'?")
    }
  }

  /// One column name, or a list of them.
  func key(_ name: String) throws -> [String]? {
    guard let member = try member(name) else { return nil }
    return try Self.key(member, name, table: table)
  }

  static func key(_ value: JSONValue, _ name: String, table: String?) throws -> [String] {
    let object = MetadataObject(.object([]), "A key", table: table)
    switch value {
    case .string(let column): return [column]
    case .array(let columns):
      return try columns.map {
        guard case .string(let column) = $0 else {
          throw object.wrongType(name, $0, "a column name")
        }
        return column
      }
    default: throw object.wrongType(name, value, "a column name or a list of them")
    }
  }

  /// A category label, which files may write as a number or a truth value.
  func label(_ value: JSONValue, _ name: String) throws -> String {
    switch value {
    case .string(let text), .number(let text): text
    case .boolean(let value): value ? "True" : "False"
    default: throw wrongType(name, value, "a label")
    }
  }

  /// A member that must be there.
  func needed<Value>(_ name: String, _ read: (String) throws -> Value?) throws -> Value {
    guard let value = try read(name) else {
      throw KindredError(
        .metadata, "\(subject) has no '\(name)'", table: table, column: column,
        remedy: "Add it to the metadata.")
    }
    return value
  }
}
