import KindredStatistics

extension PersonalGenerator {
  func writePerson(_ kind: PersonalKind, _ value: inout FieldValue) {
    let person = Person(row: value.row, random: value.shared)
    switch kind {
    case .name:
      value.write(person.first)
      value.write(" ")
      if value.isUnique { writeMiddleNames(&value) }
      value.write(person.last)
    case .firstName where value.isUnique:
      let index = value.choice(below: PersonWords.female.count + PersonWords.male.count)
      let isFemale = index < PersonWords.female.count
      value.write(
        isFemale ? PersonWords.female[index] : PersonWords.male[index - PersonWords.female.count])
    case .firstName:
      value.write(person.first)
    case .lastName where value.isUnique:
      value.writeChoice(of: PersonWords.last)
    case .lastName:
      value.write(person.last)
    case .prefix:
      let title = value.draw.below(20)
      value.write(title == 0 ? "Dr." : person.isFemale ? (title < 8 ? "Mrs." : "Ms.") : "Mr.")
      if value.isUnique { writeSerialNumber(&value) }
    case .suffix:
      value.write(person.isFemale ? "MD" : "Jr.")
      if value.isUnique { writeSerialNumber(&value) }
    case .gender:
      value.write(person.isFemale ? "Female" : "Male")
      if value.isUnique { writeSerialNumber(&value) }
    case .email:
      writeUserName(person, &value)
      switch person.habit >> 20 % 3 {
      case 0: value.write("@example.com")
      case 1: value.write("@example.org")
      default: value.write("@example.net")
      }
    case .userName:
      writeUserName(person, &value)
    default:
      writePassword(&value)
    }
  }

  /// Names of all letters that spell the serial number, most often one or two.
  private func writeMiddleNames(_ value: inout FieldValue) {
    let names = PersonWords.last
    var rest = value.serial
    repeat {
      let higher = rest / names.count
      // Neighbours look unrelated; what is below the higher digits still goes one to one.
      value.write(
        names[(Scatter.place(rest % names.count, in: names.count) + higher) % names.count])
      value.write(" ")
      rest = higher
    } while rest > 0
  }

  private func writeUserName(_ person: Person, _ value: inout FieldValue) {
    switch person.habit & 7 {
    case 0, 1, 2:
      value.writeLetters(person.first)
      value.write(".")
      value.writeLetters(person.last)
    case 3:
      value.writeLetters(person.first)
      value.write("_")
      value.writeLetters(person.last)
    case 4, 5:
      value.writeLetters(person.first.prefix(1))
      value.writeLetters(person.last)
    default:
      value.writeLetters(person.first)
      value.writeLetters(person.last.prefix(1))
    }
    if value.isUnique {
      value.write(value.serialNumber)
    } else if person.habit >> 3 & 3 == 0 {
      value.write(person.habit >> 5 % 90 + 10)
    }
  }

  private func writePassword(_ value: inout FieldValue) {
    for _ in 0..<12 {
      let place = UInt8(value.draw.below(62))
      value.bytes.append(place < 10 ? 0x30 + place : place < 36 ? 0x37 + place : 0x3D + place)
    }
    if value.isUnique {
      value.write("_")
      value.write(value.serialNumber)
    }
  }

  func writeSerialNumber(_ value: inout FieldValue) {
    value.write(" ")
    value.write(value.serialNumber + 1)
  }
}
