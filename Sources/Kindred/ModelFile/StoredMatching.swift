import SwiftProtobuf

// Links as messages, both ways.

extension StoredMatching {
  init(_ link: LinkModel) {
    self.init()
    context = link.context.map { coordinate in
      .with {
        $0.relationshipPlusOne = coordinate.relationship.map { UInt32(clamping: $0) + 1 } ?? 0
        $0.dimension = StoredCoordinate(coordinate.dimension)
      }
    }
    directions = link.directions.map { direction in
      .with {
        $0.coefficients = direction.coefficients
        $0.strength = direction.strength
      }
    }
    if let diamond = link.diamond {
      self.diamond = .with {
        $0.fromDriver = diamond.fromDriver.map { UInt32(clamping: $0) }
        $0.fromParent = diamond.fromParent.map { UInt32(clamping: $0) }
        $0.share = diamond.share
      }
    }
    isNeverSame = link.isNeverSame
  }

  /// - Throws: `MalformedModel` when sizes or numbers contradict each other.
  func link() throws -> LinkModel {
    guard
      directions.allSatisfy({ direction in
        direction.coefficients.count == context.count
          && direction.coefficients.allSatisfy(\.isFinite) && (0...1).contains(direction.strength)
      }), !hasDiamond || (0...1).contains(diamond.share)
    else { throw MalformedModel("a link's directions are incomplete") }
    return LinkModel(
      context: try context.map { coordinate in
        LinkModel.Coordinate(
          relationship: coordinate.relationshipPlusOne == 0
            ? nil : Int(coordinate.relationshipPlusOne) - 1,
          dimension: try coordinate.dimension.dimension())
      },
      directions: directions.map {
        LinkModel.Direction(coefficients: $0.coefficients, strength: $0.strength)
      },
      diamond: hasDiamond
        ? LinkModel.Diamond(
          fromDriver: diamond.fromDriver.map { Int($0) },
          fromParent: diamond.fromParent.map { Int($0) }, share: diamond.share) : nil,
      isNeverSame: isNeverSame)
  }
}
