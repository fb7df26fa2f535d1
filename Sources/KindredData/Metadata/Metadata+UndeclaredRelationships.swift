// References of other kinds than foreign keys, as relationships: models know no others.

extension Metadata {
  /// The schema with a relationship to every table that a polymorphic key refers to, and one without
  /// columns for every implicit reference; they come after those declared.
  package func withUndeclaredRelationships() -> Metadata {
    var result = self
    for key in polymorphicKeys {
      for table in key.tables {
        guard let parent = self[table] else { continue }
        result.relationships.append(
          Relationship(
            parentTable: table, parentKey: parent.primaryKey, childTable: key.table,
            childKey: [key.idColumn]))
      }
    }
    result.relationships += (implicitReferences ?? []).map {
      Relationship(
        parentTable: $0.referredTable, parentKey: [], childTable: $0.table, childKey: [])
    }
    return result
  }

  /// The schema without those relationships.
  package func withoutUndeclaredRelationships() -> Metadata {
    var result = self
    let added = Set(polymorphicRelationships.keys).union(implicitRelationships.keys)
    result.relationships = relationships.indices.filter { !added.contains($0) }.map {
      relationships[$0]
    }
    return result
  }

  /// The relationships that stand for polymorphic keys, by their places, each with its key.
  package var polymorphicRelationships: [Int: PolymorphicKey] {
    var result: [Int: PolymorphicKey] = [:]
    let keys = polymorphicKeys
    guard !keys.isEmpty else { return [:] }
    for (index, relationship) in relationships.enumerated() {
      result[index] = keys.first {
        $0.table == relationship.childTable && [$0.idColumn] == relationship.childKey
      }
    }
    return result
  }

  /// The relationships that stand for implicit references, by their places.
  package var implicitRelationships: [Int: ImplicitReference] {
    var result: [Int: ImplicitReference] = [:]
    let references = implicitReferences ?? []
    for (index, relationship) in relationships.enumerated() where relationship.childKey.isEmpty {
      result[index] = references.first {
        $0.table == relationship.childTable && $0.referredTable == relationship.parentTable
      }
    }
    return result
  }
}
