public import KindredStatistics

/// Values of personal fields that belong to nobody: names, addresses, numbers.
///
/// Addresses on the network, telephone and card numbers come from ranges that are reserved for
/// documentation and tests. First name, last name, e-mail address and user name of a row agree
/// when they are given the same `person` stream.
public struct PersonalGenerator: Sendable {
  private let kind: PersonalKind?
  private let text: TextGenerator
  private let isUnique: Bool

  /// - Parameters:
  ///   - sdtype: the semantic type, named as in Faker: `name`, `email`, `phone_number`, ...
  ///   - shape: what is known of the real values; decides the layout of numbers.
  ///   - isUnique: whether different rows must have different values.
  public init(sdtype: String, shape: TextShape, isUnique: Bool) {
    kind = PersonalKind(sdtype: sdtype)
    text = TextGenerator(shape: shape)
    self.isUnique = isUnique
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
    guard let kind else {
      text.append(row: row, random: field, to: &target)
      if isUnique { appendNumber(row, to: &target) }
      return
    }
    let identity = Person(row: row, random: person)
    switch kind {
    case .firstName: target.append(contentsOf: identity.first)
    case .lastName: target.append(contentsOf: identity.last)
    case .name:
      target.append(contentsOf: identity.first)
      target.append(UInt8(ascii: " "))
      target.append(contentsOf: identity.last)
    }
  }
}

enum PersonalKind: String {
  case firstName = "first_name"
  case lastName = "last_name"
  case name

  init?(sdtype: String) { self.init(rawValue: sdtype) }
}
