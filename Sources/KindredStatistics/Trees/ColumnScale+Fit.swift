extension ColumnScale {
  /// Learns the cells of a column.
  ///
  /// Of labels, those that at least k entities have. Of numbers: values of at least k entities and
  /// a thousandth of the rows are atoms; what remains is cut, in ascending order, into segments of
  /// at least k entities and about equal numbers of rows, finer towards the tails. The outer ends
  /// move inwards to round numbers. Where fewer than k entities remain beside the atoms, their
  /// values count as the nearest atom's.
  ///
  /// - Complexity: O(rows * log rows).
  static func fit(
    _ column: TreeColumn, entities: EntityIndex, minimumEntities k: Int, maximumSegments: Int
  ) -> ColumnScale {
    switch column {
    case .labels(let codes, let count):
      return fit(labels: codes, count: count, entities: entities, k: k)
    case .numbers(let values, let step):
      var builder = NumberCells(entities: entities, k: k, step: step)
      builder.build(values, maximumSegments: maximumSegments)
      return builder.scale(rows: values.count)
    }
  }

  private static func fit(
    labels codes: [Int32], count: Int, entities: EntityIndex, k: Int
  ) -> ColumnScale {
    // Place 0 is the null, the last place what is left out.
    let leftOut = Int32(truncatingIfNeeded: count + 1)
    let places = codes.map {
      $0 >= 0 && Int($0) < count ? $0 + 1 : $0 == TreeColumn.leftOut ? leftOut : 0
    }
    let groups = RowGroups(places, count: count + 2)
    var counter = EntityCounter(entities)
    var content = Content(
      isLabels: true, step: 0, labelCount: count, lower: [0], upper: [0], shares: [0], bins: [0])
    var kept: [(label: Int, rows: Int)] = []
    for place in 0...count {
      counter.begin()
      for row in groups.rows(of: place) { counter.add(row: Int(row)) }
      guard counter.distinct >= k else { continue }
      if place == 0 {
        content.shares[0] = Double(groups.rows(of: 0).count)
      } else {
        kept.append((place - 1, groups.rows(of: place).count))
      }
    }
    // More cells than their type can tell apart: the most frequent ones.
    let most = Int(noCell) - 2
    if kept.count > most {
      kept = Array(kept.sorted { ($1.rows, $0.label) < ($0.rows, $1.label) }.prefix(most))
        .sorted { $0.label < $1.label }
    }
    for (label, rows) in kept {
      content.lower.append(Double(label))
      content.shares.append(Double(rows))
    }
    content.upper = content.lower
    content.bins = binsOfLabels(content.shares, order: nil)
    content.normalize()
    return ColumnScale(valid: content)
  }

  /// Bins of labels: each its own while they suffice; else the 126 most frequent their own, and
  /// the others grouped in the given order of cells.
  static func binsOfLabels(_ shares: [Double], order: [Int]?) -> [UInt8] {
    let cells = 1..<max(1, shares.count)
    guard cells.count > 254 else { return [0] + cells.map { UInt8($0) } }
    var bins = [UInt8](repeating: 0, count: shares.count)
    let byShare = cells.sorted { (shares[$1], $0) < (shares[$0], $1) }
    for (place, cell) in byShare.prefix(126).enumerated() { bins[cell] = UInt8(place + 1) }
    let others = (order ?? Array(byShare)).filter { $0 > 0 && bins[$0] == 0 }
    let total = others.reduce(0) { $0 + shares[$1] }
    var passed = 0.0
    for cell in others {
      let group = total > 0 ? passed / total * 128 : 0
      bins[cell] = UInt8(127 + min(127, Int(group)))
      passed += shares[cell]
    }
    return bins
  }
}

extension ColumnScale.Content {
  /// Turns counts into shares. A column without cells is null everywhere.
  mutating func normalize() {
    let total = shares.reduce(0, +)
    for cell in shares.indices {
      shares[cell] = total > 0 ? shares[cell] / total : (cell == 0 ? 1 : 0)
    }
  }
}

/// Rows grouped by a small number, each group in ascending order of rows.
struct RowGroups {
  private let rows: [Int32]
  private let starts: [Int]

  /// - Parameter places: the group of every row, in `0..<count`.
  init(_ places: [Int32], count: Int) {
    var starts = [Int](repeating: 0, count: count + 1)
    for place in places { starts[Int(place) + 1] += 1 }
    for place in 0..<count { starts[place + 1] += starts[place] }
    self.starts = starts
    rows = [Int32](unsafeUninitializedCapacity: places.count) { rows, initialized in
      for (row, place) in places.enumerated() {
        rows[starts[Int(place)]] = Int32(truncatingIfNeeded: row)
        starts[Int(place)] += 1
      }
      initialized = places.count
    }
  }

  func rows(of group: Int) -> ArraySlice<Int32> { rows[starts[group]..<starts[group + 1]] }
}
