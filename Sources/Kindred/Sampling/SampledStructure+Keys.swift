import KindredData
import KindredStatistics

// Values of keys before any column is rendered: as codes, to compare them.

/// A column of a table.
struct KeyPlace: Hashable, Sendable {
  let table: Int
  let column: Int
}

/// Per row of a table a number that stands for its key: equal where the key is, -1 where it is null.
struct KeyTrace {
  var codes: [Int32]
  /// The column that holds the key in the first place: codes of one origin may be compared.
  let origin: KeyPlace
}

extension SampledStructure {
  /// Follows a column of a key to where it comes from.
  /// - Complexity: O(rows) per table on the way.
  func trace(_ column: Int, of table: Int, _ model: FittedModel) -> KeyTrace {
    let place = KeyPlace(table: table, column: column)
    let count = rowCounts[table]
    switch model.tables[table].columns[column].content {
    case .foreignKey(let relationship, let part):
      guard let (parent, key) = model.referenced(by: relationship, part: part) else { break }
      var trace = trace(key, of: parent, model)
      let parents = parents[relationship]
      trace.codes =
        parents.isEmpty
        ? Array(repeating: -1, count: count)
        : trace.codes.withUnsafeBufferPointer { codes in
          parents.map { $0 < 0 ? -1 : codes[Int($0)] }
        }
      return trace
    case .polymorphic(let relationships):
      var numbers = PairNumbers()
      var codes = [Int32](repeating: -1, count: count)
      for relationship in relationships {
        for (row, parent) in parents[relationship].enumerated() where parent >= 0 {
          codes[row] = numbers.number(of: Int32(relationship), parent)
        }
      }
      return KeyTrace(codes: codes, origin: place)
    case .integerKey, .patternKey:
      return KeyTrace(codes: Array(0..<Int32(count)), origin: place)
    case .position:
      return KeyTrace(codes: numbers[place] ?? Array(0..<Int32(count)), origin: place)
    case .kept(let column): return KeyTrace(codes: column.valueCodes(), origin: place)
    default: break
    }
    return KeyTrace(
      codes: keyColumns[place]?.valueCodes() ?? Array(0..<Int32(count)), origin: place)
  }

  /// One number per row for several columns; -1 where one of them is null.
  func trace(_ columns: [Int], of table: Int, _ model: FittedModel) -> [Int32] {
    guard let first = columns.first else { return Array(repeating: 0, count: rowCounts[table]) }
    return columns.dropFirst().reduce(trace(first, of: table, model).codes) { codes, column in
      Self.combined(codes, trace(column, of: table, model).codes)
    }
  }

  static func combined(_ first: [Int32], _ second: [Int32]) -> [Int32] {
    var numbers = PairNumbers()
    return zip(first, second).map { numbers.number(of: $0, $1) }
  }

  // MARK: - Values

  /// Draws the columns that keys are made of and that are learned or made up; in tables that are
  /// only referred to, too.
  mutating func drawKeyColumns(
    of table: Int, model: FittedModel, forest: SchemaForest, drawing: LatentDrawing
  ) {
    guard !forest.references.contains(table) else { return }
    for column in model.keyColumns(of: table) {
      let learned = model.tables[table].columns[column]
      let random = CounterRandom(
        seed: drawing.seed, stream: CounterRandom.stream("key", "\(table)", "\(column)"))
      guard let marginal = learned.marginal else {
        let generated = GeneratedColumn(
          content: learned.content, table: model.tables[table].name, column: learned.name,
          seed: drawing.seed, firstKey: consumed[table])
        // Keys are compared by their codes: equal texts have to share one.
        let texts = generated.values(rows: 0..<rowCounts[table]).dictionary.strings
        keyColumns[KeyPlace(table: table, column: column)] = Column(
          learned.name, .strings(StringColumn(texts)))
        continue
      }
      let drawn =
        rows[table].map {
          ColumnDrawing(column, $0, 0..<$0.count, model: model, drawing: drawing)
        }
      var values = Array(drawn?.quantiles(in: 0..<rowCounts[table]) ?? [])
      if drawn == nil {
        values = (0..<rowCounts[table]).map { random.uniform(row: UInt64($0)) }
        values.withUnsafeMutableBufferPointer { buffer in
          if let base = buffer.baseAddress {
            marginal.quantiles(of: UnsafeBufferPointer(buffer), into: base)
          }
        }
      }
      let nulls = drawn?.isNull(in: 0..<rowCounts[table]) ?? []
      keyColumns[KeyPlace(table: table, column: column)] = Column(
        learned.name,
        TableRendering.spelled(values[...], as: learned.content, bounds: marginal),
        validity: nulls.contains(true) ? Bitmap(nulls.lazy.map { !$0 }) : nil,
        format: learned.format)
    }
  }

  /// Numbers rows that agree in other columns of their key.
  mutating func numberRows(of table: Int, model: FittedModel) {
    for (column, learned) in model.tables[table].columns.enumerated() {
      guard case .position(_, let within) = learned.content else { continue }
      var next: [Int32: Int32] = [:]
      numbers[KeyPlace(table: table, column: column)] = trace(within, of: table, model).map {
        let number = next[$0, default: 0]
        next[$0] = number + 1
        return number
      }
    }
  }

  /// Exchanges values of columns until the keys that end with them are unique.
  mutating func separateValues(of table: Int, model: FittedModel, seed: UInt64) {
    for key in model.tables[table].uniqueKeys {
      guard
        let last = key.last(where: { model.isExchangeable($0, in: table) }),
        let values = keyColumns[KeyPlace(table: table, column: last)]
      else { continue }
      let others = key.filter { $0 != last }
      guard !others.isEmpty else { continue }
      let random = CounterRandom(
        seed: seed, stream: CounterRandom.stream("values", "\(table)", "\(last)"))
      var codes = values.valueCodes()
      var representatives: [Int32] = []
      for (row, code) in codes.enumerated() where code == Int32(representatives.count) {
        representatives.append(Int32(row))
      }
      let order = codes.indices.filter { codes[$0] >= 0 }.map { Int32($0) }
      var exchange = PairExchange(
        rules: [PairExchange.Rule(partners: trace(others, of: table, model))], random: random)
      let wrong = exchange.resolve(&codes, order: order)
      let candidates = representatives.indices.map { Int32($0) }
      for row in wrong where !candidates.isEmpty {
        _ = exchange.replace(
          row, &codes, candidates: candidates,
          first: Int(random.integer(below: UInt64(candidates.count), row: UInt64(row), lane: 2)))
      }
      keyColumns[KeyPlace(table: table, column: last)] = values.gather(
        codes.map { $0 < 0 ? -1 : representatives[Int($0)] })
    }
  }
}

extension FittedModel {
  /// The parent table and column that a part of a relationship's key refers to.
  func referenced(by relationship: Int, part: Int) -> (table: Int, column: Int)? {
    let schema = metadata.relationships[relationship]
    guard let parent = metadata.tableNames.firstIndex(of: schema.parentTable),
      schema.parentKey.indices.contains(part),
      let column = tables[parent].columns.firstIndex(where: { $0.name == schema.parentKey[part] })
    else { return nil }
    return (parent, column)
  }

  /// Whether rows may exchange the values of a column: not those that say what a key refers to.
  func isExchangeable(_ column: Int, in table: Int) -> Bool {
    let learned = tables[table].columns[column]
    return learned.marginal != nil
      && !metadata.polymorphicKeys.contains {
        $0.table == tables[table].name && $0.typeColumn == learned.name
      }
  }

  /// Columns that have to be known before others are rendered: parts of keys that are neither
  /// counted nor copied.
  func keyColumns(of table: Int) -> [Int] {
    var places = Set(tables[table].uniqueKeys.flatMap { $0 })
    for key in metadata.polymorphicKeys where key.table == tables[table].name {
      if let type = tables[table].columns.firstIndex(where: { $0.name == key.typeColumn }) {
        places.insert(type)
      }
    }
    for column in tables[table].columns {
      if case .position(_, let within) = column.content { places.formUnion(within) }
    }
    for (index, relationship) in metadata.relationships.enumerated()
    where relationship.parentTable == tables[table].name {
      for part in relationship.parentKey.indices {
        if let (_, column) = referenced(by: index, part: part) { places.insert(column) }
      }
    }
    return places.sorted().filter { place in
      switch tables[table].columns[place].content {
      case .integerKey, .patternKey, .position, .foreignKey, .polymorphic, .kept, .empty: false
      default: true
      }
    }
  }
}

/// Numbers for pairs of numbers, in the order in which they come.
struct PairNumbers {
  private var numbers: [UInt64: Int32] = [:]

  var count: Int { numbers.count }

  /// -1 where one of the two is negative.
  mutating func number(of first: Int32, _ second: Int32) -> Int32 {
    guard first >= 0, second >= 0 else { return -1 }
    let pair = UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    if let number = numbers[pair] { return number }
    let number = Int32(numbers.count)
    numbers[pair] = number
    return number
  }

  /// The number of a pair that came before; -1 for others.
  func known(_ first: Int32, _ second: Int32) -> Int32 {
    guard first >= 0, second >= 0 else { return -1 }
    return numbers[UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))]
      ?? -1
  }
}

extension Column {
  /// A number per row for its value, in the order in which values come; -1 for nulls.
  func valueCodes() -> [Int32] {
    func codes<T: Hashable>(_ values: some Collection<T>) -> [Int32] {
      var known: [T: Int32] = [:]
      return zip(values, 0..<count).map { value, row in
        guard isValid(row) else { return -1 }
        if let code = known[value] { return code }
        let code = Int32(known.count)
        known[value] = code
        return code
      }
    }
    switch values {
    case .integers(let values), .timestamps(let values): return codes(values)
    case .decimals(let values): return codes(values)
    case .booleans(let values): return codes(values)
    case .strings(let strings):
      let texts = strings.dictionary.strings
      return codes(strings.codes.map { texts.isEmpty ? "" : texts[Int($0)] })
    }
  }
}
