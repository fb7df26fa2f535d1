import KindredData

/// Keys of one length: a character class per position.
///
/// Strings are numbered; the number decides the characters from the last one back, as far as 2^56
/// numbers reach. Characters before that (half of a UUID) follow from a hash of the number, so they
/// look as random and no two numbers share a string.
struct KeyForm: Sendable, Equatable {
  /// Longest key.
  static let lengthLimit = 256
  private static let capacityLimit: UInt64 = 1 << 56

  let classes: [CharacterRanges]
  let capacity: UInt64
  private let places: [Place]
  /// The characters of classes of ASCII.
  private let letters: [UInt8]
  /// The ranges of other classes.
  private let ranges: [ClosedRange<UInt32>]

  private struct Place {
    /// The first of `size` letters, or the first range of a class beyond ASCII.
    let first: Int
    let size: UInt64
    /// Strings of the places behind this one; 0 where the hash decides.
    let weight: UInt64
    /// `weight` as a power of two where size and weight both are one, else 64.
    let shift: UInt64
    let isASCII: Bool
  }

  static func == (left: KeyForm, right: KeyForm) -> Bool { left.classes == right.classes }

  /// - Parameter classes: none of them empty.
  init(_ classes: [CharacterRanges]) {
    self.classes = classes
    var weights: [UInt64] = []
    var weight: UInt64 = 1
    var isNumbered = true
    for characters in classes.reversed() {
      let product = weight.multipliedSaturated(by: characters.count)
      isNumbered = isNumbered && product <= Self.capacityLimit
      weights.append(isNumbered ? weight : 0)
      if isNumbered { weight = product }
    }
    capacity = weight

    var places: [Place] = []
    var letters: [UInt8] = []
    var ranges: [ClosedRange<UInt32>] = []
    var known: [[ClosedRange<UInt32>]: Int] = [:]
    for (characters, weight) in zip(classes, weights.reversed()) {
      let isASCII = characters.ranges.allSatisfy { $0.upperBound < 0x80 }
      let first = known[characters.ranges] ?? (isASCII ? letters.count : ranges.count)
      if known.updateValue(first, forKey: characters.ranges) == nil {
        if isASCII {
          letters += characters.ranges.joined().map { UInt8(truncatingIfNeeded: $0) }
        } else {
          ranges += characters.ranges
        }
      }
      let size = characters.count
      let isBinary = weight.nonzeroBitCount == 1 && size.nonzeroBitCount == 1
      places.append(
        Place(
          first: first, size: size, weight: weight,
          shift: isBinary ? UInt64(weight.trailingZeroBitCount) : 64, isASCII: isASCII))
    }
    self.places = places
    self.letters = letters
    self.ranges = ranges
  }

  /// Appends the UTF-8 bytes of the string with a number below the capacity.
  func append(number: UInt64, to target: inout [UInt8]) {
    places.withUnsafeBufferPointer { places in
      letters.withUnsafeBufferPointer { letters in
        var rest = number
        var fraction = number ^ 0x6A09_E667_F3BC_C908
        for (index, place) in places.enumerated() {
          var digit: UInt64 = 0
          if place.weight == 0 {
            // A scrambled fraction of 64 bits serves eight characters of small alphabets.
            if index & 7 == 0 || place.size > 256 { fraction = fraction.scrambled }
            (digit, fraction) = fraction.multipliedFullWidth(by: place.size)
          } else if place.shift < 64 {
            digit = rest >> place.shift & (place.size - 1)
          } else if place.size > 1 {
            digit = rest / place.weight
            rest -= digit * place.weight
          }
          if place.isASCII {
            target.append(letters[place.first + Int(truncatingIfNeeded: digit)])
          } else {
            target.append(scalar: scalar(digit, from: place.first))
          }
        }
      }
    }
  }

  private func scalar(_ digit: UInt64, from first: Int) -> UInt32 {
    var digit = digit
    var range = first
    while range + 1 < ranges.count, digit >= UInt64(ranges[range].count) {
      digit -= UInt64(ranges[range].count)
      range += 1
    }
    return ranges[range].lowerBound &+ UInt32(truncatingIfNeeded: digit)
  }

  /// Whether some string could belong to both forms.
  func overlaps(_ other: KeyForm) -> Bool {
    classes.count == other.classes.count
      && zip(classes, other.classes).allSatisfy { left, right in
        left.ranges.contains { range in right.ranges.contains { $0.overlaps(range) } }
      }
  }
}

extension KeyForm {
  /// Reads the form from a regular expression without choices and with fixed repetition.
  ///
  /// - Throws: `KindredError` when the expression is of another kind or too long.
  init(regex: String) throws(KindredError) {
    var classes: [CharacterRanges] = []
    try Self.collect(try RegexParser.parse(regex), into: &classes)
    guard !classes.isEmpty else { throw Self.unsuitable(regex) }
    self.init(classes)
  }

  private static func collect(
    _ node: RegexNode, into classes: inout [CharacterRanges]
  ) throws(KindredError) {
    switch node {
    case .characters(let ranges):
      guard ranges.count > 0, classes.count < lengthLimit else { throw unsuitable(nil) }
      classes.append(ranges)
    case .sequence(let nodes):
      for node in nodes { try collect(node, into: &classes) }
    case .repeated(.characters(let ranges), let least, let most) where least == most:
      guard ranges.count > 0, least <= lengthLimit - classes.count else { throw unsuitable(nil) }
      classes += Array(repeating: ranges, count: least)
    default:
      throw unsuitable(nil)
    }
  }

  private static func unsuitable(_ text: String?) -> KindredError {
    KindredError(.model, "A learned key pattern must be a list of character classes", value: text)
  }

  /// The form as a regular expression that `init(regex:)` reads.
  var regex: String {
    var result = ""
    var index = 0
    while index < classes.count {
      var end = index + 1
      while end < classes.count, classes[end] == classes[index] { end += 1 }
      let text = classes[index].regex
      let repeated = "\(text){\(end - index)}"
      let plain = String(repeating: text, count: end - index)
      result += repeated.count < plain.count ? repeated : plain
      index = end
    }
    return result
  }
}

extension CharacterRanges {
  /// The class in the syntax that `RegexParser` reads.
  var regex: String {
    if ranges.count == 1, ranges[0].count == 1 { return Self.quoted(ranges[0].lowerBound) }
    let inner = ranges.map { range in
      let low = Self.quoted(range.lowerBound)
      return range.count == 1 ? low : "\(low)-\(Self.quoted(range.upperBound))"
    }
    return "[\(inner.joined())]"
  }

  private static func quoted(_ value: UInt32) -> String {
    guard let scalar = Unicode.Scalar(value) else { return "" }
    if value < 0x20 || value == 0x7F || (0x80...0x9F).contains(value) {
      let digits = String(value, radix: 16)
      return "\\x" + (digits.count < 2 ? "0" : "") + digits
    }
    let isPlain = !scalar.isASCII || (CharacterRanges.word.contains(value) || value == 0x20)
    return isPlain ? String(Character(scalar)) : "\\\(scalar)"
  }
}

extension UInt64 {
  /// The number with its bits mixed, one to one (the finisher of SplitMix64).
  @inline(__always)
  var scrambled: UInt64 {
    var value = self &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
