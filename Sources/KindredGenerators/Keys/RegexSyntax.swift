/// A regular expression without repetition of unknown length.
indirect enum RegexNode: Equatable {
  case characters(CharacterRanges)
  case sequence([RegexNode])
  case choice([RegexNode])
  /// Between `least` and `most` copies.
  case repeated(RegexNode, least: Int, most: Int)
}

/// A character class: ranges of Unicode scalars in the order in which they were written.
struct CharacterRanges: Equatable {
  private(set) var ranges: [ClosedRange<UInt32>] = []

  init(_ ranges: [ClosedRange<UInt32>] = []) {
    for range in ranges { insert(range) }
  }

  init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

  static let digits = CharacterRanges([0x30...0x39])
  static let lowercase = CharacterRanges([0x61...0x7A])
  static let uppercase = CharacterRanges([0x41...0x5A])
  /// In the order of the field's tools, which list digits and small letters first.
  static let word = CharacterRanges([0x30...0x39, 0x61...0x7A, 0x41...0x5A, 0x5F...0x5F])
  /// The printable characters of ASCII, in the same order.
  static let printable = CharacterRanges([0x30...0x39, 0x61...0x7A, 0x41...0x5A, 0x20...0x7E])

  /// How many characters the class has.
  var count: UInt64 { ranges.reduce(0) { $0 + UInt64($1.count) } }

  /// The first character; 0 in the empty class.
  var first: UInt32 { ranges.first?.lowerBound ?? 0 }

  func contains(_ scalar: UInt32) -> Bool { ranges.contains { $0.contains(scalar) } }

  /// Adds what is not in the class yet. Surrogates, which no string can hold, are left out.
  mutating func insert(_ range: ClosedRange<UInt32>) {
    var pieces = [range]
    for known in [0xD800...0xDFFF] + ranges {
      pieces = pieces.flatMap { piece -> [ClosedRange<UInt32>] in
        guard piece.overlaps(known) else { return [piece] }
        var rest: [ClosedRange<UInt32>] = []
        if piece.lowerBound < known.lowerBound {
          rest.append(piece.lowerBound...known.lowerBound - 1)
        }
        if piece.upperBound > known.upperBound {
          rest.append(known.upperBound + 1...piece.upperBound)
        }
        return rest
      }
    }
    ranges += pieces
  }
}
