/// Finds the rows of a key: single columns by their codes, composite keys part by part.
enum KeyMatch {
  /// Per row the first row with the same key; `RelationshipIndex.null` where a part is null.
  /// - Parameter key: columns of one table.
  /// - Complexity: O(rows × columns).
  static func firstRows(of key: [Column]) -> [Int32] {
    guard let first = key.first else { return [] }
    return key.dropFirst().reduce(firstRows(KeyCodes(first))) { rows, column in
      firstRows(combined(rows, firstRows(KeyCodes(column)), parents: column.count))
    }
  }

  /// Whether every row that has the key has it alone.
  static func isUnique(_ key: [Column]) -> Bool {
    guard key.count == 1, let column = key.first else {
      let rows = firstRows(of: key)
      return rows.indices.allSatisfy { rows[$0] < 0 || Int(rows[$0]) == $0 }
    }
    let table = KeyTable(KeyCodes(column).codes, present: column.validity)
    return table.distinctCount == column.count - column.nullCount
  }

  /// Per child row the first parent row with its key, `RelationshipIndex.null` where a part of it is
  /// null, `RelationshipIndex.orphan` where no parent row has it.
  /// - Parameters:
  ///   - parent: columns of the parent table.
  ///   - child: as many columns of the child table.
  /// - Complexity: O(rows × columns).
  static func rows(of child: [Column], in parent: [Column]) -> [Int32] {
    guard let first = parent.first, let second = child.first else { return [] }
    if parent.count == 1 { return rows(KeyCodes.pair(first, second)) }
    // The rows where a part first stands in the parent are numbers that both tables share; so are,
    // after each step, the rows where the parts so far first stand together.
    var parents = firstRows(KeyCodes(first))
    var children = rows(KeyCodes.pair(first, second))
    for (parentPart, childPart) in zip(parent, child).dropFirst() {
      let codes = (
        first: combined(parents, firstRows(KeyCodes(parentPart)), parents: parentPart.count),
        second: combined(
          children, rows(KeyCodes.pair(parentPart, childPart)), parents: parentPart.count)
      )
      parents = firstRows(codes.first)
      children = rows(codes)
    }
    return children
  }

  private static func firstRows(_ codes: KeyCodes) -> [Int32] {
    KeyTable(codes.codes, present: codes.present).rows(of: codes.codes, present: codes.present)
  }

  private static func rows(_ codes: (first: KeyCodes, second: KeyCodes)) -> [Int32] {
    let (parent, child) = codes
    let table = KeyTable(parent.codes, present: parent.matchable ?? parent.present)
    var rows = table.rows(of: child.codes, present: child.matchable ?? child.present)
    if let matchable = child.matchable {
      for row in rows.indices where !matchable[row] && child.present?[row] ?? true {
        rows[row] = RelationshipIndex.orphan
      }
    }
    return rows
  }

  /// Pairs of parent rows as numbers.
  private static func combined(_ first: [Int32], _ second: [Int32], parents: Int) -> KeyCodes {
    let hasNulls =
      first.contains(RelationshipIndex.null) || second.contains(RelationshipIndex.null)
    let hasOrphans =
      first.contains(RelationshipIndex.orphan) || second.contains(RelationshipIndex.orphan)
    // Rows are below 2^31, so that the product fits.
    var codes = KeyCodes(
      codes: zip(first, second).map { Int64($0) * Int64(parents) + Int64($1) },
      present: hasNulls
        ? Bitmap(
          first.indices.lazy.map {
            first[$0] != RelationshipIndex.null && second[$0] != RelationshipIndex.null
          }) : nil)
    if hasOrphans {
      codes.matchable = Bitmap(first.indices.lazy.map { first[$0] >= 0 && second[$0] >= 0 })
    }
    return codes
  }
}
