import SwiftProtobuf

// Resemblance within a table as a message, both ways.

extension StoredKinship {
  init(_ kinship: KinshipModel) {
    self.init()
    if let marginal = kinship.levels { levels = StoredDistribution(marginal) }
    context = kinship.context.map(StoredCoordinate.init)
    directions = kinship.directions.map { direction in
      .with {
        $0.child = direction.child
        $0.parent = direction.parent
        $0.correlation = direction.correlation
      }
    }
  }

  /// - Throws: `MalformedModel` when sizes or numbers contradict each other.
  func kinship() throws -> KinshipModel {
    guard
      directions.allSatisfy({ direction in
        direction.child.count == context.count && direction.parent.count == context.count
          && (direction.child + direction.parent).allSatisfy(\.isFinite)
          && (0...1).contains(direction.correlation)
      })
    else { throw MalformedModel("the resemblance of rows to their parents is incomplete") }
    return KinshipModel(
      levels: hasLevels ? try levels.marginal() : nil,
      context: try context.map { try $0.dimension() },
      directions: directions.map {
        KinshipModel.Direction(
          child: $0.child, parent: $0.parent, correlation: $0.correlation)
      })
  }
}
