import KindredData
import KindredGenerators
import KindredStatistics

/// Turns latents, links and keys into the columns of a table.
struct TableRendering: Sendable {
  let model: FittedModel
  let structure: SampledStructure
  let drawing: LatentDrawing
  let keys: KeyRendering
  /// Per relationship, the parent table.
  let parentTables: [Int]
  /// Columns that others copy or belong to.
  var prepared = PreparedColumns()

  /// All rows of a table in `range`.
  func table(_ table: Int, rows range: Range<Int>, parallel: Parallel) throws -> Table {
    let learned = model.tables[table]
    var columns = [Column?](repeating: nil, count: learned.columns.count)
    columns.withUnsafeMutableBufferPointer { columns in
      nonisolated(unsafe) let columns = columns
      parallel(learned.columns.count) { index in
        columns[index] = column(index, of: table, rows: range)
      }
    }
    return try Table(learned.name, columns: columns.compactMap { $0 })
  }

  /// The rows of a column in `range`.
  func column(_ index: Int, of table: Int, rows: Range<Int>) -> Column {
    let place = KeyPlace(table: table, column: index)
    if let column = prepared[table, index] ?? structure.keyColumns[place] {
      return rows == 0..<column.count ? column : column.gather(rows.map { Int32($0) })
    }
    let learned = model.tables[table].columns[index]
    if let given = structure.given[table]?[column: learned.name] {
      return given.gather(rows.map { Int32($0) })
    }
    guard let latents = structure.rows[table] else {
      return learned.isMadeUp
        ? madeUp(learned, table, rows: rows, validity: present(learned, table, rows: rows))
        : keys.values(of: index, in: table, rows: rows.map { Int32($0) })
    }
    switch learned.content {
    case .integerKey, .patternKey:
      var values = keys.values(of: index, in: table, rows: rows.map { Int32($0) })
      if learned.nullShare > 0 {
        let scope = latents.count <= drawing.rankedRows ? 0..<latents.count : rows
        let drawn = ColumnDrawing(index, latents, scope, model: model, drawing: drawing)
        values.validity = Bitmap(opposites: drawn.isNull(in: rows))
      }
      return values
    case .foreignKey, .polymorphic, .position, .kept:
      return keys.values(of: index, in: table, rows: rows.map { Int32($0) })
    case .empty:
      return Column(learned.name, strings: rows.map { _ in nil })
    default: break
    }
    if let marginal = learned.marginal, let drawn = structure.trees.values(of: index, in: table) {
      return Self.column(learned, drawn[rows], bounds: marginal)
    }
    // Ranks are among all rows of the table.
    let scope = latents.count <= drawing.rankedRows ? 0..<latents.count : rows
    guard let copy = learned.copy, !structure.parents[copy.relationship].isEmpty,
      let source = prepared[parentTables[copy.relationship], copy.column]
    else {
      let drawn = ColumnDrawing(index, latents, scope, model: model, drawing: drawing)
      return values(drawn, of: learned, table, rows: rows)
    }
    let copied = copiedRows(copy, source, into: index, latents, scope)
    let drawn = ColumnDrawing(
      index, latents, scope, model: model, drawing: drawing,
      isOpen: copied.map { $0 < 0 }, remainder: copy.remainder)
    let first = rows.lowerBound - scope.lowerBound
    return values(drawn, of: learned, table, rows: rows)
      .overlaid(with: source, rows: copied[first..<first + rows.count])
  }

  /// What a column's own draws give.
  private func values(
    _ drawn: ColumnDrawing, of learned: ColumnModel, _ table: Int, rows: Range<Int>
  ) -> Column {
    let nulls = drawn.isNull(in: rows)
    let validity = nulls.contains(true) ? Bitmap(opposites: nulls) : nil
    guard let marginal = drawn.marginal else {
      return madeUp(learned, table, rows: rows, validity: validity)
    }
    return Column(
      learned.name,
      Self.spelled(drawn.quantiles(in: rows), as: learned.content, bounds: marginal),
      validity: validity, format: learned.format)
  }

  private func madeUp(
    _ learned: ColumnModel, _ table: Int, rows: Range<Int>, validity: Bitmap?
  ) -> Column {
    let generated = GeneratedColumn(
      content: learned.content, table: model.tables[table].name, column: learned.name,
      seed: drawing.seed, firstKey: keys.consumed[table])
    return Column(learned.name, .strings(generated.values(rows: rows)), validity: validity)
  }

  /// Which rows of a table that has no latents have a value, by chance; nil when all have.
  private func present(_ learned: ColumnModel, _ table: Int, rows: Range<Int>) -> Bitmap? {
    guard learned.nullShare > 0 else { return nil }
    let random = CounterRandom(
      seed: drawing.seed,
      stream: CounterRandom.stream("null", model.tables[table].name, learned.name))
    return Bitmap(rows.lazy.map { random.uniform(row: UInt64($0)) >= learned.nullShare })
  }

  static func spelled(
    _ values: ArraySlice<Double>, as content: ColumnModel.Content, bounds: Marginal
  ) -> ColumnValues {
    let lower = bounds.minimum
    let upper = bounds.maximum
    func whole(_ value: Double) -> Int64 {
      Int64(nearest: min(max(value.nearestWhole, lower), upper))
    }
    switch content {
    case .integer: return .integers(values.map(whole))
    case .decimal(_, let places):
      guard let places else { return .decimals(Array(values)) }
      let scale = (0..<places).reduce(1.0) { result, _ in result * 10 }
      return .decimals(values.map { min(max(($0 * scale).nearestWhole / scale, lower), upper) })
    case .timestamp(_, let unit):
      // As a `Double`, the last microsecond that can be written is the one after it.
      let years = TimestampFormat.representable
      let least = max(Int64(nearest: lower), years.lowerBound)
      let most = min(Int64(nearest: upper), years.upperBound)
      return .timestamps(
        values.map { value in
          let number = (value / Double(unit)).nearestWhole * Double(unit)
          return min(max(Int64(nearest: number), least), most)
        })
    case .boolean: return .booleans(values.map { $0 >= 0.5 })
    case .categorical(_, let labels):
      return .strings(
        StringColumn(
          codes: values.map { Int32(min(max(Int64(nearest: $0), 0), Int64(labels.count - 1))) },
          dictionary: StringPool(labels)))
    default: return .integers(values.map { _ in 0 })
    }
  }
}

extension Int64 {
  /// The nearest integer; numbers beyond 64 bits become the outermost ones. (2^63 - 1 itself is
  /// 2^63 as a `Double`.)
  fileprivate init(nearest value: Double) {
    if value.magnitude < 0x1p62 {
      self = Int64(value.nearestWhole)
      return
    }
    let whole = value.rounded()
    self = Int64(exactly: whole) ?? (whole > 0 ? .max : whole < 0 ? .min : 0)
  }
}

extension Double {
  /// `rounded()` without a call of the mathematical library.
  @inline(__always)
  fileprivate var nearestWhole: Double {
    guard magnitude < 0x1p62 else { return rounded() }
    let whole = Double(Int64(self))
    let rest = self - whole
    return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole
  }
}
