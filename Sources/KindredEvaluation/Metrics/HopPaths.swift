import KindredData

/// The paths from a table to its descendants.
enum HopPaths {
  /// Every path of `length` relationships from parent to child that visits no table twice. Of several
  /// relationships between two tables the first is used. Indices of `relationships`, from the top.
  ///
  /// Source: SyntheRela and ClavaDDPM (`gen_multi_report`).
  static func all(
    ofLength length: Int, _ relationships: [RelationshipComparison], tables: [String]
  ) -> [[Int]] {
    var children: [String: [Int]] = [:]
    for (index, item) in relationships.enumerated() {
      let known = children[item.parent.name, default: []]
      if !known.contains(where: { relationships[$0].child.name == item.child.name }) {
        children[item.parent.name] = known + [index]
      }
    }
    return tables.flatMap { table in
      extended([], from: table, visited: [table], length, children, relationships)
    }
  }

  private static func extended(
    _ path: [Int], from table: String, visited: Set<String>, _ length: Int,
    _ children: [String: [Int]], _ relationships: [RelationshipComparison]
  ) -> [[Int]] {
    if path.count == length { return [path] }
    return (children[table] ?? []).flatMap { index -> [[Int]] in
      let child = relationships[index].child.name
      guard !visited.contains(child) else { return [] }
      return extended(
        path + [index], from: child, visited: visited.union([child]), length, children,
        relationships)
    }
  }

  /// Per row of the bottom table the row of the top table; negative where the path breaks off. A row
  /// that has no parent has a null key further up, which leads to a parent whose key is null, as in
  /// pandas' left joins.
  static func topRows(_ groups: [KeyGroups]) -> [Int32] {
    guard let bottom = groups.last else { return [] }
    return groups.dropLast().reversed().reduce(bottom.children) { rows, group in
      rows.map { row in
        row >= 0 && Int(row) < group.children.count ? group.children[Int(row)] : group.nullParent
      }
    }
  }
}
