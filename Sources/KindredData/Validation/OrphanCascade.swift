/// Drops orphans, the rows that refer to them, the rows that refer to those, and so on.
struct OrphanCascade {
  /// Per table of the dataset, the rows dropped as they have no parent row.
  private(set) var orphans: [Int]
  /// Per table, the rows dropped as they refer to a dropped row.
  private(set) var descendants: [Int]
  /// Per table, a flag per row.
  private var isDropped: [[Bool]]
  private var links: [Link] = []
  /// Per table, the links in which it is the parent.
  private var linksToChildren: [[Int]]

  /// - Throws: `KindredError` of kind `data` when a key column is missing or a table has more rows
  ///   than 32 bits count.
  /// - Complexity: O(rows × relationships).
  init(_ metadata: Metadata, _ dataset: Dataset) throws {
    orphans = Array(repeating: 0, count: dataset.count)
    descendants = orphans
    isDropped = dataset.map { Array(repeating: false, count: $0.rowCount) }
    linksToChildren = Array(repeating: [], count: dataset.count)
    let tables = dataset.tables
    let places = Dictionary(tables.enumerated().map { ($1.name, $0) }) { first, _ in first }
    let results = parallelMap(metadata.relationships.count, threads: 0) { index in
      Result<Link?, any Error> {
        let relationship = metadata.relationships[index]
        guard let parent = places[relationship.parentTable],
          let child = places[relationship.childTable]
        else { return nil }
        return try Link(relationship, tables, parent: parent, child: child)
      }
    }
    links = try results.compactMap { try $0.get() }
    for (index, link) in links.enumerated() { linksToChildren[link.parent].append(index) }
  }

  /// - Complexity: O(rows): a row is dropped, and its children are looked at, once.
  mutating func run() {
    var pending: [(table: Int, row: Int)] = []
    for link in links {
      for (row, parent) in link.parentRows.enumerated()
      where parent == RelationshipIndex.orphan && !isDropped[link.child][row] {
        isDropped[link.child][row] = true
        orphans[link.child] += 1
        pending.append((link.child, row))
      }
    }
    guard !pending.isEmpty else { return }
    for index in links.indices { links[index].groupChildren() }
    while let next = pending.popLast() {
      for index in linksToChildren[next.table] {
        let table = links[index].child
        for row in links[index].childrenLosingParent(next.row) where !isDropped[table][Int(row)] {
          isDropped[table][Int(row)] = true
          descendants[table] += 1
          pending.append((table, Int(row)))
        }
      }
    }
  }

  /// The rows that stay, ascending.
  func keptRows(of table: Int) -> [Int32] {
    isDropped[table].indices.lazy.filter { !isDropped[table][$0] }.map { Int32($0) }
  }

  /// A relationship between two tables, by their places in the dataset.
  private struct Link {
    let parent: Int
    let child: Int
    /// As in `RelationshipIndex`.
    let parentRows: [Int32]
    /// Per parent row the first row with its key; nil when no two rows share a key.
    private let firstRows: [Int32]?
    /// Per first row, how many rows with its key are left; empty when no two rows share a key.
    private var remaining: [Int32] = []
    /// `children[starts[p]..<starts[p + 1]]` refer to parent row `p`.
    private var children: [Int32] = []
    private var starts: [Int] = []
    private let parentCount: Int

    init(_ relationship: Relationship, _ tables: [Table], parent: Int, child: Int) throws {
      self.parent = parent
      self.child = child
      parentCount = tables[parent].rowCount
      parentRows = try RelationshipIndex(
        relationship, parent: tables[parent], child: tables[child]
      ).parentRows
      let key = relationship.parentKey.compactMap { tables[parent][column: $0] }
      firstRows = KeyMatch.isUnique(key) ? nil : KeyMatch.firstRows(of: key)
    }

    /// A counting sort of the child rows by their parents.
    mutating func groupChildren() {
      starts = Array(repeating: 0, count: parentCount + 1)
      for parent in parentRows where parent >= 0 { starts[Int(parent) + 1] += 1 }
      for parent in 0..<parentCount { starts[parent + 1] += starts[parent] }
      var next = starts
      children = Array(repeating: 0, count: starts[parentCount])
      for (row, parent) in parentRows.enumerated() where parent >= 0 {
        children[next[Int(parent)]] = Int32(truncatingIfNeeded: row)
        next[Int(parent)] += 1
      }
      guard let firstRows else { return }
      remaining = Array(repeating: 0, count: parentCount)
      for row in firstRows where row >= 0 { remaining[Int(row)] += 1 }
    }

    /// The children whose key no row has any more once a parent row is dropped.
    mutating func childrenLosingParent(_ row: Int) -> ArraySlice<Int32> {
      var parent = row
      if let firstRows {
        guard firstRows[row] >= 0 else { return [] }
        parent = Int(firstRows[row])
        remaining[parent] -= 1
        guard remaining[parent] == 0 else { return [] }
      }
      return children[starts[parent]..<starts[parent + 1]]
    }
  }
}
