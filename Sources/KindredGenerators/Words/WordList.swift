/// Words to choose from, as UTF-8 bytes one after the other.
struct WordList: Sendable {
  private let bytes: [UInt8]
  private let ends: [Int]

  /// Words in the order given, divided by spaces and line breaks, or by `separator` and line
  /// breaks when the words themselves have spaces.
  init(_ text: String, separator: Character = " ") {
    var bytes: [UInt8] = []
    var ends = [0]
    for word in text.split(whereSeparator: { $0 == separator || $0 == "\n" }) {
      bytes.append(contentsOf: word.utf8)
      ends.append(bytes.count)
    }
    self.bytes = bytes
    self.ends = ends
  }

  var count: UInt64 { UInt64(ends.count - 1) }

  /// The bytes of a word; indices start over at the end of the list.
  @inline(__always)
  subscript(index: UInt64) -> ArraySlice<UInt8> {
    let place = Int(index < count ? index : index % count)
    return bytes[ends[place]..<ends[place + 1]]
  }
}
