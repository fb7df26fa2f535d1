extension CSVTableReading {
  /// The names of the columns, and where the first record begins.
  static func header(
    _ text: UnsafePointer<UInt8>, _ length: Int, table: String, path: String
  ) throws -> (columns: [String], bodyStart: Int) {
    let hasMark = length >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF
    let start = hasMark ? 3 : 0
    var names: [String] = []
    var index = CSVFieldIndex(capacity: 64)
    let end: Int
    do {
      end = start + (try index.scan(text + start, length - start, columns: nil))
    } catch {
      throw KindredError(
        .format, "Header: \(error.problem)", table: table, value: error.value,
        remedy: error.remedy)
    }
    guard index.count > 0 else { throw emptyFile(table, path) }
    switch UTF8Check.firstFlaw(text + start, end - start) {
    case .nul:
      throw KindredError(
        .format, "The header contains a NUL byte", table: table,
        remedy: "Save the file as UTF-8 text.")
    case .invalid:
      throw KindredError(
        .format, "The header is not UTF-8", table: table, remedy: "Save the file as UTF-8.")
    case nil: break
    }
    if index.count == 1, index.fields[0].isNull, end == length { throw emptyFile(table, path) }
    var scratch: [UInt8] = []
    for position in 0..<index.count {
      let field = index.fields[position]
      let base = text + start + Int(field.start)
      if field.isEscaped {
        CSVColumnParser.undouble(base, field.length, into: &scratch)
      } else {
        scratch = Array(UnsafeBufferPointer(start: base, count: field.length))
      }
      names.append(String(decoding: scratch, as: UTF8.self))
    }
    try check(names, table: table)
    return (names, end)
  }

  private static func check(_ names: [String], table: String) throws {
    var positions: [String: Int] = [:]
    for (position, name) in names.enumerated() {
      guard !name.isEmpty else {
        throw KindredError(
          .format, "Column \(position + 1) of the header has no name", table: table,
          remedy: "Name every column (pandas: to_csv(..., index=False)).")
      }
      if let first = positions.updateValue(position, forKey: name) {
        throw KindredError(
          .format,
          "The header names the column twice, as columns \(first + 1) and \(position + 1)",
          table: table, column: name, remedy: "Rename one of them.")
      }
    }
  }
}

extension CSVFieldIndex {
  /// Where the content of the last field ends.
  var endOfFields: Int {
    guard count > 0 else { return 0 }
    return Int(fields[count - 1].start) + fields[count - 1].length
  }

  /// The fault of a byte that cannot be in a text file, with the row where it stands.
  func fault(of flaw: UTF8Check.Flaw, columns: Int) -> CSVFault {
    let problem: String
    let remedy: String
    switch flaw {
    case .nul:
      problem = "The row contains a NUL byte"
      remedy = "Save the file as UTF-8 text, without binary data."
    case .invalid:
      problem = "The row is not UTF-8"
      remedy = "Save the file as UTF-8."
    }
    // The last field that begins at or before the byte, by bisection.
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if Int(fields[middle].start) <= flaw.offset { low = middle + 1 } else { high = middle }
    }
    let field = max(low - 1, 0)
    return CSVFault(
      problem: problem, row: field / max(columns, 1), column: field % max(columns, 1),
      remedy: remedy)
  }
}
