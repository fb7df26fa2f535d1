public import KindredData

/// What is known of a column of texts: lengths, shares of kinds of characters and common layouts.
///
/// Aggregates only; no word of the texts is kept.
public struct TextShape: Sendable, Equatable {
  /// Characters per text at the quantiles 0.1, 0.3, 0.5, 0.7 and 0.9; ascending.
  public var lengths: [Int]
  /// Words per text at the same quantiles.
  public var wordCounts: [Int]
  /// Digits among the characters other than spaces, 0 to 1.
  public var digitShare: Double
  /// Capitals among the letters, 0 to 1.
  public var upperShare: Double
  /// Words that begin with a capital, 0 to 1.
  public var capitalizedShare: Double
  /// Punctuation among the characters other than spaces, 0 to 1.
  public var punctuationShare: Double
  /// Texts that end like a sentence, 0 to 1.
  public var sentenceShare: Double
  /// Layouts of short texts that at least ten texts share, the commonest first: `0` for a digit,
  /// `A` for a capital, `a` for a small letter, punctuation as it is.
  public var layouts: [String]
  /// The share of texts with each layout, 0 to 1.
  public var layoutShares: [Double]

  /// The shape with the given parts; `learn(from:)` explains them.
  public init(
    lengths: [Int] = [], wordCounts: [Int] = [], digitShare: Double = 0, upperShare: Double = 0,
    capitalizedShare: Double = 0, punctuationShare: Double = 0, sentenceShare: Double = 0,
    layouts: [String] = [], layoutShares: [Double] = []
  ) {
    self.lengths = lengths
    self.wordCounts = wordCounts
    self.digitShare = digitShare
    self.upperShare = upperShare
    self.capitalizedShare = capitalizedShare
    self.punctuationShare = punctuationShare
    self.sentenceShare = sentenceShare
    self.layouts = layouts
    self.layoutShares = layoutShares
  }
}

extension TextShape {
  /// Longest layout and most layouts that are kept.
  static let layoutLength = 40
  static let layoutLimit = 8
  private static let minimumCount = 10
  private static let textLimit = 50_000

  /// The shape of texts; more than 50,000 are thinned out evenly. Linear in their length.
  public static func learn(from texts: StringPool) -> TextShape {
    var survey = TextSurvey()
    let step = max(1, (texts.count + textLimit - 1) / textLimit)
    for index in stride(from: 0, to: texts.count, by: step) {
      survey.add(texts.utf8(at: index))
    }
    return survey.shape(minimumCount: minimumCount)
  }
}

/// Counts over texts.
private struct TextSurvey {
  private var lengths: [Int] = []
  private var wordCounts: [Int] = []
  private var digits = 0
  private var letters = 0
  private var capitals = 0
  private var punctuation = 0
  private var inked = 0
  private var words = 0
  private var capitalizedWords = 0
  private var sentences = 0
  private var layouts: [[UInt8]: Int] = [:]

  mutating func add(_ text: ArraySlice<UInt8>) {
    guard !text.isEmpty else { return }
    var layout: [UInt8] = []
    var length = 0
    var textWords = 0
    var isInWord = false
    var last: UInt8 = 0
    for byte in text where byte & 0xC0 != 0x80 {
      length += 1
      let mark: UInt8
      switch byte {
      case 0x30...0x39:
        mark = 0x30
        digits += 1
      case 0x41...0x5A:
        mark = 0x41
        letters += 1
        capitals += 1
        if !isInWord { capitalizedWords += 1 }
      case 0x61...0x7A, 0x80...:
        mark = 0x61
        letters += 1
      case 0x00...0x20:
        mark = 0x20
      default:
        mark = byte
        punctuation += 1
      }
      if mark == 0x20 {
        isInWord = false
      } else {
        if !isInWord { textWords += 1 }
        isInWord = true
        inked += 1
        last = mark
      }
      if length <= TextShape.layoutLength { layout.append(mark) }
    }
    lengths.append(length)
    wordCounts.append(textWords)
    words += textWords
    if last == 0x2E || last == 0x21 || last == 0x3F { sentences += 1 }
    if length <= TextShape.layoutLength { layouts[layout, default: 0] += 1 }
  }

  func shape(minimumCount: Int) -> TextShape {
    guard !lengths.isEmpty else { return TextShape() }
    func share(_ part: Int, _ whole: Int) -> Double {
      whole == 0 ? 0 : Double(part) / Double(whole)
    }
    let common = layouts.filter { $0.value >= minimumCount }
      .sorted { ($1.value, $0.key.text) < ($0.value, $1.key.text) }
      .prefix(TextShape.layoutLimit)
    return TextShape(
      lengths: Self.quantiles(lengths, minimumCount),
      wordCounts: Self.quantiles(wordCounts, minimumCount),
      digitShare: share(digits, inked), upperShare: share(capitals, letters),
      capitalizedShare: share(capitalizedWords, words),
      punctuationShare: share(punctuation, inked),
      sentenceShare: share(sentences, lengths.count), layouts: common.map { $0.key.text },
      layoutShares: common.map { share($0.value, lengths.count) })
  }

  /// Five quantiles; of few texts only their mean.
  private static func quantiles(_ values: [Int], _ minimumCount: Int) -> [Int] {
    let sorted = values.sorted()
    guard sorted.count >= minimumCount else {
      return Array(repeating: sorted.reduce(0, +) / max(1, sorted.count), count: 5)
    }
    return [1, 3, 5, 7, 9].map { sorted[(sorted.count - 1) * $0 / 10] }
  }
}

extension [UInt8] {
  fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
