/// How alike the joint shares of two labelled columns are in real and synthetic data.
struct Contingency: Sendable, Equatable {
  /// 1 less the total variation distance between the joint shares, 0 ... 1.
  let similarity: Double
  /// Cramér's V of the real data, without corrections; nil when a column has less than two labels.
  let association: Double?
  /// Cramér's V of the synthetic data, likewise.
  let syntheticAssociation: Double?

  /// - Complexity: O(rows + labels of the first + labels of the second), or O(rows + cells) where the
  ///   cells are not many more than the rows.
  init(real: (Codes, Codes), synthetic: (Codes, Codes)) {
    let (rows, columns) = (real.0.labels, real.1.labels)
    let cells = rows.multipliedReportingOverflow(by: columns)
    let most = max(1 << 16, 2 * max(real.0.count, synthetic.0.count))
    var measure = Measure(
      realCount: real.0.count, syntheticCount: synthetic.0.count, rows: rows, columns: columns)
    if !cells.overflow, cells.partialValue <= most {
      let first = Self.cells(real.0, real.1)
      let second = Self.cells(synthetic.0, synthetic.1)
      measure.real.addMargins(first)
      measure.synthetic.addMargins(second)
      for cell in 0..<first.count where first[cell] | second[cell] != 0 {
        measure.add(cell / columns, cell % columns, Int(first[cell]), Int(second[cell]))
      }
    } else {
      let first = GroupedCodes(real.0, real.1)
      let second = GroupedCodes(synthetic.0, synthetic.1)
      measure.real.setMargins(real.0.counts(), real.1.counts())
      measure.synthetic.setMargins(synthetic.0.counts(), synthetic.1.counts())
      Self.forEachCell(first, second, rows: rows, columns: columns) {
        measure.add($0, $1, $2, $3)
      }
    }
    similarity = measure.similarity
    association = measure.real.association
    syntheticAssociation = measure.synthetic.association
  }

  private static func cells(_ first: Codes, _ second: Codes) -> [UInt32] {
    let (rows, columns) = (first.labels, second.labels)
    return switch (first.storage, second.storage) {
    case (.narrow(let first), .narrow(let second)): count(first, second, rows, columns)
    case (.narrow(let first), .wide(let second)): count(first, second, rows, columns)
    case (.wide(let first), .narrow(let second)): count(first, second, rows, columns)
    case (.wide(let first), .wide(let second)): count(first, second, rows, columns)
    }
  }

  private static func count<A: FixedWidthInteger, B: FixedWidthInteger>(
    _ first: [A], _ second: [B], _ rows: Int, _ columns: Int
  ) -> [UInt32] {
    var cells = [UInt32](repeating: 0, count: rows * columns)
    cells.withUnsafeMutableBufferPointer { cells in
      first.withUnsafeBufferPointer { first in
        second.withUnsafeBufferPointer { second in
          for row in 0..<min(first.count, second.count) {
            let place =
              Int(truncatingIfNeeded: first[row]) &* columns &+ Int(truncatingIfNeeded: second[row])
            cells[place] &+= 1
          }
        }
      }
    }
    return cells
  }

  /// Calls `body` with row, column and the two counts of every cell that has any.
  private static func forEachCell(
    _ first: GroupedCodes, _ second: GroupedCodes, rows: Int, columns: Int,
    _ body: (Int, Int, Int, Int) -> Void
  ) {
    var counts = [(Int32, Int32)](repeating: (0, 0), count: columns)
    var touched: [Int] = []
    counts.withUnsafeMutableBufferPointer { counts in
      for row in 0..<rows {
        touched.removeAll(keepingCapacity: true)
        for code in first.codes[first.starts[row]..<first.starts[row + 1]] {
          let column = Int(truncatingIfNeeded: code)
          if counts[column] == (0, 0) { touched.append(column) }
          counts[column].0 += 1
        }
        for code in second.codes[second.starts[row]..<second.starts[row + 1]] {
          let column = Int(truncatingIfNeeded: code)
          if counts[column] == (0, 0) { touched.append(column) }
          counts[column].1 += 1
        }
        for column in touched {
          body(row, column, Int(counts[column].0), Int(counts[column].1))
          counts[column] = (0, 0)
        }
      }
    }
  }
}

/// The codes of a second column, ordered by those of a first.
private struct GroupedCodes {
  /// `codes[starts[i]..<starts[i + 1]]` stand beside code `i` of the first column.
  var starts: [Int]
  var codes: [UInt32]

  init(_ first: Codes, _ second: Codes) {
    var next = [Int](repeating: 0, count: first.labels)
    starts = [0]
    for (code, count) in first.counts().enumerated() {
      next[code] = starts[code]
      starts.append(starts[code] + count)
    }
    let (groups, members) = (first.wideCodes, second.wideCodes)
    codes = Array(repeating: 0, count: members.count)
    for (group, member) in zip(groups, members) {
      let group = Int(truncatingIfNeeded: group)
      codes[next[group]] = member
      next[group] += 1
    }
  }
}

extension Codes {
  fileprivate var wideCodes: [UInt32] {
    switch storage {
    case .narrow(let codes): codes.map { UInt32($0) }
    case .wide(let codes): codes
    }
  }
}

/// Sums over the cells of two contingency tables.
private struct Measure {
  var real: CrossTable
  var synthetic: CrossTable
  var variation = 0.0

  init(realCount: Int, syntheticCount: Int, rows: Int, columns: Int) {
    real = CrossTable(count: realCount, rows: rows, columns: columns)
    synthetic = CrossTable(count: syntheticCount, rows: rows, columns: columns)
  }

  @inline(__always)
  mutating func add(_ row: Int, _ column: Int, _ first: Int, _ second: Int) {
    let realShare = real.count > 0 ? Double(first) / real.count : 0
    let syntheticShare = synthetic.count > 0 ? Double(second) / synthetic.count : 0
    variation += abs(realShare - syntheticShare)
    if first > 0 { real.add(row, column, first) }
    if second > 0 { synthetic.add(row, column, second) }
  }

  var similarity: Double { 1 - variation / 2 }
}

/// Sums over the cells of one contingency table.
private struct CrossTable {
  let count: Double
  let columns: Int
  var rowTotals: [Int]
  var columnTotals: [Int]
  /// Chi-squared over the cells with rows, and the rows expected in them.
  var chi = 0.0
  var expected = 0.0

  init(count: Int, rows: Int, columns: Int) {
    self.count = Double(count)
    self.columns = columns
    rowTotals = Array(repeating: 0, count: rows)
    columnTotals = Array(repeating: 0, count: columns)
  }

  mutating func setMargins(_ rows: [Int], _ columns: [Int]) {
    (rowTotals, columnTotals) = (rows, columns)
  }

  mutating func addMargins(_ cells: [UInt32]) {
    for (cell, count) in cells.enumerated() where count != 0 {
      rowTotals[cell / columns] += Int(count)
      columnTotals[cell % columns] += Int(count)
    }
  }

  @inline(__always)
  mutating func add(_ row: Int, _ column: Int, _ rows: Int) {
    let share = Double(rowTotals[row]) * Double(columnTotals[column]) / count
    expected += share
    chi += (Double(rows) - share) * (Double(rows) - share) / share
  }

  var association: Double? {
    let rows = rowTotals.count { $0 > 0 }
    let columns = columnTotals.count { $0 > 0 }
    let degrees = min(rows, columns) - 1
    guard degrees > 0, count > 0 else { return nil }
    // A cell without rows adds what was expected in it.
    let total = chi + max(0, count - expected)
    return (total / count / Double(degrees)).squareRoot()
  }
}
