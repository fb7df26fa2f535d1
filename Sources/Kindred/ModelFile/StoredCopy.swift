import KindredStatistics
import SwiftProtobuf

// Columns that follow a parent's column, and what a file has to show about them.

extension StoredCopy {
  init(_ copy: ColumnCopy) {
    self.init()
    relationship = UInt32(clamping: copy.relationship)
    column = UInt32(clamping: copy.column)
    share = copy.share
    if let remainder = copy.remainder {
      self.remainder = .with {
        if let marginal = remainder.marginal { $0.distribution = StoredDistribution(marginal) }
        $0.nullShare = remainder.nullShare
      }
    }
  }

  /// - Parameter model: the column that copies.
  /// - Throws: `MalformedModel` or `StatisticsError`.
  func copy(in model: ColumnModel) throws -> ColumnCopy {
    guard (0...1).contains(share), (0...1).contains(remainder.nullShare) else {
      throw MalformedModel("column '\(model.name)' has shares out of their ranges")
    }
    var copy = ColumnCopy(relationship: Int(relationship), column: Int(column), share: share)
    guard hasRemainder else { return copy }
    let marginal = remainder.hasDistribution ? try remainder.distribution.marginal() : nil
    if let marginal {
      // Codes stand for labels.
      let codes = marginal.codeCount
      guard let own = model.marginal, own.codeCount == codes else {
        throw MalformedModel("column '\(model.name)' has two scales")
      }
    }
    copy.remainder = ColumnCopy.Remainder(marginal: marginal, nullShare: remainder.nullShare)
    return copy
  }
}

extension Marginal {
  /// Number of labels; nil for numbers.
  fileprivate var codeCount: Int? {
    if case .categorical(let codes) = content { codes.probabilities.count } else { nil }
  }
}

extension FittedModel {
  /// Columns that copy go up the schema to a column of their own kind.
  func checkCopies(_ forest: SchemaForest) throws {
    for (index, table) in tables.enumerated() {
      for column in table.columns {
        guard let copy = column.copy else { continue }
        let isUp =
          forest.choices[index].contains(copy.relationship)
          || (forest.incoming[index].contains(copy.relationship)
            && forest.extendsParent[copy.relationship])
        guard isUp,
          case let columns = tables[forest.parents[copy.relationship]].columns,
          columns.indices.contains(copy.column), columns[copy.column].canBeCopied(to: column)
        else { throw MalformedModel("column '\(column.name)' copies what it cannot copy") }
      }
    }
  }
}
