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
    case .word, .words: writeText(&value, length: 20)
    case .catchPhrase: writeText(&value, length: 30)
    case .sentence: writeText(&value, length: 60)
    case .paragraph: writeText(&value, length: 240)
    default: writeText(&value, length: 160)
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

  /// Text of the learned shape, or of a given length when nothing was learned.
  func writeText(_ value: inout FieldValue, length: Int) {
    if shape.isKnown {
      shape.text.write(&value.draw, to: &value.bytes)
    } else {
      shape.text.appendWords(length: length, &value.draw, to: &value.bytes)
    }
    if value.isUnique { writeRowNumber(&value) }
  }
}
