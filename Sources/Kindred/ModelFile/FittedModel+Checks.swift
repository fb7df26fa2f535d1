import KindredData

// What sampling relies on. A fit guarantees it; a file has to show it.

extension FittedModel {
  /// Every table has the dimensions that its relationships and columns call for, in their order.
  func checkDimensions(_ forest: SchemaForest) throws {
    for index in tables.indices {
      let table = tables[index]
      var expected = table.dimensions[...]
      for relationship in forest.outgoing[index] {
        guard expected.first == .cardinality(relationship: relationship) else { continue }
        expected.removeFirst()
        guard forest.isDriver(relationship) else { continue }
        for dimension in tables[forest.children[relationship]].dimensions.indices {
          let effect = Dimension.effect(relationship: relationship, dimension: dimension)
          guard expected.popFirst() == effect else {
            throw MalformedModel("table '\(table.name)' misses effects of its children")
          }
        }
      }
      for dimension in expected {
        let isKnown =
          switch dimension {
          case .missingParent(let relationship): forest.incoming[index].contains(relationship)
          case .value(let column):
            table.columns.indices.contains(column) && table.columns[column].marginal != nil
          case .null(let column): table.columns.indices.contains(column)
          case .cardinality, .effect: false
          }
        guard isKnown else {
          throw MalformedModel("table '\(table.name)' has a dimension without a meaning")
        }
      }
    }
  }

  /// The numbers of children agree with the rows of parents and children: else a few parents could
  /// ask for more rows than a memory holds.
  func checkCardinalities(_ forest: SchemaForest) throws {
    for (index, relationship) in relationships.enumerated() {
      let child = tables[forest.children[index]]
      let parent = tables[forest.parents[index]]
      let linked = Double(child.rowCount) * (1 - relationship.nullShare)
      let drawn = Double(parent.rowCount) * relationship.meanCardinality
      let most = relationship.cardinality.map { Cardinality.bounds(of: $0).upperBound } ?? 0
      guard abs(linked - drawn) <= 0.5 + 1e-6 * linked, Int(most) <= child.rowCount else {
        throw MalformedModel(
          "table '\(parent.name)' has other numbers of children than table '\(child.name)' has rows"
        )
      }
    }
  }

  /// Foreign keys follow relationships of their table, and end at a key that is no copy.
  func checkKeys() throws {
    for table in tables.indices {
      for column in tables[table].columns.indices {
        let learned = tables[table].columns[column]
        if case .foreignKey(let relationship, let part) = learned.content {
          let schema = metadata.relationships[relationship]
          guard schema.childTable == tables[table].name, schema.childKey[part] == learned.name
          else {
            throw MalformedModel("column '\(learned.name)' copies a key that is not its parent's")
          }
        }
        var place = (table: table, column: column)
        var steps = 0
        while let next = origin(of: place) {
          place = next
          steps += 1
          guard steps <= metadata.relationships.count else {
            throw MalformedModel("the keys of table '\(tables[table].name)' copy each other")
          }
        }
      }
    }
  }

  /// The parent's column that a foreign key copies; nil for other columns.
  private func origin(of place: (table: Int, column: Int)) -> (table: Int, column: Int)? {
    guard
      case .foreignKey(let relationship, let part) = tables[place.table].columns[place.column]
        .content,
      let parent = metadata.tableNames.firstIndex(
        of: metadata.relationships[relationship].parentTable),
      let column = tables[parent].columns.firstIndex(where: {
        $0.name == metadata.relationships[relationship].parentKey[part]
      })
    else { return nil }
    return (parent, column)
  }
}
