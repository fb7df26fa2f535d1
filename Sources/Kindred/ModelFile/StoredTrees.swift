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
    if trees.sequence.stages.contains(where: { $0 > 0 }) {
      stages = trees.sequence.stages.map { UInt32(clamping: $0) }
    }
    contextScales = trees.sequence.context.map { StoredTreeScale($0.content) }
    let scales = trees.sequence.context + trees.sequence.columns.map(\.scale)
    columns = trees.sequence.columns.map { StoredTreeColumn($0, asking: scales) }
    separations = trees.separations.map { separation in
      .with {
        $0.relationship = UInt32(clamping: separation.relationship)
        $0.column = UInt32(clamping: separation.column)
        $0.within = separation.within.map { UInt32(clamping: $0) }
      }
    }
    if let kept = trees.order {
      order = .with {
        ($0.column, $0.descends) = (UInt32(clamping: kept.column), kept.isDescending)
        $0.steps = kept.steps?.steps ?? []
        $0.stepShares = kept.steps?.shares ?? []
      }
    }
  }

  /// - Throws: `MalformedModel` or `StatisticsError` when sizes or numbers contradict each other.
  func model() throws -> TreeModel {
    guard context.count == contextScales.count, targets.count == columns.count else {
      throw MalformedModel("the trees of a table do not have the columns that they draw")
    }
    let scales = try contextScales.map { try ColumnScale(content: $0.content()) }
    var known = scales
    let drawn = try columns.map { column in
      let result = try column.column(asking: known)
      known.append(result.scale)
      return result
    }
    let features = try context.map { feature in
      TreeModel.Feature(
        path: feature.path.map { Int($0) }, attribute: try feature.attribute.attribute())
    }
    let attributes = try targets.map { try $0.attribute() }
    return TreeModel(
      context: features, targets: attributes,
      sequence: try TreeSequence(
        context: scales, stages: stages.map { Int($0) }, columns: drawn),
      separations: separations.map {
        TreeModel.Separation(
          relationship: Int($0.relationship), column: Int($0.column),
          within: $0.within.map { Int($0) })
      },
      order: hasOrder
        ? TreeModel.Order(
          column: Int(order.column), isDescending: order.descends,
          steps: try order.steps.isEmpty && order.stepShares.isEmpty
            ? nil : StepDistribution(steps: order.steps, shares: order.stepShares)) : nil)
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
      case .residual: residual = summary
      case .distinct: distinct = summary
      case .share(let label):
        summary.label = UInt32(clamping: label)
        share = summary
      }
    case .datePart(let column, let part):
      datePart = .with {
        $0.column = UInt32(clamping: column)
        $0.part = UInt32(clamping: part.rawValue)
      }
    }
  }

  fileprivate func attribute() throws -> TreeModel.Attribute {
    func summary(
      _ stored: StoredTreeSummary, _ kind: TreeModel.SummaryKind
    ) -> TreeModel.Attribute {
      .summary(relationship: Int(stored.relationship), column: Int(stored.column), kind: kind)
    }
    switch kind {
    case .value(let column): return .value(column: Int(column))
    case .childCount(let relationship): return .childCount(relationship: Int(relationship))
    case .mean(let stored): return summary(stored, .mean)
    case .residual(let stored): return summary(stored, .residual)
    case .distinct(let stored): return summary(stored, .distinct)
    case .share(let stored): return summary(stored, .share(label: Int(stored.label)))
    case .datePart(let stored):
      guard let part = TreeModel.DatePart(rawValue: Int(stored.part)) else {
        throw MalformedModel("trees ask for a part of dates that this version does not know")
      }
      return .datePart(column: Int(stored.column), part: part)
    case nil: throw MalformedModel("trees draw something this version does not know")
    }
  }
}
