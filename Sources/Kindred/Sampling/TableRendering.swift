import KindredData
import KindredGenerators
import KindredStatistics

/// Turns latents, links and keys into the columns of a table.
struct TableRendering: Sendable {
  let model: FittedModel
  let structure: SampledStructure
  let drawing: LatentDrawing
  let keys: KeyRendering

  /// All rows of a table in `range`.
  func table(_ table: Int, rows range: Range<Int>, parallel: Parallel) throws -> Table {
    let learned = model.tables[table]
    guard let latents = structure.rows[table] else {
      let rows = range.map { Int32($0) }
      return try Table(
        learned.name,
        columns: learned.columns.indices.map { keys.values(of: $0, in: table, rows: rows) })
    }
    var columns = [Column?](repeating: nil, count: learned.columns.count)
    columns.withUnsafeMutableBufferPointer { columns in
      nonisolated(unsafe) let columns = columns
      parallel(learned.columns.count) { index in
        columns[index] = column(index, of: table, latents, rows: range)
      }
    }
    return try Table(learned.name, columns: columns.compactMap { $0 })
  }

  private func column(
    _ index: Int, of table: Int, _ latents: LatentRows, rows: Range<Int>
  ) -> Column {
    let learned = model.tables[table].columns[index]
    switch learned.content {
    case .integerKey, .patternKey, .foreignKey, .position, .kept:
      return keys.values(of: index, in: table, rows: rows.map { Int32($0) })
    case .empty:
      return Column(learned.name, strings: rows.map { _ in nil })
    default: break
    }
    let nulls = isNull(index, of: table, latents)
    let validity = nulls.flatMap { nulls in
      nulls[rows].contains(true) ? Bitmap(nulls[rows].lazy.map { !$0 }) : nil
    }
    guard let marginal = learned.marginal else {
      let generated = GeneratedColumn(
        content: learned.content, table: model.tables[table].name, column: learned.name,
        seed: drawing.seed, firstKey: keys.consumed[table])
      return Column(learned.name, .strings(generated.values(rows: rows)), validity: validity)
    }
    let values = quantiles(of: marginal, index, of: table, latents, rows: rows, nulls: nulls)
    return Column(
      learned.name, Self.spelled(values, as: learned.content, bounds: marginal),
      validity: validity, format: learned.format)
  }

  /// Which rows are null in a column; nil when none is.
  private func isNull(_ index: Int, of table: Int, _ latents: LatentRows) -> [Bool]? {
    let share = model.tables[table].columns[index].nullShare
    guard share > 0 else { return nil }
    let count = latents.count
    guard share < 1,
      let dimension = model.tables[table].dimensions.firstIndex(of: .null(column: index))
    else { return Array(repeating: share >= 1, count: count) }
    let probabilities =
      isStratified(latents)
      ? drawing.stratifiedProbabilities(
        dimension, of: latents, among: Array(0..<Int32(count)))
      : drawing.probabilities(dimension, of: latents, in: 0..<count)
    return probabilities.map { $0 >= 1 - share }
  }

  private func isStratified(_ latents: LatentRows) -> Bool {
    latents.count <= SampledStructure.stratifiedRows
  }

  /// Values of a modelled column on the scale of its marginal.
  private func quantiles(
    of marginal: Marginal, _ index: Int, of table: Int, _ latents: LatentRows, rows: Range<Int>,
    nulls: [Bool]?
  ) -> [Double] {
    var probabilities: [Double]
    if let dimension = model.tables[table].dimensions.firstIndex(of: .value(column: index)) {
      if isStratified(latents) {
        // Ranks among the rows that have a value, so that these follow the marginal.
        let chosen = (0..<Int32(latents.count)).filter { nulls?[Int($0)] != true }
        let ranked = drawing.stratifiedProbabilities(dimension, of: latents, among: chosen)
        var all = [Double](repeating: 0.5, count: latents.count)
        for (place, row) in chosen.enumerated() { all[Int(row)] = ranked[place] }
        probabilities = Array(all[rows])
      } else {
        probabilities = drawing.probabilities(dimension, of: latents, in: rows)
      }
    } else {
      probabilities = Array(repeating: 0.5, count: rows.count)
    }
    probabilities.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress {
        marginal.quantiles(of: UnsafeBufferPointer(buffer), into: base)
      }
    }
    return probabilities
  }

  private static func spelled(
    _ values: [Double], as content: ColumnModel.Content, bounds: Marginal
  ) -> ColumnValues {
    let lower = bounds.minimum
    let upper = bounds.maximum
    func whole(_ value: Double) -> Int64 {
      Int64(nearest: min(max(value.rounded(), lower), upper))
    }
    switch content {
    case .integer: return .integers(values.map(whole))
    case .decimal(_, let places):
      guard let places else { return .decimals(values) }
      let scale = (0..<places).reduce(1.0) { result, _ in result * 10 }
      return .decimals(values.map { min(max(($0 * scale).rounded() / scale, lower), upper) })
    case .timestamp(_, let unit):
      // As a `Double`, the last microsecond that can be written is the one after it.
      let years = TimestampFormat.representable
      let least = max(Int64(nearest: lower), years.lowerBound)
      let most = min(Int64(nearest: upper), years.upperBound)
      return .timestamps(
        values.map { value in
          let number = (value / Double(unit)).rounded() * Double(unit)
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
    let whole = value.rounded()
    self = Int64(exactly: whole) ?? (whole > 0 ? .max : whole < 0 ? .min : 0)
  }
}
