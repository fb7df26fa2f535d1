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
        case .datePart:
          throw MalformedModel("a tree of table '\(table.name)' draws a part of a date")
        case .summary, .childCount:
          guard !column.scale.content.isLabels else {
            throw MalformedModel("a tree of table '\(table.name)' draws labels for a number")
          }
        }
      }
      for (feature, stage) in zip(trees.context, trees.sequence.stages) {
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
        if feature.followsDrawn || isToldLate(feature, forest),
          stage < feature.stage(among: trees.targets, isTold: { tellsResidual($0, $1, forest) })
        {
          throw MalformedModel("a tree of table '\(table.name)' asks for what is not drawn yet")
        }
        try check(feature.attribute, of: top, forest)
      }
      for separation in trees.separations {
        guard forest.incoming[index].contains(separation.relationship),
          let place = trees.targets.firstIndex(of: .value(column: separation.column)),
          separation.within.allSatisfy({
            trees.targets.prefix(place).contains(.value(column: $0))
          })
        else {
          throw MalformedModel("trees of table '\(table.name)' tell apart what they do not draw")
        }
      }
      if let order = trees.order, !trees.targets.contains(.value(column: order.column)) {
        throw MalformedModel("the trees of table '\(table.name)' order rows by no drawn column")
      }
    }
  }

  /// Whether a parent draws what is left open of a column of its children.
  private func tellsResidual(_ relationship: Int, _ column: Int, _ forest: SchemaForest) -> Bool {
    tables[forest.parents[relationship]].trees?.targets.contains(
      .summary(relationship: relationship, column: column, kind: .residual)) ?? false
  }

  /// Whether a mean of siblings is known only after their column.
  private func isToldLate(_ feature: TreeModel.Feature, _ forest: SchemaForest) -> Bool {
    guard feature.path.count == 1,
      case .summary(let relationship, let column, .mean) = feature.attribute
    else { return false }
    return tellsResidual(relationship, column, forest)
  }

  private func check(
    _ attribute: TreeModel.Attribute, of table: Int, _ forest: SchemaForest
  ) throws {
    let isKnown =
      switch attribute {
      case .value(let column): tables[table].columns.indices.contains(column)
      case .childCount(let relationship): forest.outgoing[table].contains(relationship)
      case .summary(let relationship, let column, let kind):
        forest.outgoing[table].contains(relationship)
          && tables[forest.children[relationship]].columns.indices.contains(column)
          && (kind != .residual
            || tables[forest.children[relationship]].columns[column].treeLabelCount == 0)
      case .datePart(let column, _):
        tables[table].columns.indices.contains(column) && tables[table].columns[column].isTime
      }
    guard isKnown else {
      throw MalformedModel("the trees of table '\(tables[table].name)' ask for what is not there")
    }
  }
}
