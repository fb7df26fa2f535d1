/// Computes what trees see of derived predictors, for all rows of columns that are known.
struct DerivedBins {
  /// nil where rows are in no groups.
  let groups: OrderedGroups?
  /// Values and scales of the context's columns that tell groups apart.
  let context: [Int: (values: [Double], scale: ColumnScale)]
  let rowCount: Int

  /// The bins of predictors that follow from one column.
  /// - Parameters:
  ///   - cells, values: of the column; values are NaN for nulls, codes for labels.
  ///   - scale: the column's.
  func bins(
    of wanted: [DerivedPredictor], cells: [UInt16], values: [Double], scale: ColumnScale,
    ticksPerDay: Double
  ) -> [[UInt8]] {
    wanted.map { predictor in
      switch predictor {
      case .calendar(_, let part):
        return values.map { part.bin(of: $0, ticksPerDay: ticksPerDay) }
      case .previous:
        let own = scale.bins(ofCells: cells)
        return previous { row, before in own[before] }
      case .repeats:
        return previous { row, before in cells[row] == cells[before] ? 2 : 1 }
      case .remainingMean(_, let index):
        guard let known = context[index] else { return none }
        return progress(
          cells, values, make: { GroupProgress(size: $1, mean: known.values[$0]) },
          bin: { known.scale.bin(of: $0.remainingMean) })
      case .remainingLabels(_, let index):
        guard let known = context[index] else { return none }
        return progress(
          cells, values, make: { GroupProgress(size: $1, labels: known.values[$0]) },
          bin: { $0.remainingBin })
      }
    }
  }

  private var none: [UInt8] { [UInt8](repeating: 0, count: rowCount) }

  private func previous(_ bin: (_ row: Int, _ before: Int) -> UInt8) -> [UInt8] {
    var result = none
    guard let groups else { return result }
    for group in 0..<groups.count {
      for place in (groups.starts[group]..<groups.starts[group + 1]).dropFirst() {
        let row = Int(groups.rows[place])
        result[row] = bin(row, Int(groups.rows[place - 1]))
      }
    }
    return result
  }

  private func progress(
    _ cells: [UInt16], _ values: [Double],
    make: (_ firstRow: Int, _ size: Int) -> GroupProgress, bin: (GroupProgress) -> UInt8
  ) -> [UInt8] {
    var result = none
    guard let groups else { return result }
    for group in 0..<groups.count where groups.starts[group] < groups.starts[group + 1] {
      let rows = groups[group]
      var progress = make(Int(rows[rows.startIndex]), rows.count)
      for row in rows {
        result[Int(row)] = bin(progress)
        progress.pass(cell: cells[Int(row)], value: values[Int(row)])
      }
    }
    return result
  }
}

extension ColumnScale {
  /// What trees see of a number; 0 for nulls.
  func bin(of value: Double) -> UInt8 { content.bins[Int(cell(of: value))] }
}

extension TreeColumn {
  /// Numbers, or codes of labels; NaN for nulls.
  var numbers: [Double] {
    switch self {
    case .numbers(let values, _): values
    case .labels(let codes, let count):
      codes.map { $0 >= 0 && Int($0) < count ? Double($0) : .nan }
    }
  }
}
