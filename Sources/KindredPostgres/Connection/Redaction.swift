/// Keeps passwords out of texts.
public struct Redaction: Sendable {
  private var secrets: [String]

  /// A redaction that knows no password, only what URLs look like.
  public init() { secrets = [] }

  init(secrets: [String?]) {
    // Longer ones first: one may be part of another.
    self.secrets = secrets.compactMap { $0 }.filter { !$0.isEmpty }
      .sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
  }

  /// The text with known passwords, and those in URLs of databases, replaced by asterisks.
  public func callAsFunction(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for secret in secrets { bytes = Self.replacing(Array(secret.utf8), in: bytes) }
    return String(decoding: Self.redactingURLs(in: bytes), as: UTF8.self)
  }

  private static let mask = Array("***".utf8)

  private static func replacing(_ secret: [UInt8], in text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    while position < text.count {
      if text[position...].starts(with: secret) {
        result += mask
        position += secret.count
      } else {
        result.append(text[position])
        position += 1
      }
    }
    return result
  }

  /// Masks what stands between the first colon and the last at sign of a URL, and the values of
  /// parameters named after passwords. Where a URL was cut off before its at sign, what could be
  /// the beginning of a password goes, too.
  private static func redactingURLs(in text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var position = 0
    let schemes = PostgresURL.schemes.map { Array($0.utf8) }
    while position < text.count {
      guard let scheme = schemes.first(where: { text[position...].starts(with: $0) }) else {
        result.append(text[position])
        position += 1
        continue
      }
      result += scheme
      position += scheme.count
      let end = text[position...].firstIndex { $0 <= 0x20 } ?? text.endIndex
      result += redacted(text[position..<end])
      position = end
    }
    return result
  }

  private static func redacted(_ url: ArraySlice<UInt8>) -> [UInt8] {
    let question = url.lastIndex(of: UInt8(ascii: "?")) ?? url.endIndex
    let at = url[..<question].lastIndex(of: UInt8(ascii: "@"))
    let end = at ?? url.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
    let userEnd = end ?? url.endIndex
    var result: [UInt8] = []
    if let colon = url[..<userEnd].firstIndex(of: UInt8(ascii: ":")),
      at != nil || !url[colon..<userEnd].dropFirst().allSatisfy({ $0 &- 0x30 <= 9 })
    {
      result += url[...colon] + mask
    } else {
      result += url[..<userEnd]
    }
    let parts = url[userEnd...].split(
      separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index > 0 { result.append(UInt8(ascii: "&")) }
      let sign = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
      let isSecret = String(decoding: part[..<sign], as: UTF8.self).lowercased()
        .hasSuffix("password")
      result += isSecret && sign < part.endIndex ? part[...sign] + mask : part
    }
    return result
  }
}
