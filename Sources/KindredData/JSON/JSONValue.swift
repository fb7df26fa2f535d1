/// A JSON value whose objects keep their members in order, as the order of tables and columns
/// means something.
public enum JSONValue: Sendable, Equatable {
  case null
  case boolean(Bool)
  /// The digits as written: no precision is lost on the way through.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// A named value of an object.
  public struct Member: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The value.
    public var value: JSONValue

    /// A member of an object.
    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The member of an object; nil for other values and other names.
  public subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The kind of value, for messages: "a text", "a number"...
  var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
