/// Splits a CSV file into chunks of whole records: nominal blocks of fixed size, each moved to the
/// next line end outside quotes. Blocks count their quotes in parallel; the parity of all quotes
/// before a place tells whether it lies inside a quoted field.
struct CSVChunks {
  let text: UnsafePointer<UInt8>
  let length: Int
  /// Bytes of a nominal block.
  let chunkBytes: Int
  /// The first byte not handed out yet, always the start of a record.
  private(set) var position: Int

  /// Chunks handed out together; fixed, so that results do not depend on the number of threads.
  static let perWave = 16

  init(text: UnsafePointer<UInt8>, length: Int, position: Int, chunkBytes: Int) {
    self.text = text
    self.length = length
    self.position = position
    self.chunkBytes = chunkBytes
  }

  /// The next chunks, none of them empty; no chunk at the end of the file.
  mutating func nextWave(threads: Int) -> [Range<Int>] {
    let start = position
    let blocks = min(Self.perWave, (length - start + chunkBytes - 1) / chunkBytes)
    guard blocks > 0 else { return [] }
    let (text, length, chunkBytes) = (text, length, chunkBytes)
    let isOdd = parallelMap(blocks, threads: threads) { block -> Bool in
      let first = start + block * chunkBytes
      return Self.hasOddQuotes(text + first, min(chunkBytes, length - first))
    }
    var chunks: [Range<Int>] = []
    var isQuoted = false
    for block in 1...blocks {
      if isOdd[block - 1] { isQuoted.toggle() }
      // A record that reaches beyond the nominal boundary has moved `position` there already.
      let nominal = min(start + block * chunkBytes, length)
      guard position < nominal else { continue }
      let end = Self.endOfRecord(text, length, from: nominal, isQuoted: isQuoted)
      chunks.append(position..<end)
      position = end
    }
    return chunks
  }

  private static func hasOddQuotes(_ text: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    // Eight bytes at a time: the high bit of each lane flips with every quote in that lane.
    let raw = UnsafeRawPointer(text)
    let quotes: UInt64 = 0x2222_2222_2222_2222
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    var lanes: UInt64 = 0
    var offset = 0
    while offset &+ 8 <= length {
      let difference = raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ quotes
      lanes ^= ~(((difference & low) &+ low) | difference | low)
      offset &+= 8
    }
    var count = lanes.nonzeroBitCount
    while offset < length {
      if text[offset] == UInt8(ascii: "\"") { count += 1 }
      offset += 1
    }
    return count & 1 != 0
  }

  /// The place after the first line end outside quotes at or after `first`.
  private static func endOfRecord(
    _ text: UnsafePointer<UInt8>, _ length: Int, from first: Int, isQuoted: Bool
  ) -> Int {
    var isQuoted = isQuoted
    var offset = first
    while offset < length {
      let byte = text[offset]
      offset += 1
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == 0x0A, !isQuoted { return offset }
    }
    return length
  }
}
