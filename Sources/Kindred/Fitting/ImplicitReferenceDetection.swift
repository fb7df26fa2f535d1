import KindredData

/// Finds rows that belong to rows of another child of their parent: fielding seasons to batting
/// seasons of the same player, year and team. Where one table's tuples of shared columns occur among
/// the other's (an inclusion dependency) and single these out, they are looked for in the rows of a
/// few parents first, and then in all.
struct ImplicitReferenceDetection {
  let metadata: Metadata
  let dataset: Dataset
  let forest: SchemaForest
  /// Per relationship, the parent row of every child row; negative without one.
  let parentRows: [[Int32]]

  /// Share of the rows that must find a row.
  private static let leastInclusion = 0.99
  /// Share of the rows referred to that others may equal in the columns.
  private static let mostRepeats = 0.02
  /// Share of what chance leaves open that inclusion must close: values of one row are looked up for
  /// the parent of another.
  private static let leastEvidence = 0.5
  /// Rows referred to of a parent that has any, on average: of one, the parent's key says it all.
  private static let leastGroup = 1.5
  /// Rows whose parents are looked at first, with all rows that these have.
  private static let glance = 500
  /// Rows that there must be at least.
  private static let fewestRows = 50

  /// A reference, and the share of the rows that have one.
  struct Finding {
    var reference: ImplicitReference
    var share: Double
    /// Per row of the table that refers, the row that it belongs to; negative without one.
    var parentRows: [Int32]

    var note: String {
      let columns = reference.columns.map(\.column).joined(separator: ", ")
      return "\(reference.table): rows belong to rows of \(reference.referredTable) with the same "
        + "\(columns), although no key says so"
    }
  }

  /// - Throws: `KindredError` when tables are not there.
  func detect() throws -> [Finding] {
    var candidates: [Finding] = []
    for table in forest.drivers.indices {
      for other in forest.drivers.indices where isPossible(table, other) {
        if let columns = try shared(table, other), let found = try finding(table, other, columns) {
          candidates.append(found)
        }
      }
    }
    // The more certain first; of two tables that refer to each other, the first is referred to.
    func place(_ table: String) -> Int { metadata.tableNames.firstIndex(of: table) ?? 0 }
    candidates.sort {
      ($1.share, place($0.reference.referredTable), place($0.reference.table))
        < ($0.share, place($1.reference.referredTable), place($1.reference.table))
    }
    var found: [Finding] = []
    for candidate in candidates {
      let reference = candidate.reference
      guard !found.contains(where: { $0.reference.table == reference.table }),
        !leads(from: reference.referredTable, to: reference.table, found)
      else { continue }
      found.append(candidate)
    }
    return found.sorted { place($0.reference.table) < place($1.reference.table) }
  }

  /// Whether references lead from one table to another already.
  private func leads(from start: String, to goal: String, _ found: [Finding]) -> Bool {
    var table = start
    while table != goal {
      guard let next = found.first(where: { $0.reference.table == table }) else { return false }
      table = next.reference.referredTable
    }
    return true
  }

  /// Whether both are driven by one parent, and no key is between them.
  private func isPossible(_ table: Int, _ other: Int) -> Bool {
    guard table != other, let driver = forest.drivers[table], let beside = forest.drivers[other],
      forest.parents[driver] == forest.parents[beside],
      metadata.relationships[driver].parentKey == metadata.relationships[beside].parentKey,
      parentRows[driver].count >= Self.fewestRows
    else { return false }
    return !isAbove(table, other) && !isAbove(other, table)
  }

  /// Whether a table can be reached from another by keys to parents.
  private func isAbove(_ table: Int, _ start: Int) -> Bool {
    var seen: Set<Int> = []
    var open = [start]
    while let next = open.popLast() {
      if next == table { return true }
      guard seen.insert(next).inserted else { continue }
      open += forest.incoming[next].map { forest.parents[$0] }
    }
    return false
  }

  /// Columns of one name and type in both tables that are no part of keys and have no nulls.
  private func shared(_ table: Int, _ other: Int) throws -> [String]? {
    func candidates(_ table: Int) throws -> [String: Column] {
      let schema = metadata.tables[table]
      let keys = Set(
        ([schema.primaryKey] + schema.alternateKeys
          + forest.incoming[table].map { metadata.relationships[$0].childKey }).flatMap { $0 })
      let data = try dataset.table(named: schema.name)
      var result: [String: Column] = [:]
      for column in schema.columns where column.sdtype.isStatistical && !keys.contains(column.name)
      {
        if let values = data[column: column.name], values.nullCount == 0 {
          result[column.name] = values
        }
      }
      return result
    }
    let (own, others) = (try candidates(table), try candidates(other))
    let names = own.keys.filter { name in
      others[name].map { $0.values.isSameType(as: own[name]?.values) } ?? false
    }
    return names.isEmpty ? nil : names.sorted()
  }

  /// The reference by those columns that it needs; nil when there is none.
  private func finding(_ table: Int, _ other: Int, _ columns: [String]) throws -> Finding? {
    guard let driver = forest.drivers[table], let beside = forest.drivers[other],
      let names = try Glance(self, table, other, columns).columns()
    else { return nil }
    let (own, theirs) = (metadata.relationships[driver], metadata.relationships[beside])
    let reference = ImplicitReference(
      table: own.childTable, referredTable: theirs.childTable,
      columns: zip(own.childKey + names, theirs.childKey + names).map {
        ImplicitReference.Pair(column: $0, referredColumn: $1)
      })
    let rows = try reference.parentRows(in: dataset)
    let share = Double(rows.count { $0 >= 0 }) / Double(max(1, rows.count))
    return share >= Self.leastInclusion
      ? Finding(reference: reference, share: share, parentRows: rows) : nil
  }

  /// The rows of a few parents in both tables.
  private struct Glance {
    /// Per row its parent, and per column its values.
    private let parents: [Int32]
    private let values: [[Int64]]
    private let otherParents: [Int32]
    private let otherValues: [[Int64]]
    private let names: [String]

    init(
      _ detection: ImplicitReferenceDetection, _ table: Int, _ other: Int, _ names: [String]
    ) throws {
      let (forest, metadata) = (detection.forest, detection.metadata)
      let all = forest.drivers[table].map { detection.parentRows[$0] } ?? []
      let beside = forest.drivers[other].map { detection.parentRows[$0] } ?? []
      // Rows all over the table choose the parents; large groups are not cut.
      let last = max(all.max() ?? 0, beside.max() ?? 0)
      var isChosen = [Bool](repeating: false, count: Int(max(last, 0)) + 1)
      let step = max(1, all.count / ImplicitReferenceDetection.glance)
      for row in stride(from: 0, to: all.count, by: step) where all[row] >= 0 {
        isChosen[Int(all[row])] = true
      }
      func chosen(_ parents: [Int32]) -> [Int32] {
        parents.indices.filter { parents[$0] >= 0 && isChosen[Int(parents[$0])] }.map { Int32($0) }
      }
      let (rows, others) = (chosen(all), chosen(beside))
      parents = rows.map { all[Int($0)] }
      otherParents = others.map { beside[Int($0)] }
      let data = try detection.dataset.table(named: metadata.tables[table].name)
      let otherData = try detection.dataset.table(named: metadata.tables[other].name)
      var values: [[Int64]] = []
      var otherValues: [[Int64]] = []
      var known: [String] = []
      for name in names {
        guard let own = data[column: name], let theirs = otherData[column: name] else { continue }
        var codes = ColumnCodes()
        values.append(codes.codes(of: own.gather(rows)))
        otherValues.append(codes.codes(of: theirs.gather(others)))
        known.append(name)
      }
      self.names = known
      self.values = values
      self.otherValues = otherValues
    }

    /// As few columns as single out the rows referred to; nil when no columns do.
    func columns() -> [String]? {
      let groups = Set(otherParents).count
      guard parents.count >= ImplicitReferenceDetection.fewestRows, groups > 1,
        Double(otherParents.count)
          >= ImplicitReferenceDetection.leastGroup * Double(groups)
      else { return nil }
      let included = names.indices.filter { isIncluded([$0]) }
      // Those that tell most rows apart first.
      let ordered = included.map { (count: distinct([$0]), column: $0) }.sorted {
        ($1.count, $0.column) < ($0.count, $1.column)
      }.map(\.column)
      var chosen: [Int] = []
      var told = groups
      for column in ordered where !isTold(told) {
        let count = distinct(chosen + [column])
        guard count > told, isIncluded(chosen + [column]) else { continue }
        chosen.append(column)
        told = count
      }
      guard isTold(told), !chosen.isEmpty, isBeyondChance(chosen) else { return nil }
      return chosen.sorted().map { names[$0] }
    }

    private func isTold(_ distinct: Int) -> Bool {
      Double(otherParents.count - distinct)
        <= ImplicitReferenceDetection.mostRepeats * Double(otherParents.count)
    }

    private func distinct(_ columns: [Int]) -> Int { known(columns).count }

    private func known(_ columns: [Int]) -> Set<[Int64]> {
      Set(
        otherParents.indices.map { row in
          [Int64(otherParents[row])] + columns.map { otherValues[$0][row] }
        })
    }

    private func isIncluded(_ columns: [Int]) -> Bool {
      share(columns, shift: 0) >= ImplicitReferenceDetection.leastInclusion
    }

    /// The share of rows whose values occur with the parent of the row, or of one further down.
    private func share(_ columns: [Int], shift: Int) -> Double {
      let known = known(columns)
      let found = parents.indices.count { row in
        known.contains(
          [Int64(parents[row])] + columns.map { values[$0][(row + shift) % parents.count] })
      }
      return Double(found) / Double(max(1, parents.count))
    }

    private func isBeyondChance(_ columns: [Int]) -> Bool {
      let chance = share(columns, shift: parents.count / 2)
      return share(columns, shift: 0) - chance
        >= ImplicitReferenceDetection.leastEvidence * (1 - chance)
    }
  }
}

extension ImplicitReference {
  /// Per row of the table that refers, the first row that agrees with it; negative without one.
  /// - Throws: `KindredError` of kind `data` when tables or columns are missing.
  func parentRows(in dataset: Dataset) throws -> [Int32] {
    try RelationshipIndex(
      relationship, parent: dataset.table(named: referredTable), child: dataset.table(named: table)
    ).parentRows.map { max($0, RelationshipIndex.null) }
  }
}

extension ColumnValues {
  fileprivate func isSameType(as other: ColumnValues?) -> Bool {
    switch (self, other) {
    case (.integers, .integers), (.decimals, .decimals), (.strings, .strings),
      (.booleans, .booleans), (.timestamps, .timestamps):
      true
    default: false
    }
  }
}
