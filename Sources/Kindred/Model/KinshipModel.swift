import KindredStatistics

/// How rows find their parents within their own table: an employee's manager is a level above, and
/// earns about as much.
struct KinshipModel: Sendable, Equatable {
  /// Steps from a row with a parent up to one without; nil where all rows are one step away.
  var levels: Marginal?
  /// Dimensions of the table that are compared: values and nulls of columns.
  var context: [Dimension]
  /// Strongest first; empty where parents and children do not resemble each other.
  var directions: [Direction]

  /// A canonical correlation between children and their parents.
  struct Direction: Sendable, Equatable {
    /// Coefficients of the child's latents, one per dimension of the context; the sum has variance 1.
    var child: [Float]
    /// The same for the parent's latents.
    var parent: [Float]
    /// Of the two sums, in 0...1.
    var correlation: Float
  }
}
