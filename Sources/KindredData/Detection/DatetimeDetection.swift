/// Finds the strptime format that all values of a column follow.
enum DatetimeDetection {
  struct Found {
    var format: String
    /// Whether day and month could be the other way round.
    var isAmbiguous = false
  }

  /// Candidates in the order of preference. Where all values fit a format with the month first and
  /// one with the day first, slashes mean month first and points day first.
  private static let formats: [TimestampFormat] = {
    let dates = [
      "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%m-%d-%Y",
      "%d-%m-%Y", "%d. %m. %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d %B %Y", "%d. %B %Y",
      "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%m/%d/%y", "%d/%m/%y", "%d.%m.%y", "%y-%m-%d",
      "%a %b %d %Y",
    ]
    let times = [
      "%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%I:%M:%S %p", "%I:%M %p", "%H:%M:%S%z", "%H:%M:%S.%f%z",
      "%H:%M%z", "%H:%M:%S %z", "%H:%M:%S %Z",
    ]
    var texts = dates
    for date in dates { texts += times.map { date + " " + $0 } }
    texts += times.map { "%Y-%m-%dT" + $0 }
    texts += ["%Y%m%dT%H%M%S", "%a %b %d %H:%M:%S %Y", "%a, %d %b %Y %H:%M:%S %z"]
    texts += ["%H:%M:%S", "%H:%M:%S.%f", "%H:%M", "%Y-%m", "%b %Y", "%B %Y"]
    return texts.compactMap { try? TimestampFormat($0) }
  }()

  /// Compact spellings, looked for only when the name speaks of time.
  private static let compactFormats: [TimestampFormat] = [
    "%Y%m%d", "%Y%m%d%H%M%S", "%Y%m%d%H%M", "%y%m%d",
  ].compactMap { try? TimestampFormat($0) }

  /// The format of a column of strings, nil when none fits every value.
  /// - Complexity: O(distinct bytes) for the formats that fit a sample.
  static func format(of profile: ColumnProfile) -> Found? {
    let sample = profile.sampledStrings(48).filter {
      !$0.allSatisfy(\.isWhitespace) && !MissingMark.matches($0)
    }
    guard let first = sample.first, looksLikeTime(first) else { return nil }
    var candidates = formats
    if profile.words.hasAny(of: timeWords) { candidates += compactFormats }
    let fitting = candidates.filter { format in
      sample.allSatisfy { format.parse($0) != nil }
        && profile.codes.allSatisfy { code in
          let bytes = profile.pool.utf8(at: Int(code))
          return bytes.isEmpty
            || bytes.withUnsafeBufferPointer { bytes in
              format.parse(bytes) != nil
                || bytes.baseAddress.map { MissingMark.matches($0, bytes.count) } ?? false
            }
        }
    }
    guard let best = fitting.first else { return nil }
    let swapped = swap(best.text)
    return Found(
      format: best.text,
      isAmbiguous: swapped != best.text && fitting.contains { $0.text == swapped })
  }

  /// The compact format of a column of integers whose name speaks of time, such as 20150731.
  static func format(ofIntegers profile: ColumnProfile) -> Found? {
    guard let integers = profile.integers, integers.count > 0, integers.least > 0,
      profile.words.hasAny(of: timeWords)
    else { return nil }
    let texts = integers.values.map { String($0) }
    for format in compactFormats {
      let length = format.text == "%Y%m%d" ? 8 : format.text == "%y%m%d" ? 6 : nil
      guard
        texts.allSatisfy({ text in
          (length ?? text.utf8.count) == text.utf8.count && text.utf8.count >= 6
            && format.parse(text) != nil
        })
      else { continue }
      return Found(format: format.text)
    }
    return nil
  }

  static let timeWords: Set<String> = [
    "date", "time", "datetime", "timestamp", "day", "birth", "dob", "birthday", "created",
    "updated", "modified", "at", "on", "since", "until", "start", "end", "issued", "datum", "tag",
    "zeit", "geburtsdatum", "cas", "dt", "ts", "fecha", "data", "hora", "expires",
  ]

  private static func swap(_ format: String) -> String {
    var text = ""
    var isDirective = false
    for character in format {
      let swapped: Character =
        isDirective ? (character == "m" ? "d" : character == "d" ? "m" : character) : character
      text.append(swapped)
      isDirective = character == "%" && !isDirective
    }
    return text
  }

  /// Digits in plenty, few letters: keeps free text away from the formats.
  private static func looksLikeTime(_ text: String) -> Bool {
    guard 5...40 ~= text.utf8.count else { return false }
    let digits = text.utf8.reduce(0) { $0 + ($1 &- 0x30 <= 9 ? 1 : 0) }
    return digits >= 3 || digits >= 2 && text.utf8.contains(UInt8(ascii: ":"))
  }
}
