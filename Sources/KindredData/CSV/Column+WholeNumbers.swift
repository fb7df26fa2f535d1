extension Column {
  /// A column of strings that all spell whole numbers, some as decimals ("12.0"), as integers; nil
  /// for other columns. So programs write integers that lack values in some rows.
  func wholeNumbersAsIntegers() -> Column? {
    guard case .strings(let strings) = values else { return nil }
    var isUsed = [Bool](repeating: false, count: strings.dictionary.count)
    for (row, code) in strings.codes.enumerated() where isValid(row) { isUsed[Int(code)] = true }
    var integers = [Int64](repeating: 0, count: strings.dictionary.count)
    for code in integers.indices where isUsed[code] {
      var text = strings.dictionary.utf8(at: code)
      if text.suffix(2).elementsEqual(".0".utf8) { text = text.dropLast(2) }
      let number = text.withUnsafeBufferPointer { bytes -> Int64? in
        guard let base = bytes.baseAddress, bytes.count > 0,
          IntegerText.isCanonical(base, bytes.count),
          case .value(let value) = IntegerText.parse(base, bytes.count)
        else { return nil }
        return value
      }
      guard let number else { return nil }
      integers[code] = number
    }
    let numbers = strings.codes.enumerated().map { row, code in
      isValid(row) ? integers[Int(code)] : 0
    }
    return Column(name, .integers(numbers), validity: validity)
  }
}
