extension Column {
  /// A column of strings that all spell whole numbers, some as decimals ("12.0"), as integers; nil
  /// for other columns. So programs write integers that lack values in some rows. Words for missing
  /// values become nulls.
  func wholeNumbersAsIntegers() -> Column? {
    guard case .strings(let strings) = values else { return nil }
    var isUsed = [Bool](repeating: false, count: strings.dictionary.count)
    for (row, code) in strings.codes.enumerated() where isValid(row) { isUsed[Int(code)] = true }
    var integers = [Int64](repeating: 0, count: strings.dictionary.count)
    var isMissing = [Bool](repeating: false, count: integers.count)
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
      isMissing[code] =
        number == nil
        && text.withUnsafeBufferPointer { bytes in
          bytes.baseAddress.map { MissingMark.matches($0, bytes.count) } ?? false
        }
      guard let number = number ?? (isMissing[code] ? 0 : nil) else { return nil }
      integers[code] = number
    }
    var validity = validity
    if isMissing.contains(true) {
      validity = Bitmap(
        strings.codes.indices.lazy.map { isValid($0) && !isMissing[Int(strings.codes[$0])] })
    }
    let numbers = strings.codes.enumerated().map { row, code in
      isValid(row) ? integers[Int(code)] : 0
    }
    return Column(name, .integers(numbers), validity: validity)
  }
}
