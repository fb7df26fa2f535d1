/// How the rows of a table find their parents in a relationship that does not drive it.
///
/// A row and the parent's places are compared along directions: linear combinations of what is
/// known about the row (its own latents and those of parents it has already) that rows of one
/// parent share. The parent row carries the group's effect on each direction as a dimension of
/// its own.
struct LinkModel: Sendable, Equatable {
  /// What the coefficients of a direction belong to.
  var context: [Coordinate]
  /// Strongest first; empty when nothing known about a row tells its parent.
  var directions: [Direction]
  /// A table that is reached both by way of the driving parent and by way of this one; nil when
  /// there is none.
  var diamond: Diamond?
  /// Whether a row never has the same row as this parent and as the driving parent; for two
  /// relationships to one table.
  var isNeverSame: Bool

  /// A latent coordinate of the row itself, or of a parent that it has already.
  struct Coordinate: Sendable, Equatable {
    /// The relationship that leads to the parent; nil for the row itself.
    var relationship: Int?
    /// A dimension of that table.
    var dimension: Dimension
  }

  struct Direction: Sendable, Equatable {
    /// One per coordinate of the context.
    var coefficients: [Float]
    /// The share of the direction's variance that rows of one parent have in common, in 0...1.
    var strength: Float
  }

  /// Two ways from a row to an ancestor.
  struct Diamond: Sendable, Equatable {
    /// Driving relationships from the row's driving parent upwards.
    var fromDriver: [Int]
    /// Driving relationships from this relationship's parent upwards.
    var fromParent: [Int]
    /// Share of rows for which both ways end at the same ancestor row, in 0...1.
    var share: Double
  }
}
