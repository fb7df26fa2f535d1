import KindredStatistics

/// Where a row lives: the same for all columns of its table.
private struct Home {
  let building: UInt64
  let street: UInt64
  let streetEnding: UInt64
  let city: UInt64
  let cityEnding: UInt64
  let state: UInt64
  let country: UInt64
  let postcode: UInt64

  init(_ value: FieldValue) {
    // The lanes before belong to `Person`.
    var draw = Draw(value.shared, row: value.row, lane: 4)
    let size = draw.below(3)
    building = draw.below(size == 0 ? 99 : size == 1 ? 999 : 9_899) + 1
    street = draw.below(PlaceWords.streetStems.count)
    streetEnding = draw.below(PlaceWords.streetEndings.count)
    city = draw.below(PlaceWords.cityStems.count)
    cityEnding = draw.below(PlaceWords.cityEndings.count)
    state = draw.below(PlaceWords.states.count)
    country = draw.below(PlaceWords.countries.count)
    postcode = draw.below(90_000) + 10_000
  }
}

extension PersonalGenerator {
  func writePlace(_ kind: PersonalKind, _ value: inout FieldValue) {
    let home = Home(value)
    switch kind {
    case .address:
      writeStreetAddress(home, &value)
      value.write(", ")
      writeCity(home.city, home.cityEnding, &value)
      value.write(", ")
      value.write(PlaceWords.stateCodes[home.state])
      value.write(" ")
      value.write(home.postcode)
    case .streetAddress: writeStreetAddress(home, &value)
    case .streetName:
      let count = PlaceWords.streetStems.count * PlaceWords.streetEndings.count
      let street = value.isUnique ? value.choice(below: count) : nil
      writeStreet(
        street.map { $0 / PlaceWords.streetEndings.count } ?? home.street,
        street.map { $0 % PlaceWords.streetEndings.count } ?? home.streetEnding, &value)
    case .buildingNumber:
      if value.isUnique {
        value.write(value.serialNumber + 1)
      } else if let layout = shape.layouts.choose(&value.draw) {
        fill(layout, &value)
      } else {
        value.write(home.building)
      }
    case .secondaryAddress:
      value.write(value.draw.below(2) == 0 ? "Apt. " : "Suite ")
      value.write(value.isUnique ? value.serialNumber + 1 : value.draw.below(999) + 1)
    case .city:
      let count = PlaceWords.cityStems.count * PlaceWords.cityEndings.count
      let city = value.isUnique ? value.choice(below: count) : nil
      writeCity(
        city.map { $0 / PlaceWords.cityEndings.count } ?? home.city,
        city.map { $0 % PlaceWords.cityEndings.count } ?? home.cityEnding, &value)
    case .state: writeShared(home.state, of: PlaceWords.states, &value)
    case .stateAbbreviation: writeShared(home.state, of: PlaceWords.stateCodes, &value)
    case .country: writeShared(home.country, of: PlaceWords.countries, &value)
    case .countryCode: writeShared(home.country, of: PlaceWords.countryCodes, &value)
    case .callingCode:
      value.write("+")
      value.write(PlaceWords.callingCodes[home.country])
      if value.isUnique { writeSerialNumber(&value) }
    case .postcode:
      if let layout = shape.layouts.choose(&value.draw) {
        fill(layout, &value)
      } else {
        value.write(value.isUnique ? value.choice(below: 90_000) + 10_000 : home.postcode)
      }
    case .latitude: writeAngle(limit: 90, &value)
    case .longitude: writeAngle(limit: 180, &value)
    case .coordinates:
      writeAngle(limit: 90, &value)
      value.write(",")
      let east = value.draw.below(360_000_000)
      writeDegrees(east, limit: 180, &value)
    default: value.writeChoice(of: PlaceWords.timeZones)
    }
  }

  /// The word that agrees with the other columns, or one of its own where values must not repeat.
  private func writeShared(_ index: UInt64, of words: WordList, _ value: inout FieldValue) {
    value.write(words[value.isUnique ? value.choice(below: words.count) : index])
  }

  private func writeStreetAddress(_ home: Home, _ value: inout FieldValue) {
    value.write(value.isUnique ? value.serialNumber + 1 : home.building)
    value.write(" ")
    writeStreet(home.street, home.streetEnding, &value)
  }

  private func writeStreet(_ stem: UInt64, _ ending: UInt64, _ value: inout FieldValue) {
    value.write(PlaceWords.streetStems[stem])
    value.write(" ")
    value.write(PlaceWords.streetEndings[ending])
  }

  private func writeCity(_ stem: UInt64, _ ending: UInt64, _ value: inout FieldValue) {
    value.write(PlaceWords.cityStems[stem])
    value.write(PlaceWords.cityEndings[ending])
  }

  private func writeAngle(limit: UInt64, _ value: inout FieldValue) {
    writeDegrees(value.choice(below: limit * 2_000_000), limit: limit, &value)
  }

  /// Millionths of a degree above `-limit` as degrees.
  private func writeDegrees(_ millionths: UInt64, limit: UInt64, _ value: inout FieldValue) {
    let zero = limit * 1_000_000
    let size = millionths < zero ? zero - millionths : millionths - zero
    if millionths < zero { value.write("-") }
    value.write(size / 1_000_000)
    value.write(".")
    value.write(size % 1_000_000, digits: 6)
  }
}
