/// Strings stored one after the other: UTF-8 bytes and where each string ends.
public struct StringPool: Sendable, Equatable {
  /// The texts as UTF-8, one after the other.
  public private(set) var bytes: [UInt8] = []
  /// `offsets[i]..<offsets[i + 1]` are the bytes of string `i`.
  public private(set) var offsets: [Int] = [0]

  /// An empty pool.
  public init() {}

  /// A pool of these texts.
  public init(_ strings: some Sequence<String>) {
    for string in strings { append(string) }
  }

  /// Number of texts.
  public var count: Int { offsets.count - 1 }

  /// The text of an index.
  public subscript(index: Int) -> String {
    String(decoding: bytes[offsets[index]..<offsets[index + 1]], as: UTF8.self)
  }

  /// The bytes of one string.
  public func utf8(at index: Int) -> ArraySlice<UInt8> {
    bytes[offsets[index]..<offsets[index + 1]]
  }

  /// Adds a text.
  public mutating func append(_ string: String) {
    bytes.append(contentsOf: string.utf8)
    offsets.append(bytes.count)
  }

  /// Adds a text given as UTF-8; what is not valid reads as U+FFFD.
  public mutating func append(utf8: some Collection<UInt8>) {
    bytes.append(contentsOf: utf8)
    offsets.append(bytes.count)
  }

  /// All strings, in order.
  public var strings: [String] { (0..<count).map { self[$0] } }
}

/// A dictionary-encoded column of strings: every distinct string once, and a code per row.
public struct StringColumn: Sendable, Equatable {
  /// Index into `dictionary`, one per row; 0 in null rows (which the column's validity marks).
  public var codes: [Int32]
  /// The distinct strings. Order carries no meaning.
  public var dictionary: StringPool

  /// A column of codes into a dictionary.
  public init(codes: [Int32], dictionary: StringPool) {
    self.codes = codes
    self.dictionary = dictionary
  }

  /// Encodes plain strings; labels keep the order in which they first occur. Strings are told
  /// apart by their bytes, as in files, so that two spellings of an accent stay two labels.
  public init(_ strings: some Sequence<String>) {
    codes = []
    var encoder = StringEncoder()
    for string in strings { codes.append(encoder.code(of: string) ?? 0) }
    dictionary = encoder.pool
  }

  /// The string of a row.
  public subscript(row: Int) -> String { dictionary[Int(codes[row])] }
}
