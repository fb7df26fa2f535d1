// Rows that reach one ancestor in two ways.

extension ModelFitting {
  /// The nearest ancestor that rows reach both by their driving parent and by this relationship's,
  /// when they meet at the same row clearly more often than by chance; else nil.
  func diamond(_ relationship: Int) -> LinkModel.Diamond? {
    let child = forest.children[relationship]
    guard let driver = forest.drivers[child] else { return nil }
    let left = forest.ancestors(of: forest.parents[driver])
    let right = forest.ancestors(of: forest.parents[relationship])
    var nearest: LinkModel.Diamond?
    for (table, path) in left {
      for (other, otherPath) in right where other == table && !(path.isEmpty && otherPath.isEmpty) {
        let length = nearest.map { $0.fromDriver.count + $0.fromParent.count } ?? Int.max
        if path.count + otherPath.count < length {
          nearest = LinkModel.Diamond(fromDriver: path, fromParent: otherPath, share: 0)
        }
      }
    }
    guard var diamond = nearest else { return nil }
    let first = ancestorRows(from: parentRows[driver], diamond.fromDriver)
    let second = ancestorRows(from: parentRows[relationship], diamond.fromParent)
    var rows = 0.0
    var agreeing = 0.0
    var firstCounts: [Int32: Double] = [:]
    var secondCounts: [Int32: Double] = [:]
    for (ancestor, other) in zip(first, second) where ancestor >= 0 && other >= 0 {
      rows += 1
      if ancestor == other { agreeing += 1 }
      firstCounts[ancestor, default: 0] += 1
      secondCounts[other, default: 0] += 1
    }
    guard rows > 0 else { return nil }
    diamond.share = agreeing / rows
    // Sums of whole numbers: the order of the dictionary does not matter.
    let products = firstCounts.reduce(0) { $0 + $1.value * (secondCounts[$1.key] ?? 0) }
    let chance = products / (rows * rows)
    let error = (chance * (1 - chance) / rows).squareRoot()
    return diamond.share > chance + max(0.1 * (1 - chance), 4 * error) ? diamond : nil
  }

  private func ancestorRows(from rows: [Int32], _ path: [Int]) -> [Int32] {
    path.reduce(rows) { rows, relationship in
      rows.map { $0 < 0 ? -1 : parentRows[relationship][Int($0)] }
    }
  }

  /// Whether two relationships to one table never meet in a row, where chance would have them do so
  /// ten times and more.
  func isNeverSame(_ relationship: Int) -> Bool {
    guard let driver = forest.drivers[forest.children[relationship]],
      forest.parents[driver] == forest.parents[relationship]
    else { return false }
    let pairs = zip(parentRows[driver], parentRows[relationship])
    var linked = 0
    for (first, second) in pairs where first >= 0 && second >= 0 {
      if first == second { return false }
      linked += 1
    }
    return linked >= 10 * max(1, rowCount(forest.parents[driver]))
  }
}

extension SchemaForest {
  /// A table and those above it, each with the driving relationships that lead there.
  func ancestors(of table: Int) -> [(table: Int, path: [Int])] {
    var result = [(table: table, path: [Int]())]
    while let last = result.last, let driver = drivers[last.table] {
      result.append((parents[driver], last.path + [driver]))
    }
    return result
  }
}
