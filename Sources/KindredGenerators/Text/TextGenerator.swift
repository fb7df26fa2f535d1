public import KindredStatistics

/// Made-up text from neutral words, with the lengths and habits of a shape.
public struct TextGenerator: Sendable {
  private let lengths: [UInt64]
  private let digitWords: Double
  private let capitalized: Double
  private let isUppercase: Bool
  private let hasSentences: Bool
  private let layouts: LayoutChoice

  /// Text like the texts that `shape` was learned from.
  public init(shape: TextShape) {
    let longest = 100_000
    lengths = shape.lengths.map { UInt64(min(max($0, 1), longest)) }.sorted()
    digitWords = shape.digitShare
    isUppercase = shape.upperShare > 0.8
    capitalized = shape.capitalizedShare
    hasSentences = shape.sentenceShare > 0.3
    let words = shape.wordCounts.sorted()
    // Codes, as opposed to words: their layouts say more than their words.
    let isCode =
      shape.digitShare > 0.3 || (words.last ?? 0) <= 1 && (shape.digitShare > 0.05 || isUppercase)
    layouts = LayoutChoice(shape, isUsed: isCode)
  }

  /// Appends the text of a row as UTF-8.
  public func append(row: UInt64, random: CounterRandom, to target: inout [UInt8]) {
    var draw = Draw(random, row: row)
    write(&draw, to: &target)
  }

  func write(_ draw: inout Draw, to target: inout [UInt8]) {
    if let layout = layouts.choose(&draw) {
      layouts.append(layout, &draw, to: &target)
      return
    }
    appendWords(length: Int(length(&draw)), &draw, to: &target)
  }

  /// Sentences until about `length` characters.
  private func appendWords(length: Int, _ draw: inout Draw, to target: inout [UInt8]) {
    let first = target.count
    var startsSentence = true
    var sentenceWords: UInt64 = 0
    let words = PlainWords.all
    while true {
      let start = target.count
      if digitWords > 0, draw.happens(digitWords) {
        appendNumber(draw.below(1_000), to: &target)
      } else {
        target.append(contentsOf: words[draw.below(words.count)])
        let isCapital = hasSentences && startsSentence || draw.happens(capitalized)
        if isUppercase {
          for place in start..<target.count { target[place] &= 0xDF }
        } else if isCapital {
          target[start] &= 0xDF
        }
      }
      sentenceWords += 1
      let written = target.count - first
      guard written + 4 < length else { break }
      startsSentence = hasSentences && sentenceWords > 4 && draw.below(8) == 0
      if startsSentence {
        target.append(UInt8(ascii: "."))
        sentenceWords = 0
      }
      target.append(UInt8(ascii: " "))
    }
    // A single word too long for a short text is cut.
    if target.count - first > length + 4 { target.removeLast(target.count - first - length) }
    if hasSentences { target.append(UInt8(ascii: ".")) }
  }

  /// A length between the quantiles 0.1 to 0.9 of the shape, a little beyond on both sides.
  private func length(_ draw: inout Draw) -> UInt64 {
    guard lengths.count >= 2 else { return lengths.first ?? 40 }
    let steps = UInt64(lengths.count - 1)
    let place = draw.below(steps * 1_024)
    let low = lengths[Int(place >> 10)]
    let high = lengths[Int(place >> 10) + 1]
    return low + (high - low) * (place & 1_023) / 1_023
  }
}
