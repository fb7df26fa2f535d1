import KindredData
import KindredGenerators

// What has to stay unique, and rows that refer to themselves.

extension ModelFitting {
  /// Whether a column is a part of a key that other tables copy, or of one that tells rows apart:
  /// such columns follow no others.
  func isKeyPart(_ column: Int, of table: Int) -> Bool {
    let schema = metadata.tables[table]
    let name = schema.columns[column].name
    return schema.primaryKey.contains(name) || schema.alternateKeys.contains { $0.contains(name) }
      || metadata.polymorphicKeys.contains {
        $0.table == schema.name && ($0.typeColumn == name || $0.idColumn == name)
      }
  }

  /// How identifiers stay unique that are, though no key says so; nil where they repeat, or where the
  /// metadata's pattern has few values.
  func uniqueContent(
    of column: Column, in table: Int, _ content: ColumnModel.Content
  ) throws -> ColumnModel.Content? {
    guard case .identifier(let pattern) = content, column.count - column.nullCount > 1,
      let data = dataset[metadata.tables[table].name]
    else { return nil }
    let firstRows = try RelationshipIndex(
      Relationship(
        parentTable: data.name, parentKey: [column.name], childTable: data.name,
        childKey: [column.name]), parent: data, child: data
    ).parentRows
    guard firstRows.indices.allSatisfy({ firstRows[$0] < 0 || Int(firstRows[$0]) == $0 }) else {
      return nil
    }
    let field = metadata.tables[table].columns.first { $0.name == column.name }
    if case .integers(let values) = column.values, field?.regexFormat == nil {
      let present = values.indices.lazy.filter { column.isValid($0) }.map { values[$0] }
      if let least = present.min(), let most = present.max() {
        let span = most.subtractingReportingOverflow(least)
        if !span.overflow, span.partialValue < 2 * Int64(column.count) {
          return .integerKey(first: least)
        }
      }
    }
    return pattern.capacity >= 1000 * UInt64(column.count) ? .patternKey(pattern) : nil
  }

  /// Sets of columns that tell the rows of a table apart and are not generated so that they do by
  /// themselves: declared keys, and foreign keys that never meet twice.
  func uniqueKeys(of table: Int) -> [[Int]] {
    guard !forest.references.contains(table) else { return [] }
    let schema = metadata.tables[table]
    let columns = columns[table]
    var keys: [[Int]] = []
    for key in [schema.primaryKey] + schema.alternateKeys where !key.isEmpty {
      let places = key.compactMap { name in schema.columns.firstIndex { $0.name == name } }
      let isUnique = places.contains { place in
        switch columns[place].content {
        case .integerKey, .patternKey, .position, .personal(_, _, true): true
        default: false
        }
      }
      if !isUnique { keys.append(places.sorted()) }
    }
    return keys + uniqueLinks(of: table, beside: keys)
  }

  /// Pairs of foreign keys, or all of them together, whose parents no two rows share.
  private func uniqueLinks(of table: Int, beside keys: [[Int]]) -> [[Int]] {
    let order = forest.linkOrder(of: table, metadata) { _ in false }.filter {
      !columns[table].copies(of: $0).isEmpty && forest.parents[$0] != table
    }
    var found: [[Int]] = []
    func add(_ relationships: [Int], leastRepeats: Double) {
      // A key that refers to several tables would have to be unique for all of them.
      guard relationships.allSatisfy({ forest.polymorphic[$0] == nil }) else { return }
      let places = relationships.flatMap { columns[table].copies(of: $0).map(\.column) }.sorted()
      guard !(keys + found).contains(where: { Set($0).isSubset(of: places) }),
        isUnique(relationships, leastRepeats: leastRepeats)
      else { return }
      found.append(places)
    }
    for (place, first) in order.enumerated() {
      for second in order.dropFirst(place + 1) {
        add([first, second], leastRepeats: forest.isDriver(first) ? 0 : 1)
      }
    }
    if order.count > 2 { add(order, leastRepeats: 1) }
    return found
  }

  /// Whether no two rows share all parents.
  /// - Parameter leastRepeats: pairs of rows that would do so by chance; fewer say nothing.
  private func isUnique(_ relationships: [Int], leastRepeats: Double) -> Bool {
    guard let first = relationships.first else { return false }
    var tuples = parentRows[first].map { Int64($0) }
    for relationship in relationships.dropFirst() {
      var numbers: [UInt64: Int64] = [:]
      let parents = parentRows[relationship]
      var distinct: Set<UInt64> = []
      for row in tuples.indices where tuples[row] >= 0 {
        guard parents[row] >= 0 else {
          tuples[row] = -1
          continue
        }
        let pair = UInt64(tuples[row]) << 32 | UInt64(parents[row])
        let isLast = relationship == relationships.last
        if isLast, !distinct.insert(pair).inserted { return false }
        if !isLast {
          let number = numbers[pair] ?? Int64(numbers.count)
          numbers[pair] = number
          tuples[row] = number
        }
      }
    }
    let rows = tuples.count { $0 >= 0 }
    // A single key that is unique by itself needs no pair.
    let shares = relationships.map { relationship in
      let counts = childCounts(relationship)
      let linked = max(1, counts.reduce(0) { $0 + Double($1) })
      return counts.contains { $0 > 1 }
        ? counts.reduce(0.0) { $0 + Double($1) * Double($1) } / (linked * linked) : 0
    }
    guard rows > 1, !shares.contains(0) else { return false }
    return 0.5 * Double(rows) * Double(rows) * shares.reduce(1, *) >= leastRepeats
  }

  /// Rows of a table that refers to itself and that lead back to themselves.
  func loops(_ relationship: Int) -> RelationshipModel.Loops? {
    let parents = parentRows[relationship]
    guard forest.parents[relationship] == forest.children[relationship], !parents.isEmpty else {
      return nil
    }
    // Every row is visited once: rows of the way that is being walked have its number.
    var visited = [Int](repeating: 0, count: parents.count)
    var lengths: [Int: Int] = [:]
    for start in parents.indices where visited[start] == 0 {
      var row = start
      while visited[row] == 0 {
        visited[row] = start + 1
        guard parents[row] >= 0 else { break }
        row = Int(parents[row])
      }
      guard visited[row] == start + 1, parents[row] >= 0 else { continue }
      var length = 1
      var next = Int(parents[row])
      while next != row {
        length += 1
        next = Int(parents[next])
      }
      lengths[length, default: 0] += 1
    }
    let rows = Double(parents.count)
    let usual = lengths.keys.sorted().max { (lengths[$0] ?? 0) < (lengths[$1] ?? 0) }
    guard selfReferences[relationship] > 0 || usual != nil else { return nil }
    let onCircles = lengths.reduce(0) { $0 + $1.key * $1.value }
    return RelationshipModel.Loops(
      selfShare: Double(selfReferences[relationship]) / rows,
      circleShare: Double(onCircles) / rows, circleLength: usual ?? 2)
  }
}
