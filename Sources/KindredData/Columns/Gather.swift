extension Column {
  /// The values of the rows listed, in that order; -1 gives a null.
  /// - Complexity: O(rows); strings share the dictionary.
  public func gather(_ rows: [Int32]) -> Column {
    var result = self
    switch values {
    case .integers(let values): result.values = .integers(Self.pick(values, rows, filler: 0))
    case .decimals(let values): result.values = .decimals(Self.pick(values, rows, filler: 0))
    case .booleans(let values): result.values = .booleans(Self.pick(values, rows, filler: false))
    case .timestamps(let values): result.values = .timestamps(Self.pick(values, rows, filler: 0))
    case .strings(let strings):
      result.values = .strings(
        StringColumn(
          codes: Self.pick(strings.codes, rows, filler: 0), dictionary: strings.dictionary))
    }
    let isNullable = validity != nil || rows.contains { $0 < 0 }
    result.validity =
      isNullable ? Bitmap(rows.lazy.map { $0 >= 0 && self.isValid(Int($0)) }) : nil
    return result
  }

  private static func pick<T>(_ values: [T], _ rows: [Int32], filler: T) -> [T] {
    values.withUnsafeBufferPointer { values in
      rows.map { $0 < 0 ? filler : values[Int($0)] }
    }
  }
}

extension Table {
  /// The rows listed, in that order.
  public func gather(_ rows: [Int32]) throws -> Table {
    try Table(name, columns: columns.map { $0.gather(rows) })
  }
}

extension Column {
  /// The values of a range of rows.
  /// - Complexity: O(rows of the range); strings share the dictionary.
  public func rows(_ range: Range<Int>) -> Column {
    guard range != 0..<count else { return self }
    var result = self
    result.values =
      switch values {
      case .integers(let values): .integers(Array(values[range]))
      case .decimals(let values): .decimals(Array(values[range]))
      case .booleans(let values): .booleans(Array(values[range]))
      case .timestamps(let values): .timestamps(Array(values[range]))
      case .strings(let strings):
        .strings(
          StringColumn(codes: Array(strings.codes[range]), dictionary: strings.dictionary))
      }
    if let validity {
      let part = Bitmap(range.lazy.map { validity[$0] })
      result.validity = part.setCount < part.count ? part : nil
    }
    return result
  }
}

extension Table {
  /// The rows of a range.
  /// - Throws: Never for a range of the table's rows.
  public func rows(_ range: Range<Int>) throws -> Table {
    try Table(name, columns: columns.map { $0.rows(range) })
  }
}
