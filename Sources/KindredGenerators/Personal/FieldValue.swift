import KindredStatistics

/// One value while it is written: the choices it is made of and its bytes.
struct FieldValue {
  let row: UInt64
  /// Counts the values of all calls, where they must not repeat.
  let serial: UInt64
  let isUnique: Bool
  /// The stream that all columns of the table share.
  let shared: CounterRandom
  /// Choices of this column alone.
  var draw: Draw
  var bytes: [UInt8]
  /// How often all values were used up before this row; only where values must not repeat.
  private(set) var round: UInt64 = 0

  init(
    row: UInt64, serial: UInt64, isUnique: Bool, person: CounterRandom, field: CounterRandom,
    bytes: consuming [UInt8]
  ) {
    self.row = row
    // Leaves room to count on.
    self.serial = serial & (1 << 62 - 1)
    self.isUnique = isUnique
    self.shared = person
    self.bytes = bytes
    draw = Draw(field, row: row)
  }

  // MARK: - Choices

  /// A number in `0..<count`: random, or different from row to row where values must not repeat.
  /// `count` is 1...2^62. A value makes at most one such choice.
  mutating func choice(below count: UInt64) -> UInt64 {
    guard isUnique else { return draw.below(count) }
    round = serial / count
    return Scatter.place(serial % count, in: count)
  }

  /// The round, which the caller writes itself.
  mutating func takeRound() -> UInt64 {
    defer { round = 0 }
    return round
  }

  /// A number that no other row has, of few digits for early rows.
  var serialNumber: UInt64 {
    let block: UInt64 = 100_000
    return serial / block * block + Scatter.place(serial % block, in: block)
  }

  // MARK: - Writing

  mutating func write(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func write(_ word: ArraySlice<UInt8>) { bytes.append(contentsOf: word) }

  mutating func write(_ number: UInt64, digits: Int = 1) {
    appendNumber(number, digits: digits, to: &bytes)
  }

  /// Letters of ASCII in lower case, nothing else.
  mutating func writeLetters(_ word: ArraySlice<UInt8>) {
    for byte in word where (0x41...0x5A).contains(byte & 0xDF) { bytes.append(byte | 0x20) }
  }

  mutating func writeHexadecimal(_ number: UInt64, digits: Int) {
    for place in (0..<digits).reversed() {
      let digit = UInt8(truncatingIfNeeded: number >> UInt64(4 * place) & 15)
      bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }

  /// A word of a list.
  mutating func writeChoice(of words: WordList) { write(words[choice(below: words.count)]) }
}
