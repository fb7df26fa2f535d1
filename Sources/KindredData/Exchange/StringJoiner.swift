/// Joins dictionary-encoded strings into one column with one dictionary.
struct StringJoiner {
  private var codes: [Int32] = []
  private var encoder = StringEncoder()
  /// The dictionary of the last part, and the codes that its strings have here: parts often share it.
  private var last = StringPool()
  private var map: [Int32] = []

  /// What has been joined so far.
  var column: StringColumn { StringColumn(codes: codes, dictionary: encoder.pool) }

  mutating func appendNulls(_ count: Int) {
    codes.append(contentsOf: repeatElement(0, count: count))
  }

  /// Appends the strings of a part; nulls have the code 0.
  /// - Throws: `KindredError` of kind `data` when there are more distinct strings than codes.
  /// - Complexity: O(rows of the part), and O(bytes of its dictionary) unless it is the last part's.
  mutating func append(_ part: StringColumn, validity: Bitmap?, column: String) throws {
    if !part.dictionary.isStorage(of: last) || map.count != part.dictionary.count {
      try learn(part.dictionary, column)
    }
    // A part of nulls has codes (0) but may have no strings.
    guard !map.isEmpty else { return appendNulls(part.codes.count) }
    let start = codes.count
    codes.append(contentsOf: part.codes.lazy.map { [map] in map[Int($0)] })
    guard let validity else { return }
    for row in part.codes.indices where !validity[row] { codes[start + row] = 0 }
  }

  private mutating func learn(_ dictionary: StringPool, _ column: String) throws {
    guard let codes = encoder.codes(of: dictionary) else {
      throw KindredError(
        .data, "The column has more than 2,147,483,647 distinct strings", column: column,
        remedy: "Split the table.")
    }
    map = codes
    // Kept alive, so that its address is no other dictionary's.
    last = dictionary
  }
}

extension StringPool {
  /// Whether both are the same piece of memory, and so the same strings.
  fileprivate func isStorage(of other: StringPool) -> Bool {
    bytes.withUnsafeBufferPointer { own in
      other.bytes.withUnsafeBufferPointer { theirs in
        own.baseAddress == theirs.baseAddress && own.count == theirs.count
      }
    }
      && offsets.withUnsafeBufferPointer { own in
        other.offsets.withUnsafeBufferPointer { theirs in
          own.baseAddress == theirs.baseAddress && own.count == theirs.count
        }
      }
  }
}
