import SwiftProtobuf

// Labels that belong to coarser labels, and what a file has to show about them.

extension StoredRefinement {
  init(_ refinement: LabelRefinement) {
    self.init()
    coarser = refinement.coarser.map { part in
      .with {
        $0.column = UInt32(clamping: part.column)
        $0.labels = part.labels.map { UInt32(clamping: $0 + 1) }
      }
    }
    nullShares = refinement.nullShares
  }

  /// - Throws: `MalformedModel`.
  func refinement() throws -> LabelRefinement {
    guard (1...LabelRefinement.most).contains(coarser.count),
      nullShares.allSatisfy({ (0...1).contains($0) })
    else { throw MalformedModel("labels belong to too many columns, or to none") }
    return LabelRefinement(
      coarser: try coarser.map { part in
        LabelRefinement.Coarser(
          column: Int(part.column),
          labels: try part.labels.map { label in
            guard label <= UInt32(Int32.max) else {
              throw MalformedModel("labels belong to a label that does not exist")
            }
            return Int32(label) - 1
          })
      }, nullShares: nullShares)
  }
}

extension FittedModel {
  /// Every label belongs to labels that exist, of columns that are drawn before.
  func checkRefinements() throws {
    for table in tables {
      for (index, column) in table.columns.enumerated() {
        guard let refinement = column.refinement else { continue }
        let own = column.labels?.count ?? 0
        for (place, part) in refinement.coarser.enumerated() {
          guard part.column != index, part.labels.count == own,
            !table.columns.waits(part.column, for: index),
            table.columns.indices.contains(part.column),
            let labels = table.columns[part.column].labels?.count,
            part.labels.allSatisfy({ $0 < labels }),
            place > 0 || refinement.nullShares.isEmpty
              || refinement.nullShares.count == labels + 1
          else { throw MalformedModel("column '\(column.name)' belongs to another one in no way") }
        }
      }
    }
  }
}
