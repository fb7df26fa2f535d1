import KindredStatistics

extension FittedModel {
  /// Trees draw columns of their table, and know what there is to know of its rows.
  func checkTrees(_ forest: SchemaForest) throws {
    for (index, table) in tables.enumerated() {
      guard let trees = table.trees else { continue }
      guard !forest.references.contains(index), Set(trees.targets).count == trees.targets.count,
        trees.targets.count == trees.sequence.columns.count,
        trees.context.count == trees.sequence.context.count
      else { throw MalformedModel("the trees of table '\(table.name)' are incomplete") }
      for (target, column) in zip(trees.targets, trees.sequence.columns) {
        try check(target, of: index, forest)
        switch target {
        case .value(let value):
          let labels = table.columns[value].treeLabelCount
          let content = column.scale.content
          guard table.columns[value].marginal != nil, content.isLabels == (labels > 0),
            content.labelCount == labels
          else {
            throw MalformedModel("a tree of table '\(table.name)' draws values of another kind")
          }
        case .position, .rowsLeft:
          throw MalformedModel("a tree of table '\(table.name)' draws places of rows")
        case .summary, .childCount:
          guard !column.scale.content.isLabels else {
            throw MalformedModel("a tree of table '\(table.name)' draws labels for a number")
          }
        }
      }
      for feature in trees.context {
        var top = index
        for relationship in feature.path {
          guard relationships.indices.contains(relationship), forest.children[relationship] == top,
            forest.extendsParent[relationship] || forest.choices[top].contains(relationship)
          else { throw MalformedModel("a tree of table '\(table.name)' asks rows not above it") }
          top = forest.parents[relationship]
        }
        if case .value = feature.attribute, feature.path.isEmpty {
          throw MalformedModel("a tree of table '\(table.name)' asks what it draws")
        }
        try check(feature.attribute, of: top, forest)
      }
    }
  }

  private func check(
    _ attribute: TreeModel.Attribute, of table: Int, _ forest: SchemaForest
  ) throws {
    let isKnown =
      switch attribute {
      case .value(let column): tables[table].columns.indices.contains(column)
      case .childCount(let relationship): forest.outgoing[table].contains(relationship)
      case .summary(let relationship, let column, _):
        forest.outgoing[table].contains(relationship)
          && tables[forest.children[relationship]].columns.indices.contains(column)
      case .position, .rowsLeft: true
      }
    guard isKnown else {
      throw MalformedModel("the trees of table '\(tables[table].name)' ask for what is not there")
    }
  }
}
