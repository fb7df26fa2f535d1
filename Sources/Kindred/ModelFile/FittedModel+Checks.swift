import KindredData
import KindredStatistics

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
        let effects =
          forest.isDriver(relationship)
          ? tables[forest.children[relationship]].dimensions.count
          : relationships[relationship].link?.directions.count ?? 0
        for dimension in 0..<effects {
          let effect = Dimension.effect(relationship: relationship, dimension: dimension)
          guard expected.popFirst() == effect else {
            throw MalformedModel("table '\(table.name)' misses effects of its children")
          }
        }
      }
      for dimension in expected {
        let isKnown =
          switch dimension {
          case .missingParent(let relationship):
            forest.incoming[index].contains(relationship)
              || forest.choices[index].contains(relationship)
          case .choice(let relationship): forest.choices[index].contains(relationship)
          case .level(let relationship):
            forest.incoming[index].contains(relationship)
              && relationships[relationship].kinship?.levels != nil
          case .value(let column):
            table.columns.indices.contains(column) && table.columns[column].marginal != nil
          case .null(let column): table.columns.indices.contains(column)
          case .copied(let column):
            table.columns.indices.contains(column) && table.columns[column].copy != nil
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

  /// Links know what they compare, and go up the schema.
  func checkLinks(_ forest: SchemaForest) throws {
    for (index, relationship) in relationships.enumerated() {
      guard let link = relationship.link else { continue }
      let child = forest.children[index]
      guard forest.drivers[child] != nil || !forest.canDrive(index),
        forest.extendsParent[index], !forest.isDriver(index)
      else { throw MalformedModel("a relationship has a link that it cannot use") }
      let order = forest.linkOrder(of: child, metadata) { relationships[$0].isImplied }
      let known = order.prefix { $0 != index }
      for coordinate in link.context {
        guard let parent = coordinate.relationship else { continue }
        guard forest.incoming[child].contains(parent), known.contains(parent) else {
          throw MalformedModel("a link compares rows with parents that they do not have yet")
        }
      }
      guard let diamond = link.diamond else { continue }
      guard let driver = forest.drivers[child] else {
        throw MalformedModel("a way to an ancestor begins nowhere")
      }
      let top = try forest.top(of: diamond.fromDriver, from: forest.parents[driver])
      guard try forest.top(of: diamond.fromParent, from: forest.parents[index]) == top else {
        throw MalformedModel("the two ways to an ancestor end at different tables")
      }
    }
  }

  /// Reference tables have all their rows, choices a code for each, and ways lead to the parent.
  func checkReferences(_ forest: SchemaForest) throws {
    for (index, table) in tables.enumerated() {
      let isReference = forest.references.contains(index)
      for column in table.columns {
        guard case .kept(let kept) = column.content else {
          guard !isReference || column.isMadeUp else {
            throw MalformedModel("reference table '\(table.name)' misses column '\(column.name)'")
          }
          continue
        }
        guard isReference, kept.count == table.rowCount else {
          throw MalformedModel("column '\(column.name)' does not have the rows of its table")
        }
      }
    }
    for (index, relationship) in relationships.enumerated() {
      let child = forest.children[index]
      switch relationship.finding {
      case .byChance, .link: continue
      case .kinship:
        guard forest.parents[index] == child, forest.incoming[child].contains(index) else {
          throw MalformedModel("a relationship within a table leads to another")
        }
      case .choice(let marginal):
        guard forest.choices[child].contains(index),
          case .categorical(let codes) = marginal.content,
          codes.probabilities.count == tables[forest.parents[index]].rowCount
        else { throw MalformedModel("a choice is not among the rows of a reference table") }
      case .path(let path):
        guard let last = path.last, path.count > 1, forest.incoming[child].contains(index),
          !forest.isDriver(index)
        else { throw MalformedModel("a way to a parent leads nowhere") }
        let top = try forest.top(of: Array(path.dropLast()), from: child)
        guard forest.incoming[top].contains(last), forest.parents[last] == forest.parents[index]
        else { throw MalformedModel("a way to a parent ends at another table") }
      }
    }
  }

  /// Foreign keys follow relationships of their table, and end at a key that is no copy.
  func checkKeys(_ forest: SchemaForest) throws {
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
        if case .polymorphic(let relationships) = learned.content {
          let isOwn = relationships.allSatisfy {
            let key = forest.polymorphic[$0]
            return key?.table == tables[table].name && key?.idColumn == learned.name
          }
          guard isOwn else {
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

  /// Keys consist of columns of their table, and rows are numbered within others than numbers.
  func checkUniqueKeys() throws {
    for table in tables {
      for key in table.uniqueKeys {
        guard !key.isEmpty, key.allSatisfy(table.columns.indices.contains) else {
          throw MalformedModel("a key of table '\(table.name)' has columns that do not exist")
        }
      }
      for column in table.columns {
        guard case .position(_, let within) = column.content else { continue }
        let isNumber = within.contains {
          guard table.columns.indices.contains($0) else { return true }
          if case .position = table.columns[$0].content { return true }
          return false
        }
        guard !isNumber else {
          throw MalformedModel("column '\(column.name)' numbers rows within numbers")
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

extension SchemaForest {
  /// Where a way of driving relationships ends.
  fileprivate func top(of path: [Int], from table: Int) throws -> Int {
    var table = table
    for relationship in path {
      guard drivers[table] == relationship else {
        throw MalformedModel("a way to an ancestor is interrupted")
      }
      table = parents[relationship]
    }
    return table
  }
}
