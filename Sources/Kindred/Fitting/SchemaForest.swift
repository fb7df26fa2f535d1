import KindredData

/// The order in which tables are learned and drawn.
///
/// Every table is driven by at most one parent: its rows are generated group by group under that
/// parent's rows. The driving relationship is the preferred one, else the first one declared, whose
/// parent is another table and not already below this one. The relationships left over (further
/// parents, self-references, the closing edge of a cycle) link rows that exist already. So the
/// driving relationships form a forest whatever the schema looks like. Reference tables stand
/// outside: their rows are there from the beginning, and rows that refer to them choose.
struct SchemaForest: Sendable {
  /// Tables that are kept as they are.
  let references: Set<Int>
  /// Per table, its relationships to reference tables, in order of declaration; they are neither in
  /// `incoming` nor in `outgoing`. Empty for reference tables.
  let choices: [[Int]]
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
  /// Per relationship, whether the parent's rows are extended with what their children have in
  /// common: all but self-references and those that would close a circle.
  let extendsParent: [Bool]
  /// All tables, each before the parents that it extends.
  let bottomUp: [Int]

  /// All tables, each after the parent that drives it, and after its other parents unless keys go
  /// round in a circle.
  let parentsFirst: [Int]

  /// The relationships that only rows of certain types have, by their places.
  let polymorphic: [Int: PolymorphicKey]
  /// The relationships that columns tell and no key, by their places.
  let implicit: Set<Int>

  /// Tables whose rows are drawn on their own.
  var roots: [Int] { drivers.indices.filter { drivers[$0] == nil && !references.contains($0) } }

  func isDriver(_ relationship: Int) -> Bool { drivers[children[relationship]] == relationship }

  /// Whether rows may be generated under the relationship's parent.
  func canDrive(_ relationship: Int) -> Bool {
    polymorphic[relationship] == nil && !implicit.contains(relationship)
  }

  /// Where the rows of a relationship's child belong to rows of another child that the same parent
  /// drives, the relationship of that one: their numbers go together.
  func companion(of relationship: Int) -> Int? {
    guard isDriver(relationship) else { return nil }
    let reference = incoming[children[relationship]].first(where: implicit.contains)
    return reference.flatMap { drivers[parents[$0]] }.flatMap {
      parents[$0] == parents[relationship] ? $0 : nil
    }
  }

  /// - Parameter preferred: per child table, the relationship that shall drive it if it can.
  /// - Throws: `KindredError` of kind `metadata` when a relationship names an unknown table.
  init(_ metadata: Metadata, preferred: [Int: Int] = [:]) throws {
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
    let references = Set(try (metadata.referenceTables ?? []).map(index(of:)))
    var drivers = [Int?](repeating: nil, count: metadata.tables.count)
    var outgoing = [[Int]](repeating: [], count: metadata.tables.count)
    var incoming = outgoing
    var choices = outgoing
    for relationship in metadata.relationships.indices {
      let (parent, child) = (parents[relationship], children[relationship])
      if references.contains(child) { continue }
      if references.contains(parent) {
        choices[child].append(relationship)
      } else {
        outgoing[parent].append(relationship)
        incoming[child].append(relationship)
      }
    }
    let candidates = incoming.flatMap { $0 }.sorted {
      (preferred[children[$0]] == $0 ? 0 : 1, $0) < (preferred[children[$1]] == $1 ? 0 : 1, $1)
    }
    let polymorphic = metadata.polymorphicRelationships
    let implicit = Set(metadata.implicitRelationships.keys)
    for relationship in candidates
    where polymorphic[relationship] == nil && !implicit.contains(relationship) {
      let child = children[relationship]
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
    var extendsParent = [Bool](repeating: false, count: parents.count)
    var extended = [[Int]](repeating: [], count: drivers.count)
    func reaches(_ start: Int, _ goal: Int) -> Bool {
      var seen: Set<Int> = []
      var open = [start]
      while let table = open.popLast() {
        if table == goal { return true }
        if seen.insert(table).inserted { open += extended[table] }
      }
      return false
    }
    let order =
      candidates.filter { drivers[children[$0]] == $0 }.sorted()
      + candidates.filter { drivers[children[$0]] != $0 }.sorted()
    for relationship in order
    where !reaches(parents[relationship], children[relationship]) {
      extendsParent[relationship] = true
      extended[children[relationship]].append(parents[relationship])
    }
    var waiting = [Int](repeating: 0, count: drivers.count)
    for relationship in order where extendsParent[relationship] {
      waiting[parents[relationship]] += 1
    }
    var bottomUp: [Int] = []
    var ready = drivers.indices.filter { waiting[$0] == 0 }
    while !ready.isEmpty {
      let table = ready.removeFirst()
      bottomUp.append(table)
      for parent in extended[table] {
        waiting[parent] -= 1
        if waiting[parent] == 0 { ready.append(parent) }
      }
    }
    var parentsFirst: [Int] = []
    var rest = topDown
    var isDone = [Bool](repeating: false, count: drivers.count)
    func isReady(_ table: Int) -> Bool {
      incoming[table].allSatisfy { isDone[parents[$0]] || parents[$0] == table }
    }
    func follows(_ table: Int) -> Bool { drivers[table].map { isDone[parents[$0]] } ?? true }
    while let place = rest.firstIndex(where: isReady) ?? rest.firstIndex(where: follows) {
      let table = rest.remove(at: place)
      isDone[table] = true
      parentsFirst.append(table)
    }
    self.parentsFirst = parentsFirst
    self.polymorphic = polymorphic
    self.implicit = implicit
    self.references = references
    self.choices = choices
    self.extendsParent = extendsParent
    self.bottomUp = bottomUp
    self.drivers = drivers
    self.outgoing = outgoing
    self.incoming = incoming
    self.parents = parents
    self.children = children
    self.topDown = topDown
  }
}
