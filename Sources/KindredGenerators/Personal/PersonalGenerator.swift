public import KindredStatistics

/// Values of personal fields that belong to nobody: names, addresses, numbers.
///
/// Network addresses, telephone, card and social security numbers come from ranges that are
/// reserved for documentation and tests or never issued. First name, last name, e-mail address and
/// user name of a row agree, and so do the parts of its address, when all are given the same
/// `person` stream.
public struct PersonalGenerator: Sendable {
  let kind: PersonalKind?
  let shape: FieldShape
  private let isUnique: Bool
  private let consumed: UInt64

  /// - Parameters:
  ///   - sdtype: the semantic type, named as in Faker: `name`, `email`, `phone_number`, ...
  ///   - shape: what is known of the real values; decides layouts, letter case and lengths.
  ///   - isUnique: whether different rows must have different values. They then differ for all
  ///     rows below 2^60 (numbers of a fixed width carry a suffix such as "-2" once all are used),
  ///     also when the streams change between calls.
  ///   - consumed: how many values earlier calls took, where values must not repeat. Does not
  ///     change who a row is about.
  public init(sdtype: String, shape: TextShape, isUnique: Bool, consumed: UInt64 = 0) {
    let kind = PersonalKind(sdtype: sdtype)
    self.kind = kind
    self.shape = FieldShape(shape, kind: kind)
    self.isUnique = isUnique
    self.consumed = consumed
  }

  /// Whether the semantic type is known; values of an unknown one are text of the shape.
  public var isKnown: Bool { kind != nil }

  /// Appends the value of a row as UTF-8.
  ///
  /// - Parameters:
  ///   - person: the stream that all columns of the table share.
  ///   - field: the stream of this column.
  public func append(
    row: UInt64, person: CounterRandom, field: CounterRandom, to target: inout [UInt8]
  ) {
    let start = target.count
    // The value takes the bytes over and gives them back: no copy.
    var bytes: [UInt8] = []
    swap(&bytes, &target)
    var value = FieldValue(
      row: row, serial: consumed &+ row, isUnique: isUnique, person: person, field: field,
      bytes: bytes)
    bytes = []
    write(&value)
    let round = value.takeRound()
    if round > 0 {
      value.write("-")
      value.write(round + 1)
    }
    swap(&value.bytes, &target)
    shape.apply(to: &target, from: start)
  }

  private func write(_ value: inout FieldValue) {
    guard let kind else { return writeText(&value) }
    switch kind {
    case .name, .firstName, .lastName, .prefix, .suffix, .gender, .email, .userName, .password:
      writePerson(kind, &value)
    case .address, .streetAddress, .streetName, .buildingNumber, .secondaryAddress, .city, .state,
      .stateAbbreviation, .postcode, .country, .countryCode, .latitude, .longitude, .coordinates,
      .timeZone, .callingCode:
      writePlace(kind, &value)
    case .phoneNumber, .ssn, .ein, .passportNumber, .licensePlate, .vin:
      writeNumber(kind, &value)
    case .cardNumber, .cardProvider, .cardExpiry, .cardCode, .iban, .bban, .swift8, .swift11,
      .currencyCode, .currencyName, .isbn13, .ean13:
      writeMoney(kind, &value)
    case .url, .domainName, .domainWord, .ipv4, .ipv6, .macAddress, .userAgent, .uuid, .slug,
      .fileName, .filePath, .mimeType, .md5, .sha1, .sha256:
      writeNetwork(kind, &value)
    case .dateOfBirth, .date, .time, .dateTime, .year, .month, .monthName, .dayOfMonth, .dayOfWeek:
      writeTime(kind, &value)
    case .company, .companySuffix, .job, .catchPhrase, .colorName, .hexColor, .languageName,
      .languageCode, .word, .words, .sentence, .paragraph, .text:
      writeWords(kind, &value)
    }
  }
}
