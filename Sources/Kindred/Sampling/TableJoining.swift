import KindredData

/// Puts the batches of a sample together again.
struct TableJoining {
  private var batches: [String: [Table]] = [:]

  mutating func append(_ batch: Table) {
    batches[batch.name, default: []].append(batch)
  }

  /// All tables whole, in the given order.
  func tables(orderedAs names: [String]) throws -> [Table] {
    try names.compactMap { name in
      guard let batches = batches[name], let first = batches.first else { return nil }
      guard batches.count > 1 else { return first }
      return try Table(
        name,
        columns: first.columns.indices.map { place in
          Column(joining: batches.map { $0.columns[place] })
        })
    }
  }
}

extension Column {
  /// The rows of all parts, one after the other. Parts are columns of one name and type; where a part
  /// has no value its type does not matter.
  fileprivate init(joining parts: [Column]) {
    let model = parts.first { $0.nullCount < $0.count } ?? parts[0]
    func join<T>(_ filler: T, _ rows: (ColumnValues) -> [T]?) -> [T] {
      parts.flatMap { rows($0.values) ?? Array(repeating: filler, count: $0.count) }
    }
    let values: ColumnValues =
      switch model.values {
      case .integers: .integers(join(0) { if case .integers(let rows) = $0 { rows } else { nil } })
      case .decimals: .decimals(join(0) { if case .decimals(let rows) = $0 { rows } else { nil } })
      case .booleans:
        .booleans(join(false) { if case .booleans(let rows) = $0 { rows } else { nil } })
      case .timestamps:
        .timestamps(join(0) { if case .timestamps(let rows) = $0 { rows } else { nil } })
      case .strings: .strings(StringColumn(joining: parts))
      }
    var validity: Bitmap?
    if parts.contains(where: { $0.validity != nil }) {
      var all = Bitmap(repeating: true, count: 0)
      for part in parts {
        all.append(part.validity ?? Bitmap(repeating: true, count: part.count))
      }
      validity = all
    }
    self.init(model.name, values, validity: validity, format: model.format)
  }
}

extension StringColumn {
  /// Dictionaries that are equal, as those of labels are, are shared.
  fileprivate init(joining parts: [Column]) {
    var codes: [Int32] = []
    var dictionary = StringPool()
    for part in parts {
      guard case .strings(let strings) = part.values else {
        codes += Array(repeating: 0, count: part.count)
        continue
      }
      if dictionary.count == 0 { dictionary = strings.dictionary }
      guard strings.dictionary != dictionary else {
        codes += strings.codes
        continue
      }
      let offset = Int32(dictionary.count)
      for code in 0..<strings.dictionary.count {
        dictionary.append(utf8: strings.dictionary.utf8(at: code))
      }
      codes += strings.codes.enumerated().map { part.isValid($0) ? $1 + offset : 0 }
    }
    self.init(codes: codes, dictionary: dictionary)
  }
}
