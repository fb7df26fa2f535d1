extension PersonalGenerator {
  func writeNumber(_ kind: PersonalKind, _ value: inout FieldValue) {
    switch kind {
    case .phoneNumber: writePhoneNumber(&value)
    case .ssn:
      // Area numbers from 900 were never issued; groups up to 49 are no tax numbers either.
      let number = value.choice(below: 100 * 49 * 9_999)
      let digits =
        (900 + number / (49 * 9_999)) * 1_000_000 + (1 + number / 9_999 % 49) * 10_000
        + 1 + number % 9_999
      writeDigits(digits, count: 9, standard: "000-00-0000", &value)
    case .ein:
      // The prefix 00 was never issued.
      let number = value.choice(below: 10_000_000)
      writeDigits(number, count: 9, standard: "00-0000000", &value)
    case .passportNumber: writeLayout(standard: "A00000000", &value)
    case .licensePlate: writeLayout(standard: "AAA-0000", &value)
    default: writeVehicleNumber(&value)
    }
  }

  // MARK: - Layouts

  /// Fills a layout of the real values, or the standard one.
  private func writeLayout(standard: StaticString, _ value: inout FieldValue) {
    if let layout = shape.layouts.choose(&value.draw) {
      fill(layout, &value)
    } else {
      fill(
        Array(UnsafeBufferPointer(start: standard.utf8Start, count: standard.utf8CodeUnitCount))[
          ...], &value)
    }
  }

  /// Fills a layout with digits and letters, one to one with a choice.
  func fill(_ layout: ArraySlice<UInt8>, _ value: inout FieldValue) {
    // From the back, as many places as 2^56 reaches take part in the choice.
    var count: UInt64 = 1
    var first = layout.endIndex
    while first > layout.startIndex, count <= 1 << 50 {
      first -= 1
      count *= Self.size(layout[first])
    }
    var rest = value.choice(below: count)
    for (place, mark) in zip(layout.indices, layout) {
      let size = Self.size(mark)
      guard size > 1 else {
        value.bytes.append(mark)
        continue
      }
      var digit: UInt64
      if place < first {
        digit = value.draw.below(size)
      } else {
        count /= size
        digit = rest / count
        rest -= digit * count
      }
      value.bytes.append(mark + UInt8(truncatingIfNeeded: digit))
    }
  }

  private static func size(_ mark: UInt8) -> UInt64 {
    mark == UInt8(ascii: "0") ? 10 : mark | 0x20 == UInt8(ascii: "a") ? 26 : 1
  }

  /// Writes `count` digits into a layout of the real values with as many, or the standard one.
  func writeDigits(
    _ number: UInt64, count: Int, standard: StaticString, _ value: inout FieldValue
  ) {
    let start = value.bytes.count
    if let layout = shape.layouts.choose(&value.draw),
      layout.count(where: { $0 == UInt8(ascii: "0") }) == count
    {
      value.write(layout)
    } else {
      value.write(standard)
    }
    Self.replaceDigits(in: &value.bytes, from: start, by: number)
  }

  /// Replaces the zeros of a layout by the last digits of a number.
  static func replaceDigits(in bytes: inout [UInt8], from start: Int, by number: UInt64) {
    var rest = number
    for place in (start..<bytes.count).reversed() where bytes[place] == UInt8(ascii: "0") {
      bytes[place] += UInt8(rest % 10)
      rest /= 10
    }
  }

  // MARK: - Telephone

  /// Numbers that ring nowhere: 555-0100 to 555-0199 in the North American plan, unassigned country
  /// codes (28x, 999) elsewhere.
  private func writePhoneNumber(_ value: inout FieldValue) {
    let start = value.bytes.count
    if let layout = shape.layouts.choose(&value.draw) {
      value.write(layout)
    } else {
      value.write("000-000-0000")
    }
    // What follows a letter is an extension.
    var end = start
    while end < value.bytes.count, value.bytes[end] | 0x20 != UInt8(ascii: "a") { end += 1 }
    let isExtended = end < value.bytes.count
    let digits = value.bytes[start..<end].count { $0 == UInt8(ascii: "0") }
    let isInternational = value.bytes[start] == UInt8(ascii: "+")
    let countryDigits = value.bytes[start..<end].dropFirst()
      .prefix { $0 == UInt8(ascii: "0") }.count

    let number: UInt64
    if digits == 10 && !isInternational || digits == 11 && (!isInternational || countryDigits != 2)
    {
      let choice = value.choice(below: 800 * 100)
      number = 10_000_000_000 + (200 + choice / 100) * 10_000_000 + 5_550_100 + choice % 100
    } else if isInternational, digits > 4 {
      let free = min(digits - 3, 15)
      let code: UInt64 = countryDigits == 2 ? 280 + value.draw.below(10) : 999
      // In 280 to 289 the third digit stands after the separator.
      number = code * Self.power(free) + value.choice(below: Self.power(free))
    } else if digits >= 8 {
      let free = min(digits - 7, 8)
      let choice = value.choice(below: Self.power(free) * 100)
      number = choice / 100 * 10_000_000 + 5_550_100 + choice % 100
    } else if digits == 7 {
      number = 5_550_100 + value.choice(below: 100)
    } else {
      number = value.choice(below: Self.power(digits))
    }
    var extensionBytes = Array(value.bytes[end...])
    value.bytes.removeLast(extensionBytes.count)
    Self.replaceDigits(in: &value.bytes, from: start, by: number)
    guard isExtended else { return }
    for place in extensionBytes.indices {
      switch extensionBytes[place] {
      case UInt8(ascii: "0"): extensionBytes[place] += UInt8(value.draw.below(10))
      case UInt8(ascii: "a"), UInt8(ascii: "A"): extensionBytes[place] = UInt8(ascii: "x")
      default: break
      }
    }
    value.write(extensionBytes[...])
  }

  private static func power(_ digits: Int) -> UInt64 {
    (0..<min(max(digits, 0), 18)).reduce(1) { power, _ in power * 10 }
  }

  // MARK: - Vehicles

  /// A vehicle identification number with its check digit; no maker has the prefix 0.
  private func writeVehicleNumber(_ value: inout FieldValue) {
    let start = value.bytes.count
    let letters = Self.vehicleLetters
    var rest = value.choice(below: 1 << 62)
    value.write("00000000000000000")
    // The ninth place is the check digit, the last four are digits.
    for place in (1..<17).reversed() where place != 8 {
      let size = place < 13 ? UInt64(letters.count) : 10
      value.bytes[start + place] = letters[Int(rest % size)]
      rest /= size
    }
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
    var sum = 0
    for (place, weight) in weights.enumerated() {
      sum += weight * Self.vehicleValue(value.bytes[start + place])
    }
    value.bytes[start + 8] = sum % 11 == 10 ? UInt8(ascii: "X") : 0x30 + UInt8(sum % 11)
  }

  private static let vehicleLetters = Array("0123456789ABCDEFGHJKLMNPRSTUVWXYZ".utf8)

  /// The value of a character in the check sum: the letters count 1 to 9 thrice, without I, O, Q.
  private static func vehicleValue(_ letter: UInt8) -> Int {
    switch letter {
    case 0x30...0x39: Int(letter - 0x30)
    case 0x41...0x49: Int(letter - 0x40)
    case 0x4A...0x52: Int(letter - 0x49)
    default: Int(letter &- 0x51)
    }
  }
}
