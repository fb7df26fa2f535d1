import KindredData

/// The rows of two tables that share a key, as SQL joins them, except that null equals null (as in
/// pandas, whose joins define the metrics).
struct KeyGroups: Sendable {
  /// Per parent row the first parent row with the same key.
  let parents: [Int32]
  /// Per child row the first parent row that has its key; negative when there is none.
  let children: [Int32]
  /// The first parent row in which every part of the key is null; negative when there is none.
  let nullParent: Int32
  /// Child rows in which every part of the key is null.
  let nullChildren: Int

  /// - Throws: `KindredError` of kind `data` when a key column is missing.
  /// - Complexity: O(rows × key columns).
  init(_ relationship: Relationship, parent: Table, child: Table) throws {
    var groups: (parents: [Int32], children: [Int32])?
    for (parentColumn, childColumn) in zip(relationship.parentKey, relationship.childKey) {
      let part = try Self.part(parentColumn, of: parent, childColumn, of: child)
      groups = groups.map { Self.combined($0, part) } ?? part
    }
    (parents, children) = groups ?? ([], [])
    let parentKey = relationship.parentKey.compactMap { parent[column: $0] }
    nullParent =
      parentKey.contains { $0.validity == nil }
      ? -1
      : (0..<parent.rowCount).first { row in parentKey.allSatisfy { !$0.isValid(row) } }
        .map { Int32(truncatingIfNeeded: $0) } ?? -1
    let key = relationship.childKey.compactMap { child[column: $0] }
    nullChildren =
      key.contains { $0.validity == nil }
      ? 0 : (0..<child.rowCount).count { row in key.allSatisfy { !$0.isValid(row) } }
  }

  /// Number of child rows per parent row.
  var cardinalities: [Int64] {
    var counts = [Int64](repeating: 0, count: parents.count)
    for group in children where group >= 0 { counts[Int(group)] += 1 }
    return parents.map { counts[Int($0)] }
  }

  private static func part(
    _ parentColumn: String, of parent: Table, _ childColumn: String, of child: Table
  ) throws -> (parents: [Int32], children: [Int32]) {
    let own = Relationship(
      parentTable: parent.name, parentKey: [parentColumn], childTable: parent.name,
      childKey: [parentColumn])
    let foreign = Relationship(
      parentTable: parent.name, parentKey: [parentColumn], childTable: child.name,
      childKey: [childColumn])
    var parents = try RelationshipIndex(own, parent: parent, child: parent).parentRows
    var children = try RelationshipIndex(foreign, parent: parent, child: child).parentRows
    if let null = parents.firstIndex(of: RelationshipIndex.null) {
      let row = Int32(truncatingIfNeeded: null)
      for index in parents.indices where parents[index] == RelationshipIndex.null {
        parents[index] = row
      }
      for index in children.indices where children[index] == RelationshipIndex.null {
        children[index] = row
      }
    }
    return (parents, children)
  }

  private static func combined(
    _ first: (parents: [Int32], children: [Int32]), _ second: (parents: [Int32], children: [Int32])
  ) -> (parents: [Int32], children: [Int32]) {
    var rows: [Int64: Int32] = [:]
    let parents = first.parents.indices.map { row in
      let key = Int64(first.parents[row]) << 32 | Int64(second.parents[row])
      if let found = rows[key] { return found }
      rows[key] = Int32(truncatingIfNeeded: row)
      return Int32(truncatingIfNeeded: row)
    }
    let children = first.children.indices.map { row in
      guard first.children[row] >= 0, second.children[row] >= 0 else {
        return RelationshipIndex.orphan
      }
      return rows[Int64(first.children[row]) << 32 | Int64(second.children[row])]
        ?? RelationshipIndex.orphan
    }
    return (parents, children)
  }
}

/// The rows of a parent and a child table that belong together: the inner join of the two.
struct JoinedRows: Sendable {
  let parents: [Int32]
  /// Nil when every child row has exactly one parent row.
  let children: [Int32]?

  /// More rows than this come from keys that are all null or all the same.
  private static let most = 200_000_000

  /// Nil when there would be too many joined rows to hold.
  /// - Complexity: O(parent rows + child rows + joined rows).
  init?(_ groups: KeyGroups) {
    let isUnique = groups.parents.indices.allSatisfy { Int(groups.parents[$0]) == $0 }
    if isUnique {
      let isComplete = groups.children.allSatisfy { $0 >= 0 }
      parents = isComplete ? groups.children : groups.children.filter { $0 >= 0 }
      children =
        isComplete
        ? nil
        : groups.children.indices.filter { groups.children[$0] >= 0 }.map {
          Int32(truncatingIfNeeded: $0)
        }
      return
    }
    var members: [Int32: [Int32]] = [:]
    for (row, first) in groups.parents.enumerated() where Int(first) != row {
      members[first, default: []].append(Int32(truncatingIfNeeded: row))
    }
    let count = groups.children.reduce(0) { count, first in
      first < 0 || count > Self.most ? count : count + 1 + (members[first]?.count ?? 0)
    }
    guard count <= Self.most else { return nil }
    var parents: [Int32] = []
    var children: [Int32] = []
    for (row, first) in groups.children.enumerated() where first >= 0 {
      parents.append(first)
      parents.append(contentsOf: members[first] ?? [])
      children.append(
        contentsOf: repeatElement(
          Int32(truncatingIfNeeded: row), count: parents.count - children.count))
    }
    self.parents = parents
    self.children = children
  }
}
