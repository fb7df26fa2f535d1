/// Which parent row each child row refers to.
public struct RelationshipIndex: Sendable {
  /// The foreign key, or a part of it, is null.
  public static let null: Int32 = -1
  /// No parent row has the key.
  public static let orphan: Int32 = -2

  /// Per child row the parent row, `null` or `orphan`.
  public let parentRows: [Int32]

  /// Looks up every child row's parent.
  /// - Throws: `KindredError` of kind `data` when a key column is missing or a table has more rows
  ///   than 32 bits count.
  /// - Complexity: O(rows of parent and child); dense integer keys need no hashing.
  public init(_ relationship: Relationship, parent: Table, child: Table) throws {
    for table in [parent, child] where table.rowCount > Int(Int32.max) {
      throw KindredError(
        .data, "The table has more than \(Int32.max) rows", table: table.name,
        remedy: "Split it or fit a sample.")
    }
    let parentKey = try Self.columns(relationship.parentKey, of: parent)
    let childKey = try Self.columns(relationship.childKey, of: child)
    if let first = parentKey.first, let second = childKey.first, parentKey.count == 1 {
      parentRows = Self.match(first, second)
      return
    }
    // Composite keys: parts become numbers that both tables share, tuples of them are hashed.
    let parts = zip(parentKey, childKey).map { Self.sharedCodes($0, $1) }
    var rows: [[Int32]: Int32] = [:]
    for row in 0..<parent.rowCount {
      let tuple = parts.map { $0.parent[row] }
      if !tuple.contains(Self.null), rows[tuple] == nil { rows[tuple] = Int32(row) }
    }
    parentRows = (0..<child.rowCount).map { row in
      let tuple = parts.map { $0.child[row] }
      return tuple.contains(Self.null) ? Self.null : rows[tuple] ?? Self.orphan
    }
  }

  private static func columns(_ names: [String], of table: Table) throws -> [Column] {
    try names.map { name in
      guard let column = table[column: name] else {
        throw KindredError(
          .data, "Missing columns on table \(table.name): ['\(name)']", table: table.name,
          column: name, remedy: "Add the key column or remove the relationship.")
      }
      return column
    }
  }

  // MARK: - Single columns

  private static func match(_ parent: Column, _ child: Column) -> [Int32] {
    switch (parent.values, child.values) {
    case (.integers(let parents), .integers(let children)),
      (.timestamps(let parents), .timestamps(let children)):
      let lookup = IntegerLookup(parents, parent)
      return children.indices.map { row in
        child.isValid(row) ? lookup[children[row]] ?? orphan : null
      }
    case (_, .strings(let children)):
      // Every distinct string is looked up once.
      let rows = rowsByText(parent)
      let found = children.dictionary.strings.map { rows[$0] ?? orphan }
      return children.codes.indices.map { row in
        child.isValid(row) ? found[Int(children.codes[row])] : null
      }
    default:
      let rows = rowsByText(parent)
      return (0..<child.count).map { row in
        text(of: child, row).map { rows[$0] ?? orphan } ?? null
      }
    }
  }

  private static func rowsByText(_ column: Column) -> [String: Int32] {
    var rows: [String: Int32] = [:]
    rows.reserveCapacity(column.count)
    if case .strings(let strings) = column.values {
      // The dictionary's strings are distinct, so hashing them once is enough.
      var first = [Int32](repeating: -1, count: strings.dictionary.count)
      for row in strings.codes.indices where column.isValid(row) {
        let code = Int(strings.codes[row])
        if first[code] < 0 { first[code] = Int32(row) }
      }
      for (code, row) in first.enumerated() where row >= 0 {
        rows[strings.dictionary[code]] = row
      }
      return rows
    }
    for row in 0..<column.count {
      if let text = text(of: column, row), rows[text] == nil { rows[text] = Int32(row) }
    }
    return rows
  }

  /// Keys of different types are the same when they are spelled the same.
  private static func text(of column: Column, _ row: Int) -> String? {
    guard column.isValid(row) else { return nil }
    switch column.values {
    case .integers(let values), .timestamps(let values): return String(values[row])
    case .decimals(let values):
      return Int64(exactly: values[row]).map { String($0) } ?? String(values[row])
    case .strings(let values): return values[row]
    case .booleans(let values): return values[row] ? "True" : "False"
    }
  }

  // MARK: - Parts of composite keys

  /// The row in which a part's value first stands in the parent, for both tables.
  private static func sharedCodes(
    _ parent: Column, _ child: Column
  ) -> (parent: [Int32], child: [Int32]) {
    (match(parent, parent), match(parent, child))
  }
}

/// First row of each integer: an array where the integers lie close together, else a dictionary.
private struct IntegerLookup {
  private var base: Int64 = 0
  private var rows: [Int32] = []
  private var sparse: [Int64: Int32] = [:]

  init(_ values: [Int64], _ column: Column) {
    var least = Int64.max
    var most = Int64.min
    for row in values.indices where column.isValid(row) {
      least = min(least, values[row])
      most = max(most, values[row])
    }
    guard least <= most else { return }
    let span = most.subtractingReportingOverflow(least)
    if !span.overflow, span.partialValue < 4 * Int64(values.count) + 1024 {
      base = least
      rows = Array(repeating: RelationshipIndex.orphan, count: Int(span.partialValue) + 1)
      for row in values.indices where column.isValid(row) {
        let place = Int(values[row] - least)
        if rows[place] < 0 { rows[place] = Int32(row) }
      }
    } else {
      sparse.reserveCapacity(values.count)
      for row in values.indices where column.isValid(row) && sparse[values[row]] == nil {
        sparse[values[row]] = Int32(row)
      }
    }
  }

  subscript(value: Int64) -> Int32? {
    guard !rows.isEmpty else { return sparse[value] }
    let place = value.subtractingReportingOverflow(base)
    guard !place.overflow, place.partialValue >= 0, place.partialValue < Int64(rows.count) else {
      return nil
    }
    let row = rows[Int(place.partialValue)]
    return row < 0 ? nil : row
  }
}
