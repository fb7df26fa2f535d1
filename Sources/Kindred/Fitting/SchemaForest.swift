import KindredData

/// The order in which tables are learned and drawn.
///
/// Every table is driven by at most one parent: its rows are generated group by group under that
/// parent's rows. The driving relationship is the first one declared whose parent is another table
/// and not already below this one. The relationships left over (further parents, self-references,
/// the closing edge of a cycle) link rows that exist already. So the driving relationships form a
/// forest whatever the schema looks like.
struct SchemaForest: Sendable {
  /// Per table, the relationship that drives it; nil for roots.
  let drivers: [Int?]
  /// Per table, all relationships in which it is the parent, in order of declaration.
  let outgoing: [[Int]]
  /// Per table, all relationships in which it is the child, in order of declaration.
  let incoming: [[Int]]
  /// Parent and child table of each relationship.
  let parents: [Int]
  let children: [Int]
  /// All tables, each after the parent that drives it.
  let topDown: [Int]

  var roots: [Int] { drivers.indices.filter { drivers[$0] == nil } }

  func isDriver(_ relationship: Int) -> Bool { drivers[children[relationship]] == relationship }

  /// - Throws: `KindredError` of kind `metadata` when a relationship names an unknown table.
  init(_ metadata: Metadata) throws {
    var indices: [String: Int] = [:]
    for (index, name) in metadata.tableNames.enumerated() { indices[name] = index }
    func index(of name: String) throws -> Int {
      guard let index = indices[name] else {
        throw KindredError(
          .metadata, "A relationship names an unknown table", table: name,
          remedy: "Add the table or remove the relationship.")
      }
      return index
    }
    let parents = try metadata.relationships.map { try index(of: $0.parentTable) }
    let children = try metadata.relationships.map { try index(of: $0.childTable) }
    var drivers = [Int?](repeating: nil, count: metadata.tables.count)
    var outgoing = [[Int]](repeating: [], count: metadata.tables.count)
    var incoming = outgoing
    for relationship in metadata.relationships.indices {
      let child = children[relationship]
      outgoing[parents[relationship]].append(relationship)
      incoming[child].append(relationship)
      guard drivers[child] == nil else { continue }
      var ancestor: Int? = parents[relationship]
      while let table = ancestor, table != child { ancestor = drivers[table].map { parents[$0] } }
      if ancestor == nil { drivers[child] = relationship }
    }

    var topDown: [Int] = []
    var open = drivers.indices.filter { drivers[$0] == nil }
    while !open.isEmpty {
      let table = open.removeFirst()
      topDown.append(table)
      open += outgoing[table].filter { drivers[children[$0]] == $0 }.map { children[$0] }
    }
    self.drivers = drivers
    self.outgoing = outgoing
    self.incoming = incoming
    self.parents = parents
    self.children = children
    self.topDown = topDown
  }
}
