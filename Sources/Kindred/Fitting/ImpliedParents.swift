import KindredData

/// Foreign keys that follow from others: a payment's customer is its rental's customer.
struct ImpliedParents {
  let metadata: Metadata
  /// Per relationship, the parent row of every child row; negative without one.
  let parentRows: [[Int32]]

  /// The share of rows for which a way must lead to the parent they name.
  private static let leastAgreement = 0.98

  /// The order of the tables. A row that has the key of its parent is a part of it; else of a parent
  /// that others follow from.
  /// - Throws: `KindredError` of kind `metadata` when a relationship names an unknown table.
  func forest() throws -> SchemaForest {
    let plain = try SchemaForest(metadata)
    return try SchemaForest(
      metadata,
      preferred: preferredDrivers(plain).merging(plain.oneToOneDrivers(metadata)) {
        implied, _ in implied
      })
  }

  /// Per table with several parents, the relationship from whose parent most other parents follow;
  /// nothing for tables without such a parent.
  private func preferredDrivers(_ forest: SchemaForest) -> [Int: Int] {
    var preferred: [Int: Int] = [:]
    for child in forest.incoming.indices where forest.incoming[child].count > 1 {
      var most = 0
      for driver in forest.incoming[child]
      where forest.parents[driver] != child && forest.canDrive(driver) {
        let implied = forest.incoming[child].count { other in
          other != driver
            && forest.incoming[forest.parents[driver]].contains { last in
              forest.parents[last] == forest.parents[other] && agrees([driver, last], with: other)
            }
        }
        if implied > most {
          most = implied
          preferred[child] = driver
        }
      }
    }
    return preferred
  }

  /// The shortest way up the driving relationships, and one more of any kind, by which rows come to
  /// their parents in a relationship that does not drive them; nil when there is none.
  func path(to relationship: Int, _ forest: SchemaForest) -> [Int]? {
    var path: [Int] = []
    var table = forest.children[relationship]
    while let driver = forest.drivers[table] {
      path.append(driver)
      table = forest.parents[driver]
      if driver == relationship { return nil }
      for last in forest.incoming[table]
      where forest.parents[last] == forest.parents[relationship]
        && agrees(path + [last], with: relationship)
      {
        return path + [last]
      }
    }
    return nil
  }

  /// Whether a way leads nearly all rows to the parents they name, and not by chance.
  private func agrees(_ path: [Int], with relationship: Int) -> Bool {
    let named = parentRows[relationship]
    guard let first = path.first, parentRows[first].count == named.count else { return false }
    var rows = 0.0
    var agreeing = 0.0
    var counts: [Int32: Double] = [:]
    for (row, parent) in named.enumerated() where parent >= 0 {
      var reached = Int32(row)
      for step in path where reached >= 0 { reached = parentRows[step][Int(reached)] }
      rows += 1
      counts[parent, default: 0] += 1
      if reached == parent { agreeing += 1 }
      // Most ways lead elsewhere, and that shows in the first rows.
      if rows == 1_000, agreeing < 900 { return false }
    }
    // Sums of whole numbers: the order of the dictionary does not matter.
    let chance = counts.values.reduce(0) { $0 + $1 * $1 } / max(1, rows * rows)
    return rows >= 2 && agreeing >= Self.leastAgreement * rows && chance <= 0.5
  }
}
