/// The values of one column in one chunk.
struct CSVColumnPart {
  enum Values {
    case integers([Int64])
    /// `places` as in `CSVPlaces`.
    case decimals([Double], places: CSVPlaces)
    case strings(codes: [Int32], dictionary: StringPool)
    /// `pair` indexes `BooleanSpelling.pairs`; nil without values.
    case booleans([Bool], pair: Int?)
    case timestamps([Int64], CSVTimestampTraits)
  }
  var values: Values
  var validity: Bitmap?
  /// Words for missing values, which are nulls here.
  var marks = MissingMarks()
}

/// How many digits stand after the decimal point in a column's texts.
enum CSVPlaces: Equatable {
  /// The most seen, all texts being plain decimals.
  case most(Int)
  /// Some number is no decimal of nine places or fewer.
  case irregular

  /// More digits are noise of binary arithmetic rather than a chosen precision.
  static let maximum = 9

  /// Notes a number and the digits that its text has after the point, -1 where it says otherwise. An
  /// exponent ("1e3"), and digits that are the noise of binary arithmetic (16.110920000000002), stand for
  /// fewer.
  @inline(__always)
  mutating func note(_ places: Int, of value: Double) {
    if places >= 0, places <= Self.maximum {
      note(places)
    } else if self != .irregular {
      note(Self.fewest(of: value).map { max($0, 1) } ?? -1)
    }
  }

  /// The fewest places of a decimal that is as near to a number as binary arithmetic gets.
  private static func fewest(of value: Double) -> Int? {
    var scale = 1.0
    for places in 0...maximum {
      let whole = (value * scale).rounded()
      if abs(whole) < 0x1p53, abs(whole / scale - value) <= 4 * value.ulp { return places }
      scale *= 10
    }
    return nil
  }

  @inline(__always)
  private mutating func note(_ places: Int) {
    guard case .most(let known) = self else { return }
    if places < 0 || places > Self.maximum {
      self = .irregular
    } else if places > known {
      self = .most(places)
    }
  }

  mutating func merge(_ other: CSVPlaces) {
    switch other {
    case .most(let places): note(places)
    case .irregular: self = .irregular
    }
  }
}

/// What is learned about a timestamp column beside its values.
struct CSVTimestampTraits {
  /// The most digits of a fraction seen.
  var fractionDigits = 0
  /// Seconds to subtract from each value for universal time; nil when the format has no offset.
  var offsets: [Int32]?
  /// The first spellings seen.
  var offsetText: String?
  var zoneText: String?
}

/// The offsets from universal time that the values of a column have.
enum CSVOffsets: Equatable {
  /// All the same number of seconds, spelled like this first.
  case same(seconds: Int32, offset: String, zone: String)
  case different

  /// nil when no value has an offset.
  init?(_ traits: CSVTimestampTraits, validity: Bitmap?) {
    guard let offsets = traits.offsets, let text = traits.offsetText else { return nil }
    var found: Int32?
    for row in offsets.indices where validity?[row] ?? true {
      if let found, found != offsets[row] {
        self = .different
        return
      }
      found = offsets[row]
    }
    guard let found else { return nil }
    self = .same(seconds: found, offset: text, zone: traits.zoneText ?? "UTC")
  }

  /// The offsets of this part and the next.
  func joined(_ next: CSVOffsets) -> CSVOffsets {
    guard case .same(let seconds, _, _) = self, case .same(seconds, _, _) = next else {
      return .different
    }
    return self
  }
}
