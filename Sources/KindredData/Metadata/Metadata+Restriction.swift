extension Metadata {
  /// The schema of some of the tables, with the relationships between them and what is known of them
  /// beyond. Names of no table are ignored.
  public func restricted(to names: Set<String>) -> Metadata {
    var metadata = self
    metadata.restrict(to: names.contains)
    return metadata
  }

  /// Removes the tables that are not kept, their relationships, and what else is known of them.
  /// - Complexity: O(size of the schema), however many tables go.
  mutating func restrict(to isKept: (String) -> Bool) {
    guard !tables.allSatisfy({ isKept($0.name) }) else { return }
    tables.removeAll { !isKept($0.name) }
    relationships.removeAll { !isKept($0.parentTable) || !isKept($0.childTable) }
    referenceTables?.removeAll { !isKept($0) }
    sqlSchema?.tables.removeAll { !isKept($0.name) }
    implicitReferences?.removeAll { !isKept($0.table) || !isKept($0.referredTable) }
    let keys = polymorphicKeys
    guard !keys.isEmpty else { return }
    polymorphicKeys = keys.filter { isKept($0.table) }.compactMap { key in
      var key = key
      key.targets.removeAll { !isKept($0.table) }
      return key.targets.isEmpty ? nil : key
    }
  }
}
