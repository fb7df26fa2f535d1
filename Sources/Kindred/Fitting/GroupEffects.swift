/// What the child rows of a relationship say about the parent row: per parent and dimension of the
/// child the sum of scores and the weight that was summed.
struct GroupEffects {
  let relationship: Int
  let parentCount: Int
  /// Dimensions of the child table.
  let dimension: Int
  /// Sums of weighted scores, parent after parent.
  var sums: [Float]
  /// Dimensions whose rows may weigh less than 1: nullable columns and effects from further below.
  let weighted: [Int]
  /// Sums of weights of the `weighted` dimensions, parent after parent.
  var weights: [Float]
  /// Children per parent: the weight of all other dimensions.
  let counts: [Int32]
  /// Mean intraclass correlation of the child's dimensions.
  var resemblance = 0.0

  /// Without sums.
  init(relationship: Int, counts: [Int32], dimension: Int, weighted: [Int]) {
    self.relationship = relationship
    parentCount = counts.count
    self.dimension = dimension
    self.weighted = weighted
    self.counts = counts
    sums = []
    weights = []
  }

  /// Multiplies the sums of every dimension by a factor of its own.
  mutating func scale(by factors: [Double]) {
    for index in sums.indices { sums[index] *= Float(factors[index % dimension]) }
  }

  /// The best weight of a group mean as an observation of the group's effect: its precision, up
  /// to a constant. Large groups weigh little more than medium ones when siblings resemble each
  /// other, and in proportion to their size when they do not.
  func precision(ofWeight weight: Double) -> Double {
    weight <= 0 ? 0 : weight * precisionPerWeight(weight)
  }

  func precisionPerWeight(_ weight: Double) -> Double {
    1 / (1 + (weight > 1 ? weight - 1 : 0) * resemblance)
  }
}
