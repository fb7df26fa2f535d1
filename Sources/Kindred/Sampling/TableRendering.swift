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
    if let known = knownColumn(index, of: table, rows: rows) { return known }
    let drawn = drawnColumn(index, of: table, rows: rows)
    guard case .elapsed(let time) = model.tables[table].columns[index].content else { return drawn }
    let start = column(time.start, of: table, rows: rows)
    return drawn.moments(after: start, in: time.range) ?? drawn
  }

  /// The rows of a column that is there already; nil when it has to be drawn.
  private func knownColumn(_ index: Int, of table: Int, rows: Range<Int>) -> Column? {
    let place = KeyPlace(table: table, column: index)
    if let column = prepared[table, index] ?? structure.keyColumns[place] {
      return rows == 0..<column.count ? column : column.gather(rows.map { Int32($0) })
    }
    return structure.given[table]?[column: model.tables[table].columns[index].name]?
      .gather(rows.map { Int32($0) })
  }

  /// The rows of a column as they are drawn: of moments that are counted from others, the times.
  private func drawnColumn(_ index: Int, of table: Int, rows: Range<Int>) -> Column {
    let learned = model.tables[table].columns[index]
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
}
