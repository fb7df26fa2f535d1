/// Scatters numbers within a range, one to one and the same always, without storing anything.
///
/// Columns whose values must never repeat take row numbers through it: rows stay apart whatever the
/// seed, and neighbours look unrelated. A Feistel network over a grid that covers the range; places
/// outside are walked on.
enum Scatter {
  /// Where `number` goes in `0..<count`; numbers beyond are reduced first. `count` is 1...2^62.
  static func place(_ number: UInt64, in count: UInt64) -> UInt64 {
    guard count > 1 else { return 0 }
    let width = UInt64(Double(count).squareRoot()) + 1
    let height = (count - 1) / width + 1
    var place = number < count ? number : number % count
    repeat {
      var row = place / width
      var column = place - row * width
      for round: UInt64 in 0..<3 {
        row = shifted(row, by: column ^ round << 56, in: height)
        column = shifted(column, by: row ^ round << 58, in: width)
      }
      place = row * width + column
    } while place >= count
    return place
  }

  @inline(__always)
  private static func shifted(_ value: UInt64, by key: UInt64, in count: UInt64) -> UInt64 {
    let sum = value + key.scrambled.multipliedFullWidth(by: count).high
    return sum < count ? sum : sum - count
  }
}
