import KindredData

// How keys are put together: which columns a relationship gives its rows, and which it finds there.

extension [ColumnModel] {
  /// The columns of this table that copy the key of a relationship's parent: per column its place
  /// and the part.
  func copies(of relationship: Int) -> [(column: Int, part: Int)] {
    indices.compactMap { column in
      switch self[column].content {
      case .foreignKey(relationship, let part): (column, part)
      case .polymorphic(let relationships) where relationships.contains(relationship): (column, 0)
      default: nil
      }
    }
  }

  /// The parts of a relationship's key whose columns have their values from elsewhere: those that
  /// the parent has to agree with.
  func boundParts(of relationship: Int, _ metadata: Metadata) -> [Int] {
    let copied = Set(copies(of: relationship).map(\.part))
    return metadata.relationships[relationship].childKey.indices.filter { !copied.contains($0) }
  }

  /// Whether all of a relationship's key has its values from elsewhere, so that they name the parent.
  func isDetermined(_ relationship: Int, _ metadata: Metadata) -> Bool {
    copies(of: relationship).isEmpty && !metadata.relationships[relationship].childKey.isEmpty
  }

  /// The relationship whose parent's key a column copies; nil when it copies none, or one of
  /// several.
  func origin(of column: Int) -> Int? {
    if case .foreignKey(let relationship, _) = self[column].content { relationship } else { nil }
  }
}

extension SchemaForest {
  /// Per table whose primary key is a foreign key, the first such relationship to another table.
  func oneToOneDrivers(_ metadata: Metadata) -> [Int: Int] {
    var drivers: [Int: Int] = [:]
    for table in incoming.indices {
      let key = Set(metadata.tables[table].primaryKey)
      drivers[table] = incoming[table].first {
        !key.isEmpty && Set(metadata.relationships[$0].childKey) == key && parents[$0] != table
      }
    }
    return drivers
  }

  /// The relationships in which the table is the child, in the order in which its rows find their
  /// parents: the driving one; those at the end of a way; then longer keys before shorter ones,
  /// which may be parts of them; reference tables before others.
  func linkOrder(
    of table: Int, _ metadata: Metadata, isImplied: (Int) -> Bool
  ) -> [Int] {
    let choices = choices[table].map { ($0, 0) }
    return (choices + incoming[table].map { ($0, 1) }).sorted { first, second in
      func rank(_ entry: (Int, Int)) -> (Int, Int, Int, Int) {
        let (relationship, kind) = entry
        return (
          isDriver(relationship) ? 0 : isImplied(relationship) ? 1 : 2,
          -metadata.relationships[relationship].childKey.count, kind, relationship
        )
      }
      return rank(first) < rank(second)
    }.map(\.0)
  }
}
