import KindredData

// Files written before keys knew their columns name the driving parent instead.

extension FittedModel {
  /// Numbers rows under their driving parent, and keeps pairs of it and another parent apart.
  /// - Parameter pairs: per relationship, whether no pair of its parent and the driving one repeats.
  mutating func completeKeys(_ forest: SchemaForest, pairs: [Bool]) {
    func places(of relationship: Int, in table: Int) -> [Int] {
      metadata.relationships[relationship].childKey.compactMap { name in
        tables[table].columns.firstIndex { $0.name == name }
      }
    }
    for table in tables.indices {
      guard let driver = forest.drivers[table] else { continue }
      let own = places(of: driver, in: table)
      for column in tables[table].columns.indices {
        if case .position(let first, let within) = tables[table].columns[column].content,
          within.isEmpty
        {
          tables[table].columns[column].content = .position(first: first, within: own)
        }
      }
      for relationship in forest.incoming[table] + forest.choices[table] where pairs[relationship] {
        tables[table].uniqueKeys.append(own + places(of: relationship, in: table))
      }
    }
  }
}

extension StoredColumn {
  var isNumberedUnderDriver: Bool {
    if case .position = content { true } else { false }
  }
}
