import KindredData

/// Where a PostgreSQL database is: `postgres://user:password@host:port/database?name=value&...`.
///
/// The form is libpq's: several hosts separated by commas, IPv6 addresses in brackets, everything
/// optional, special characters percent-encoded. Parameters are handed to libpq (`sslmode`,
/// `sslrootcert`, `connect_timeout`, `options`, ...), except `schema`, which names the schemas to
/// work in and may occur more than once.
public struct PostgresURL: Sendable, Equatable {
  /// A server; nil where libpq's default holds.
  struct Host: Sendable, Equatable {
    var name: String?
    var port: String?
  }

  /// A parameter for libpq.
  struct Parameter: Sendable, Equatable {
    var name: String
    var value: String
  }

  /// The role; nil for libpq's default.
  public private(set) var user: String?
  /// Never printed; nil when libpq is to look for it in PGPASSWORD and ~/.pgpass.
  let password: String?
  let hosts: [Host]
  /// The database; nil for libpq's default.
  public private(set) var database: String?
  let parameters: [Parameter]
  /// The schemas to work in; empty for those of the server's search path.
  public internal(set) var schemas: [String]

  /// Whether a text begins like the URL of a PostgreSQL database.
  public static func isOne(_ text: String) -> Bool {
    schemes.contains { text.hasPrefix($0) }
  }

  static let schemes = ["postgres://", "postgresql://"]

  /// - Throws: `KindredError` of kind `argument`. It never quotes the URL, which may hold a password.
  public init(_ text: String) throws { try self.init(utf8: Array(text.utf8)) }

  /// The URL in these bytes.
  /// - Throws: As `init(_:)`.
  public init(utf8 bytes: [UInt8]) throws {
    guard let scheme = Self.schemes.first(where: { bytes.starts(with: $0.utf8) }) else {
      throw Self.failure("does not begin with postgres://")
    }
    let rest = bytes[scheme.utf8.count...]
    let slash = rest.firstIndex(of: Self.slash) ?? rest.endIndex
    let at = rest[..<slash].firstIndex(of: UInt8(ascii: "@"))
    // As libpq does: a password may hold a question mark, and neither a slash nor an at sign.
    let place = rest[(at.map { $0 + 1 } ?? rest.startIndex)...]
    let question = place.firstIndex(of: UInt8(ascii: "?")) ?? place.endIndex
    let pathStart = place[..<question].firstIndex(of: Self.slash) ?? question
    let path = place[pathStart..<question].dropFirst()
    guard !place[..<question].contains(UInt8(ascii: "@")) else {
      throw Self.failure("has an '@' that belongs to no user")
    }
    (user, password) = try Self.credentials(at.map { rest[..<$0] } ?? [])
    hosts = try Self.hosts(place[..<pathStart])
    database = path.isEmpty ? nil : try Self.decoded(path, of: "database")
    (parameters, schemas) = try Self.parameters(place[question...].dropFirst())
  }

  private static let slash = UInt8(ascii: "/")
  private static let colon = UInt8(ascii: ":")

  private static func credentials(_ text: ArraySlice<UInt8>) throws -> (String?, String?) {
    let colon = text.firstIndex(of: Self.colon) ?? text.endIndex
    let user = try decoded(text[..<colon], of: "user")
    let password = try decoded(text[colon...].dropFirst(), of: "password")
    return (user.isEmpty ? nil : user, password.isEmpty ? nil : password)
  }

  private static func hosts(_ text: ArraySlice<UInt8>) throws -> [Host] {
    guard !text.isEmpty else { return [] }
    return try text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
      var name = $0
      var port: ArraySlice<UInt8> = []
      if $0.first == UInt8(ascii: "[") {
        guard let end = $0.firstIndex(of: UInt8(ascii: "]")) else {
          throw failure("has an IPv6 address without its closing bracket")
        }
        name = $0[..<end].dropFirst()
        port = $0[(end + 1)...]
        guard !name.isEmpty, port.isEmpty || port.first == colon else {
          throw failure("has a malformed IPv6 address")
        }
      } else if let sign = $0.firstIndex(of: colon) {
        name = $0[..<sign]
        port = $0[sign...]
      }
      port = port.dropFirst()
      let digits = String(decoding: port, as: UTF8.self)
      guard port.isEmpty || port.allSatisfy({ $0 &- 0x30 <= 9 }) && 1...65535 ~= Int(digits) ?? 0
      else { throw failure("has a port that is no number from 1 to 65535") }
      let host = try decoded(name, of: "host")
      return Host(name: host.isEmpty ? nil : host, port: port.isEmpty ? nil : digits)
    }
  }

  private static func parameters(
    _ text: ArraySlice<UInt8>
  ) throws -> (parameters: [Parameter], schemas: [String]) {
    var parameters: [Parameter] = []
    var schemas: [String] = []
    for part in text.split(separator: UInt8(ascii: "&")) {
      guard let sign = part.firstIndex(of: UInt8(ascii: "=")) else {
        throw failure("has a parameter without '='")
      }
      let name = try decoded(part[..<sign], of: "name of a parameter")
      let value = try decoded(part[(sign + 1)...], of: "value of a parameter")
      switch name {
      case "": throw failure("has a parameter without a name")
      case "schema":
        for schema in value.split(separator: ",").map(String.init) where !schemas.contains(schema) {
          schemas.append(schema)
        }
      // What JDBC's URLs say.
      case "ssl" where value == "true": parameters.append(.init(name: "sslmode", value: "require"))
      default: parameters.append(.init(name: name, value: value))
      }
    }
    return (parameters, schemas)
  }

  /// Resolves percent signs.
  private static func decoded(_ text: ArraySlice<UInt8>, of part: String) throws -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var position = text.startIndex
    while position < text.endIndex {
      guard text[position] == UInt8(ascii: "%") else {
        result.append(text[position])
        position += 1
        continue
      }
      guard position + 2 < text.endIndex, let high = hexadecimal(text[position + 1]),
        let low = hexadecimal(text[position + 2]), high | low != 0
      else { throw failure("has a malformed percent sign in the \(part)") }
      result.append(high << 4 | low)
      position += 3
    }
    guard let string = String(validating: result, as: UTF8.self), !result.contains(0) else {
      throw failure("has a \(part) that is not UTF-8")
    }
    return string
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }

  private static func failure(_ problem: String) -> KindredError {
    KindredError(
      .argument, "The URL of the database \(problem)",
      remedy: "Write postgres://user:password@host:port/database, with special characters "
        + "percent-encoded (@ is %40, / is %2F, : is %3A, % is %25).")
  }
}

extension PostgresURL: CustomStringConvertible {
  /// The URL without password and parameters.
  public var description: String {
    var text = "postgres://"
    if let user { text += "\(user)@" }
    text += hosts.map { host in
      let name = host.name ?? ""
      return (name.contains(":") ? "[\(name)]" : name) + (host.port.map { ":\($0)" } ?? "")
    }.joined(separator: ",")
    if let database { text += "/\(database)" }
    if !schemas.isEmpty { text += "?schema=\(schemas.joined(separator: ","))" }
    return text
  }
}

extension PostgresURL: CustomReflectable {
  /// Keeps the password out of dumps.
  public var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
