extension PersonalGenerator {
  func writeWords(_ kind: PersonalKind, _ value: inout FieldValue) {
    switch kind {
    case .company: writeCompany(&value)
    case .companySuffix: value.writeChoice(of: WorkWords.companyEndings)
    case .job: value.writeChoice(of: WorkWords.jobs)
    case .colorName: value.writeChoice(of: CodeWords.colors)
    case .hexColor:
      value.write("#")
      value.writeHexadecimal(value.choice(below: 1 << 24), digits: 6)
    case .languageName: value.writeChoice(of: CodeWords.languageNames)
    case .languageCode: value.writeChoice(of: CodeWords.languageCodes)
    case .word where !shape.isKnown: value.writeChoice(of: PlainWords.all)
    default: writeText(&value)
    }
  }

  private func writeCompany(_ value: inout FieldValue) {
    let names = PersonWords.last
    let trades = WorkWords.trades
    let choice = value.choice(below: names.count * trades.count)
    value.write(names[choice % names.count])
    value.write(" ")
    value.write(trades[choice / names.count])
    let ending = value.draw.below(WorkWords.companyEndings.count * 2)
    if ending < WorkWords.companyEndings.count {
      value.write(" ")
      value.write(WorkWords.companyEndings[ending])
    }
  }

  func writeText(_ value: inout FieldValue) {
    shape.text.write(&value.draw, to: &value.bytes)
    if value.isUnique { writeSerialNumber(&value) }
  }
}
