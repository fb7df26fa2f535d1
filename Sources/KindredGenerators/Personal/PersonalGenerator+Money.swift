extension PersonalGenerator {
  func writeMoney(_ kind: PersonalKind, _ value: inout FieldValue) {
    switch kind {
    case .cardNumber: writeCardNumber(&value)
    case .cardProvider: value.writeChoice(of: WorkWords.cardProviders)
    case .cardExpiry:
      let month = value.choice(below: 120)
      value.write(month % 12 + 1, digits: 2)
      value.write("/")
      value.write(month / 12 + 26)
    case .cardCode: value.write(value.choice(below: 1_000), digits: 3)
    case .iban: writeIBAN(&value)
    case .bban:
      value.write("TEST")
      value.write(value.choice(below: Self.accounts), digits: 14)
    case .swift8, .swift11: writeBankCode(isLong: kind == .swift11, &value)
    case .currencyCode: value.writeChoice(of: CodeWords.currencyCodes)
    case .currencyName: value.writeChoice(of: CodeWords.currencyNames)
    default:
      // The group 979-99 is no publisher's; goods from 20 on are numbered inside a shop.
      let digits =
        kind == .isbn13
        ? 979_990_000_000 + value.choice(below: 10_000_000)
        : 200_000_000_000 + value.choice(below: 10_000_000_000)
      value.write(digits)
      value.write(Self.articleCheck(digits))
    }
  }

  private static let accounts: UInt64 = 100_000_000_000_000

  /// A number of the range 4000 00, which card networks keep for tests, with its check digit
  /// (Luhn).
  private func writeCardNumber(_ value: inout FieldValue) {
    let layout = shape.layouts.choose(&value.draw)
    let count = layout.map { $0.count { $0 == UInt8(ascii: "0") } } ?? 16
    let free = (0..<(count - 7)).reduce(UInt64(1)) { power, _ in power * 10 }
    let number = 400_000 * free + value.choice(below: free)
    var sum: UInt64 = 0
    var rest = number
    var isDoubled = true
    while rest > 0 {
      let digit = rest % 10 * (isDoubled ? 2 : 1)
      sum += digit > 9 ? digit - 9 : digit
      rest /= 10
      isDoubled.toggle()
    }
    let whole = number * 10 + (10 - sum % 10) % 10
    let start = value.bytes.count
    if let layout {
      value.write(layout)
      Self.replaceDigits(in: &value.bytes, from: start, by: whole)
    } else {
      value.write(whole)
    }
  }

  /// A British account number of a bank named TEST, with its check digits (ISO 13616).
  private func writeIBAN(_ value: inout FieldValue) {
    let account = value.choice(below: Self.accounts)
    // T, E, S, T count 29, 14, 28, 29; the country and two zeros follow the account.
    let bank: UInt64 = 29_142_829 % 97
    let remainder = (bank * (Self.accounts % 97) + account % 97) % 97 * (1_000_000 % 97)
    // G and B count 16 and 11.
    let check = 98 - (remainder + 161_100) % 97
    value.write("GB")
    value.write(check, digits: 2)
    value.write("TEST")
    value.write(account, digits: 14)
  }

  /// A bank identifier whose location ends in 0, which marks test banks (ISO 9362).
  private func writeBankCode(isLong: Bool, _ value: inout FieldValue) {
    var rest = value.choice(below: isLong ? 26 * 26 * 26 * 26 * 26 * 1_000 : 26 * 26 * 26 * 26 * 26)
    for _ in 0..<4 {
      value.bytes.append(0x41 + UInt8(rest % 26))
      rest /= 26
    }
    value.write(PlaceWords.countryCodes[value.draw.below(PlaceWords.countryCodes.count)])
    value.bytes.append(0x41 + UInt8(rest % 26))
    value.write("0")
    if isLong { value.write(rest / 26, digits: 3) }
  }

  /// The check digit of twelve digits (EAN-13).
  private static func articleCheck(_ digits: UInt64) -> UInt64 {
    var sum: UInt64 = 0
    var rest = digits
    var weight: UInt64 = 3
    while rest > 0 {
      sum += rest % 10 * weight
      rest /= 10
      weight = 4 - weight
    }
    return (10 - sum % 10) % 10
  }
}
