extension Dataset {
  /// The tables with columns stored as the metadata say.
  func stored(as metadata: Metadata, categoriesAsStrings: Bool) throws -> Dataset {
    var result: [Table] = []
    for table in tables {
      let schema = metadata[table.name]
      let columns = try table.columns.map { column in
        guard let column = schema?[column: column.name].map({ (column, $0) }) else { return column }
        return try column.0.stored(as: column.1, in: table.name, categoriesAsStrings)
      }
      result.append(try Table(table.name, columns: columns))
    }
    for relationship in metadata.relationships {
      try result.alignEmptyForeignKeys(relationship)
    }
    try metadata.alignForeignKeys(in: &result)
    return try Dataset(result)
  }
}

extension Dataset {
  /// The tables with columns stored as the metadata say where values allow it; others stay as they are,
  /// for validation to speak of.
  func stored(leniently metadata: Metadata) throws -> Dataset {
    var result: [Table] = []
    for table in tables {
      let schema = metadata[table.name]
      let columns = table.columns.map { column in
        guard let description = schema?[column: column.name] else { return column }
        return (try? column.stored(as: description, in: table.name, true)) ?? column
      }
      result.append(try Table(table.name, columns: columns))
    }
    try metadata.alignForeignKeys(in: &result)
    return try Dataset(result)
  }
}

extension [Table] {
  /// A foreign key without any value is stored like the key it refers to.
  fileprivate mutating func alignEmptyForeignKeys(_ relationship: Relationship) throws {
    guard let child = firstIndex(where: { $0.name == relationship.childTable }),
      let parent = first(where: { $0.name == relationship.parentTable })
    else { return }
    for (childKey, parentKey) in zip(relationship.childKey, relationship.parentKey) {
      guard let key = parent[column: parentKey], case .integers = key.values,
        let column = self[child][column: childKey], case .strings = column.values,
        column.nullCount == column.count
      else { continue }
      let zeros = [Int64](repeating: 0, count: column.count)
      let aligned = Column(column.name, .integers(zeros), validity: column.validity)
      self[child] = try Table(
        self[child].name,
        columns: self[child].columns.map { $0.name == childKey ? aligned : $0 })
    }
  }
}

extension Column {
  fileprivate func stored(
    as schema: ColumnMetadata, in table: String, _ categoriesAsStrings: Bool
  ) throws -> Column {
    switch (schema.sdtype, values) {
    case (.datetime, .strings):
      return try timestamps(format: schema.datetimeFormat ?? "%Y-%m-%d", table: table)
    case (.datetime, .integers):
      return try integersAsStrings()
        .timestamps(format: schema.datetimeFormat ?? "%Y%m%d", table: table)
    case (.boolean, .strings(let strings)): return booleans(of: strings)
    case (.boolean, .integers(let integers)):
      return Column(
        name, .booleans(integers.map { $0 != 0 }), validity: validity,
        format: .boolean(true: "1", false: "0"))
    case (.id, .decimals(let decimals)):
      let whole = decimals.compactMap { Int64(exactly: $0) }
      guard whole.count == decimals.count else {
        return Column(name, .strings(asStrings()), validity: validity)
      }
      return Column(name, .integers(whole), validity: validity)
    case (.numerical, _), (.boolean, _), (.datetime, _), (.id, _), (_, .strings): return self
    default: return categoriesAsStrings ? integersAsStrings() : self
    }
  }

  private func booleans(of strings: StringColumn) -> Column {
    let used = Set(strings.codes.indices.lazy.filter { isValid($0) }.map { strings[$0] })
    let pair = BooleanSpelling.pairs.first { used.isSubset(of: [$0.true, $0.false]) }
    guard let pair else { return self }
    let truths = strings.dictionary.strings.map { $0 == pair.true }
    let values = strings.codes.indices.map { isValid($0) && truths[Int(strings.codes[$0])] }
    return Column(
      name, .booleans(values), validity: validity,
      format: .boolean(true: pair.true, false: pair.false))
  }
}
