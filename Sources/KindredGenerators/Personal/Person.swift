import KindredStatistics

/// Who a row is about: the same for all columns of its table.
struct Person {
  let isFemale: Bool
  let first: ArraySlice<UInt8>
  let last: ArraySlice<UInt8>
  /// Random bits for further choices about the person.
  let habit: UInt64

  @inline(__always)
  init(row: UInt64, random: CounterRandom) {
    let bits = random.bits(row: row)
    isFemale = bits & 1 == 0
    let names = isFemale ? PersonWords.female : PersonWords.male
    first = names[((bits >> 1 & 0xFFFF) &* names.count) >> 16]
    last = PersonWords.last[((bits >> 17 & 0xFFFF) &* PersonWords.last.count) >> 16]
    habit = bits >> 33
  }
}
