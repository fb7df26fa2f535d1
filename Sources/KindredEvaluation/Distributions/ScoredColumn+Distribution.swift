import KindredData

extension ScoredColumn {
  /// Labels that are named; the others are folded.
  private static let shownLabels = 10

  /// The two sides of the column.
  /// - Complexity: O(rows).
  func distribution(in table: TableComparison) -> ColumnDistribution {
    func rowCount(_ data: Table) -> ColumnDistribution.RowCount {
      .init(rows: data.rowCount, nulls: data[column: name]?.nullCount ?? 0)
    }
    let counts: ColumnDistribution.Content =
      switch content {
      case .numbers(let real, let synthetic): Self.histogram(real, synthetic)
      case .categories(let pair): .labels(labels(pair, table))
      case .failed(let reason): .unavailable(reason)
      }
    return ColumnDistribution(
      table: table.name, column: name, real: rowCount(table.real),
      synthetic: rowCount(table.synthetic), content: counts)
  }

  // MARK: - Numbers

  private static func histogram(
    _ real: NumberValues, _ synthetic: NumberValues
  ) -> ColumnDistribution.Content {
    guard let edges = BinEdges(spanning: [real, synthetic]) else {
      let isEmpty = real.extent(of: nil).count + synthetic.extent(of: nil).count == 0
      return .unavailable(
        isEmpty ? "There are no values." : "The values reach too far to be drawn.")
    }
    return .numbers(edges, real: edges.counts(of: real), synthetic: edges.counts(of: synthetic))
  }

  // MARK: - Labels

  private func labels(_ pair: CategoryPair, _ table: TableComparison) -> LabelCounts {
    let real = Array(pair.real.counts().dropLast())
    let synthetic = Array(pair.synthetic.counts().dropLast())
    let total = real.reduce(0, +)
    // As in a model: ten rows, a hundredth of the rows in small tables.
    let least = min(10, max(1, total / 100))
    let order = real.indices.sorted {
      (-real[$0], -synthetic[$0], $0) < (-real[$1], -synthetic[$1], $1)
    }
    // A label that only a few real rows have may tell who they are.
    let named = order.filter { real[$0] >= least || (real[$0] == 0 && synthetic[$0] > 0) }
      .prefix(Self.shownLabels)
    var counts = LabelCounts(shown: [], folded: .init(), leastRows: least)
    let names = texts(of: Array(named), pair, table)
    for (code, text) in zip(named, names) {
      counts.shown.append(.init(text: text, real: real[code], synthetic: synthetic[code]))
    }
    let isNamed = Set(named)
    for code in real.indices where !isNamed.contains(code) && real[code] + synthetic[code] > 0 {
      counts.folded.labels += 1
      counts.folded.real += real[code]
      counts.folded.synthetic += synthetic[code]
    }
    return counts
  }

  /// The spelling of codes: that of the first row that has each.
  private func texts(
    of codes: [Int], _ pair: CategoryPair, _ table: TableComparison
  ) -> [String] {
    let sides = [(pair.real, table.real), (pair.synthetic, table.synthetic)]
    let rows = sides.map { $0.0.firstRows(of: codes) }
    return codes.indices.map { index in
      for (side, rows) in zip(sides, rows) {
        if let row = rows[index] { return side.1[column: name]?.text(at: row) ?? "" }
      }
      return ""
    }
  }
}

extension Codes {
  /// The first row of each code; nil where none has it.
  /// - Complexity: O(rows).
  fileprivate func firstRows(of wanted: [Int]) -> [Int?] {
    var first = [Int?](repeating: nil, count: labels)
    func note(_ code: Int, _ row: Int) {
      if first[code] == nil { first[code] = row }
    }
    switch storage {
    case .narrow(let codes): for (row, code) in codes.enumerated() { note(Int(code), row) }
    case .wide(let codes):
      for (row, code) in codes.enumerated() { note(Int(truncatingIfNeeded: code), row) }
    }
    return wanted.map { first[$0] }
  }
}
