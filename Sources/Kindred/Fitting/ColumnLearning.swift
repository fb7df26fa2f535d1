import KindredData
import KindredGenerators
import KindredStatistics

/// Learns how single columns are generated, from their values and their semantic types.
struct ColumnLearning {
  let origins: KeyOrigins
  let options: FitOptions

  /// The model of a column and, when it is modelled, its numbers.
  struct Learned {
    var model: ColumnModel
    var reading: ColumnReading?
    var notes: [String] = []
  }

  /// - Parameter start: the column of the table that the column's moments are counted from.
  /// - Throws: `KindredError` of kind `data` when values do not suit the semantic type.
  func learn(
    _ column: Column, of schema: TableMetadata, in data: Table, since start: Int?
  ) throws -> Learned {
    guard let start else { return try learn(column, of: schema, in: data) }
    let whole = try learn(column, of: schema, in: data, hasClock: false)
    guard case .timestamp(let moments, let grain) = whole.model.content,
      let first = data[column: schema.columns[start].name],
      let times = column.elapsed(since: first),
      let earliest = Int64(exactly: (moments.minimum / Double(grain)).rounded(.up)),
      let latest = Int64(exactly: (moments.maximum / Double(grain)).rounded(.down)),
      earliest <= latest
    else { return whole }
    var learned = try learn(times, of: schema, in: data, hasClock: false)
    guard case .timestamp(let marginal, let unit) = learned.model.content else { return whole }
    learned.model.content = .elapsed(
      ElapsedTime(
        marginal: marginal, unit: unit, start: start, range: earliest * grain...latest * grain))
    learned.notes.append("\(column.name): learned as the time since \(first.name)")
    return learned
  }

  /// - Parameter hasClock: whether moments may have a clock of their own.
  private func learn(
    _ column: Column, of schema: TableMetadata, in data: Table, hasClock: Bool = true
  ) throws -> Learned {
    guard let field = schema[column: column.name] else {
      throw KindredError(
        .data, "Unexpected column in table `\(schema.name)`: `\(column.name)`", table: schema.name,
        column: column.name, remedy: "Add it to the metadata or remove it from the data.")
    }
    let nullShare = column.count == 0 ? 0 : Double(column.nullCount) / Double(column.count)
    var model = ColumnModel(
      name: column.name, content: .empty, nullShare: nullShare, format: column.format)
    if let content = try keyContent(column, of: schema, in: data) {
      model.content = content
      return Learned(model: model)
    }
    guard column.nullCount < column.count else {
      if column.count > 0 { model.nullShare = 1 }
      return Learned(model: model)
    }
    switch field.sdtype {
    case .numerical, .datetime, .boolean, .categorical:
      return try modelled(column, field, of: schema, model: model, hasClock: hasClock)
    case .id:
      model.content = .identifier(try pattern(of: column, field))
    case .text:
      model.content = .text(TextShape.learn(from: texts(of: column)))
    default:
      let isUnique = schema.alternateKeys.contains { key in
        key.filter { origins.origin(table: schema.name, column: $0) == nil }.last == column.name
      }
      model.content = .personal(
        sdtype: field.sdtype.rawValue, shape: TextShape.learn(from: texts(of: column)),
        isUnique: isUnique)
    }
    return Learned(model: model)
  }

  // MARK: - Keys

  /// What a column that belongs to a key copies or counts; nil for all others.
  private func keyContent(
    _ column: Column, of schema: TableMetadata, in data: Table
  ) throws -> ColumnModel.Content? {
    if let origin = origins.origin(table: schema.name, column: column.name) {
      return .foreignKey(relationship: origin.relationship, part: origin.part)
    }
    let alternatives = origins.alternatives(table: schema.name, column: column.name)
    if !alternatives.isEmpty { return .polymorphic(relationships: alternatives) }
    let field = schema[column: column.name]
    let isPersonal = field.map { !$0.sdtype.isStatistical && $0.sdtype != .id } ?? false
    if schema.primaryKey == [column.name]
      || (schema.alternateKeys.contains([column.name]) && !isPersonal)
    {
      return try uniqueKey(column, field)
    }
    for key in [schema.primaryKey] + schema.alternateKeys
    where key.count > 1 && key.contains(column.name) {
      // A composite key stays unique when one part numbers the rows and the others repeat.
      let free = key.filter { origins.origin(table: schema.name, column: $0) == nil }
      guard free.last == column.name, !isPersonal else { continue }
      let numbering = RowNumbering(
        column: column, key: key.filter { $0 != column.name }, free: Set(free), table: data)
      if let within = try numbering.columns(isIdentifier: field?.sdtype == .id),
        case .integers(let values) = column.values
      {
        return .position(
          first: values.min() ?? 0,
          within: within.compactMap { name in schema.columns.firstIndex { $0.name == name } })
      }
      // Measures and labels are learned, and exchanged until the key is unique.
      guard field?.sdtype == .id else { continue }
      return try uniqueKey(column, field)
    }
    return nil
  }

  private func uniqueKey(
    _ column: Column, _ field: ColumnMetadata?
  ) throws -> ColumnModel.Content {
    switch column.values {
    case .integers(let values) where field?.regexFormat == nil:
      return .integerKey(first: values.min() ?? 0)
    default:
      return .patternKey(try pattern(of: column, field))
    }
  }

  private func pattern(of column: Column, _ field: ColumnMetadata?) throws -> KeyPattern {
    if let regex = field?.regexFormat { return try KeyPattern(regex: regex) }
    return KeyPattern.learn(from: texts(of: column))
  }

  private func texts(of column: Column) -> StringPool {
    switch column.values {
    case .strings(let strings):
      guard column.nullCount > 0 else { return strings.dictionary }
      return StringPool(
        strings.dictionary.strings.enumerated().filter { index, text in
          !text.isEmpty
            || strings.codes.indices.contains { row in
              Int(strings.codes[row]) == index && column.isValid(row)
            }
        }.map(\.element))
    case .integers(let values):
      var pool = StringPool()
      for row in values.indices where column.isValid(row) { pool.append(String(values[row])) }
      return pool
    default:
      return StringPool()
    }
  }

  // MARK: - Modelled columns

  private func modelled(
    _ column: Column, _ field: ColumnMetadata, of schema: TableMetadata, model: ColumnModel,
    hasClock: Bool
  ) throws -> Learned {
    var model = model
    var marginalOptions = MarginalOptions(
      family: options.family(table: schema.name, column: column.name),
      minimumCount: options.minimumCount, rowsPerCount: options.privacy.rowsPerCount)
    func fitted(_ reading: ColumnReading) throws -> Marginal {
      do {
        return try Marginal.fit(reading, options: marginalOptions)
      } catch let error as StatisticsError {
        throw KindredError(
          .data, error.description, table: schema.name, column: column.name,
          remedy: "Remove the values that are not finite numbers.")
      }
    }
    switch (field.sdtype, column.values) {
    case (.categorical, _):
      return categorical(column, field, model: model)
    case (.boolean, .booleans(let values)):
      var counts = [0.0, 0.0]
      for row in values.indices where column.isValid(row) { counts[values[row] ? 1 : 0] += 1 }
      model.content = .boolean(Marginal.categorical(counts: counts, order: [0, 1]))
      return Learned(model: model, reading: ColumnReading(column))
    case (_, .integers):
      marginalOptions.isInteger = true
      let reading = ColumnReading(column)
      model.content = .integer(try fitted(reading))
      return Learned(model: model, reading: reading)
    case (_, .decimals):
      let reading = ColumnReading(column)
      var places: Int?
      if case .decimal(let learned) = column.format { places = learned }
      marginalOptions.decimalPlaces = places
      model.content = .decimal(try fitted(reading), places: places)
      return Learned(model: model, reading: reading)
    case (_, .timestamps(let values)):
      let unit = Self.commonUnit(of: values, in: column)
      // A family that was asked for is one of moments.
      guard hasClock, marginalOptions.family == .empirical,
        let clock = ClockLearning(minimumCount: options.minimumCount)
          .clock(of: values, in: column, unit: unit),
        let shown = column.shown(on: clock)
      else {
        let reading = ColumnReading(column)
        model.content = .timestamp(try fitted(reading), unit: unit)
        return Learned(model: model, reading: reading)
      }
      let reading = ColumnReading(shown)
      model.content = .clocked(try fitted(reading), clock)
      return Learned(model: model, reading: reading)
    default:
      throw KindredError(
        .data, "The values are not of the semantic type \(field.sdtype.rawValue)",
        table: schema.name, column: column.name,
        remedy: "Correct the sdtype in the metadata or the values.")
    }
  }

  /// How rows that do not copy a parent's column get their values.
  /// - Parameter copied: set in the rows that copy.
  /// - Returns: nil when too few rows are left to tell.
  func remainder(
    of learned: Learned, _ column: Column, of schema: TableMetadata, without copied: Bitmap
  ) throws -> ColumnCopy.Remainder? {
    let rows = (0..<Int32(column.count)).filter { !copied[Int($0)] }
    guard rows.count >= 5 * options.minimumCount else { return nil }
    let nulls = rows.count { !column.isValid(Int($0)) }
    let nullShare = Double(nulls) / Double(rows.count)
    guard let reading = learned.reading, let marginal = learned.model.marginal,
      nulls + 5 * options.minimumCount <= rows.count
    else { return ColumnCopy.Remainder(marginal: nil, nullShare: nullShare) }
    let values = reading.values(in: rows)
    if case .categorical(let codes) = marginal.content {
      var counts = [Double](repeating: 0, count: codes.probabilities.count)
      for value in values { counts[Int(value)] += 1 }
      return ColumnCopy.Remainder(
        marginal: Marginal.categorical(counts: counts, order: codes.order), nullShare: nullShare)
    }
    var marginalOptions = MarginalOptions(
      family: options.family(table: schema.name, column: column.name),
      minimumCount: options.minimumCount, rowsPerCount: options.privacy.rowsPerCount)
    switch learned.model.content {
    case .integer: marginalOptions.isInteger = true
    case .decimal(_, let places): marginalOptions.decimalPlaces = places
    default: break
    }
    return ColumnCopy.Remainder(
      marginal: try Marginal.fit(values, options: marginalOptions), nullShare: nullShare)
  }

  /// The coarsest of day, hour, minute, second, millisecond that divides every timestamp.
  private static func commonUnit(of values: [Int64], in column: Column) -> Int64 {
    var row = 0
    for unit: Int64 in [86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000, 1_000] {
      let perUnit = 1 / Double(unit)
      // A product tells multiples in less time than a division.
      while row < values.count,
        Int64((Double(values[row]) * perUnit).nearestWhole) &* unit == values[row]
          || values[row] % unit == 0 || !column.isValid(row)
      { row += 1 }
      if row == values.count { return unit }
    }
    return 1
  }

  /// Labels seen in fewer rows than `minimumCount` (1 % of the rows in a small table) are folded
  /// into the others, unless little would be left: such a column is a code list.
  private func categorical(_ column: Column, _ field: ColumnMetadata, model: ColumnModel) -> Learned
  {
    let strings: StringColumn
    switch column.values {
    case .strings(let values): strings = values
    case .integers(let values): strings = StringColumn(values.lazy.map { String($0) })
    case .booleans(let values): strings = StringColumn(values.lazy.map { $0 ? "True" : "False" })
    case .decimals(let values): strings = StringColumn(values.lazy.map { $0.description })
    case .timestamps(let values): strings = StringColumn(values.lazy.map { String($0) })
    }
    var counts = [Double](repeating: 0, count: strings.dictionary.count)
    for row in strings.codes.indices where column.isValid(row) {
      counts[Int(strings.codes[row])] += 1
    }
    let rows = counts.reduce(0, +)
    let least = Double(min(options.minimumCount, max(1, Int(rows / 100))))
    var kept = counts.indices.filter { counts[$0] >= least }
    var notes: [String] = []
    let rare = counts.indices.filter { counts[$0] > 0 && counts[$0] < least }
    if !rare.isEmpty {
      let covered = kept.reduce(0) { $0 + counts[$1] } / rows
      if covered < 0.9 {
        kept = counts.indices.filter { counts[$0] > 0 }
        notes.append(
          "\(column.name): \(rare.count) labels seen in fewer than \(Int(least)) rows are kept, as "
            + "the column would lose more than a tenth of its values without them")
      } else {
        notes.append(
          "\(column.name): \(rare.count) labels seen in fewer than \(Int(least)) rows are left out")
      }
    }
    let labels = kept.map { strings.dictionary[$0] }
    let positions = Self.naturalOrder(of: labels, field)
    let sorted = positions.map { labels[$0] }
    var codes = [Double](repeating: .nan, count: counts.count)
    for (code, position) in positions.enumerated() { codes[kept[position]] = Double(code) }
    var result = model
    result.content = .categorical(
      Marginal.categorical(
        counts: positions.map { counts[kept[$0]] }, order: Array(sorted.indices)),
      labels: sorted)
    let encoded = Column(column.name, .strings(strings), validity: column.validity)
    return Learned(model: result, reading: ColumnReading(encoded, codes: codes), notes: notes)
  }

  /// Labels in the order that the metadata declares, else as numbers, else by the alphabet.
  private static func naturalOrder(of labels: [String], _ field: ColumnMetadata) -> [Int] {
    if let order = field.order {
      var ranks: [String: Int] = [:]
      for (rank, label) in order.enumerated() { ranks[label] = rank }
      return labels.indices.sorted {
        (ranks[labels[$0]] ?? order.count, labels[$0]) < (
          ranks[labels[$1]] ?? order.count, labels[$1]
        )
      }
    }
    let numbers = labels.map { Double($0) }
    if field.orderBy != "alphabetical", numbers.allSatisfy({ $0 != nil }) {
      return labels.indices.sorted {
        (numbers[$0] ?? 0, labels[$0]) < (numbers[$1] ?? 0, labels[$1])
      }
    }
    return labels.indices.sorted { labels[$0] < labels[$1] }
  }
}
