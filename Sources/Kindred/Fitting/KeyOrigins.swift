import KindredData

/// Where the values of key columns come from: which columns copy a parent's key.
///
/// A column may stand in several relationships, and keys may refer to each other in a circle (two
/// tables that share one primary key). Copies are settled one by one, first along the relationships
/// that drive tables, then along those with longer keys, which say more; one that would close a
/// circle is left out, and the column gets a key of its own.
struct KeyOrigins: Sendable {
  /// A part of a relationship's key.
  struct Origin: Sendable, Equatable {
    let relationship: Int
    let part: Int
  }

  private struct Place: Hashable {
    let table: String
    let column: String
  }

  private var origins: [Place: Origin] = [:]
  private var polymorphic: [Place: [Int]] = [:]

  init(_ metadata: Metadata, _ forest: SchemaForest) {
    let relationships = metadata.relationships
    for (index, key) in forest.polymorphic.sorted(by: { $0.key < $1.key }) {
      polymorphic[Place(table: key.table, column: key.idColumn), default: []].append(index)
    }
    let order =
      relationships.indices.filter { forest.isDriver($0) }
      + relationships.indices.filter {
        !forest.isDriver($0) && forest.polymorphic[$0] == nil
      }.sorted {
        (relationships[$1].childKey.count, $0) < (relationships[$0].childKey.count, $1)
      }
    for index in order {
      let relationship = relationships[index]
      for (part, column) in relationship.childKey.enumerated() {
        let place = Place(table: relationship.childTable, column: column)
        guard origins[place] == nil else { continue }
        var next: Place? = Place(
          table: relationship.parentTable, column: relationship.parentKey[part])
        while let other = next, other != place {
          next = origins[other].map {
            Place(
              table: relationships[$0.relationship].parentTable,
              column: relationships[$0.relationship].parentKey[$0.part])
          }
        }
        if next == nil { origins[place] = Origin(relationship: index, part: part) }
      }
    }
  }

  /// The relationships of one of which a column has the key; empty for most columns.
  func alternatives(table: String, column: String) -> [Int] {
    polymorphic[Place(table: table, column: column)] ?? []
  }

  /// What a column copies; nil when it copies nothing.
  func origin(table: String, column: String) -> Origin? {
    origins[Place(table: table, column: column)]
  }
}
