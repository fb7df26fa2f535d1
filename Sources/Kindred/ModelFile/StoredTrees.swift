import Foundation
import KindredStatistics
import SwiftProtobuf

// Conditional trees as messages, both ways.

extension StoredTrees {
  init(_ trees: TreeModel) {
    self.init()
    context = trees.context.map { feature in
      .with {
        $0.path = feature.path.map { UInt32(clamping: $0) }
        $0.attribute = StoredTreeAttribute(feature.attribute)
      }
    }
    targets = trees.targets.map(StoredTreeAttribute.init)
    contextScales = trees.sequence.context.map { StoredTreeScale($0.content) }
    let asked = AskedPlaces(
      context: trees.sequence.context, drawn: trees.sequence.columns.map(\.scale),
      derived: trees.sequence.derived)
    columns = trees.sequence.columns.map { StoredTreeColumn($0, asking: asked) }
    derived = trees.sequence.derived.map(StoredTreeDerived.init)
    if trees.sequence.ticksPerDay.contains(where: { $0 > 0 }) {
      ticksPerDay = trees.sequence.ticksPerDay
    }
    if trees.sequence.directions.contains(where: { $0 != 0 }) {
      directions = trees.sequence.directions.map { Int32(clamping: $0) }
    }
  }

  /// - Throws: `MalformedModel` or `StatisticsError` when sizes or numbers contradict each other.
  func model() throws -> TreeModel {
    guard context.count == contextScales.count, targets.count == columns.count else {
      throw MalformedModel("the trees of a table do not have the columns that they draw")
    }
    let scales = try contextScales.map { try ColumnScale(content: $0.content()) }
    let derived = try derived.map { try $0.predictor(targets: columns.count) }
    let asked = AskedPlaces(
      context: scales, drawn: try columns.map { try ColumnScale(content: $0.scale.content()) },
      derived: derived)
    let drawn = try columns.map { try $0.column(asking: asked, mayFollow: true) }
    return TreeModel(
      context: try context.map { feature in
        TreeModel.Feature(
          path: feature.path.map { Int($0) }, attribute: try feature.attribute.attribute())
      },
      targets: try targets.map { try $0.attribute() },
      sequence: try TreeSequence(
        context: scales, columns: drawn, derived: derived, ticksPerDay: ticksPerDay,
        directions: directions.map { Int($0) }))
  }
}

extension StoredTreeAttribute {
  fileprivate init(_ attribute: TreeModel.Attribute) {
    self.init()
    switch attribute {
    case .value(let column): value = UInt32(clamping: column)
    case .childCount(let relationship): childCount = UInt32(clamping: relationship)
    case .summary(let relationship, let column, let kind):
      var summary = StoredTreeSummary.with {
        $0.relationship = UInt32(clamping: relationship)
        $0.column = UInt32(clamping: column)
      }
      switch kind {
      case .mean: mean = summary
      case .distinct: distinct = summary
      case .share(let label):
        summary.label = UInt32(clamping: label)
        share = summary
      }
    case .position: position = true
    case .rowsLeft: rowsLeft = true
    }
  }

  fileprivate func attribute() throws -> TreeModel.Attribute {
    func summary(
      _ stored: StoredTreeSummary, _ kind: TreeModel.SummaryKind
    ) -> TreeModel.Attribute {
      .summary(relationship: Int(stored.relationship), column: Int(stored.column), kind: kind)
    }
    return switch kind {
    case .value(let column): .value(column: Int(column))
    case .childCount(let relationship): .childCount(relationship: Int(relationship))
    case .mean(let stored): summary(stored, .mean)
    case .distinct(let stored): summary(stored, .distinct)
    case .share(let stored): summary(stored, .share(label: Int(stored.label)))
    case .position: .position
    case .rowsLeft: .rowsLeft
    case nil: throw MalformedModel("trees draw something this version does not know")
    }
  }
}
