/// The distribution of a column's cells in a node of a tree: shares of cells, or of neighbouring
/// cells together, that at least k entities of the node have, and the share of the rest, which
/// follows the distribution of the node above. Inside a group, cells have their shares of the
/// whole column.
public struct LeafDistribution: Sendable, Equatable {
  /// Neighbouring cells that are counted together.
  public struct Group: Sendable, Equatable {
    /// The first cell.
    public var first: UInt16
    /// The last cell, the first one for a single cell.
    public var last: UInt16
    /// The probability of the group besides what the rest brings.
    public var share: Float

    /// A group as given.
    public init(first: UInt16, last: UInt16, share: Float) {
      self.first = first
      self.last = last
      self.share = share
    }
  }

  /// Groups in ascending order; they do not overlap.
  public var groups: [Group]
  /// The probability that a value comes from the distribution above; 0 at the root.
  public var rest: Float
  /// Number of rows learned from.
  public var rows: Double

  /// A distribution as given; see ``validate(cells:)``.
  public init(groups: [Group], rest: Float, rows: Double) {
    self.groups = groups
    self.rest = rest
    self.rows = rows
  }

  /// Checks a distribution from outside.
  /// - Throws: ``StatisticsError`` when shares do not sum to 1 or cells are out of order.
  public func validate(cells: Int) throws {
    try checkProbabilities(groups.map { Double($0.share) } + [Double(rest)])
    var next = 0
    for group in groups {
      guard Int(group.first) >= next, group.last >= group.first, Int(group.last) < cells else {
        throw StatisticsError("the cells of a leaf are not in order")
      }
      next = Int(group.last) + 1
    }
    guard rows.isFinite, rows >= 0 else {
      throw StatisticsError("a leaf has an impossible number of rows")
    }
  }

  /// The size in bytes of a compact encoding: a few for the leaf, five for a group.
  public var byteCount: Int { 4 + 5 * groups.count }

  /// The distribution of two nodes together, where the rest of both comes from that very
  /// distribution: a leaf and its sibling give their parent.
  ///
  /// Groups are divided where those of the other begin and end; pieces of fewer than k rows are
  /// joined with the piece before.
  public func merged(
    with other: LeafDistribution, scale: ColumnScale, minimumRows k: Int
  ) -> LeafDistribution {
    let all = rows + other.rows
    guard all > 0 else { return other }
    var shares = [Double](repeating: 0, count: scale.cellCount)
    for (leaf, weight) in [(self, rows / all), (other, other.rows / all)] {
      leaf.visitCells(scale) { shares[$0] += weight * $1 }
    }
    // P = own + rest * P.
    let own = shares.reduce(0, +)
    guard own > 0 else { return LeafDistribution(groups: [], rest: 1, rows: all) }
    var borders = Set<Int>()
    for group in groups + other.groups {
      borders.insert(Int(group.first))
      borders.insert(Int(group.last) + 1)
    }
    var pieces: [Group] = []
    let sorted = borders.sorted()
    for (first, next) in zip(sorted, sorted.dropFirst()) {
      let share = shares[first..<next].reduce(0, +) / own
      guard share > 0 else { continue }
      if let last = pieces.last, Int(last.last) + 1 == first, !scale.content.isLabels,
        min(share, Double(last.share)) * all < Double(k) - 1e-3
      {
        pieces[pieces.count - 1].last = UInt16(next - 1)
        pieces[pieces.count - 1].share += Float(share)
      } else {
        pieces.append(Group(first: UInt16(first), last: UInt16(next - 1), share: Float(share)))
      }
    }
    return LeafDistribution(groups: pieces, rest: 0, rows: all)
  }

  /// The probabilities of all cells, given those of the node above (of all cells, or none at the
  /// root).
  public func probabilities(scale: ColumnScale, above: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: scale.cellCount)
    if rest > 0 { for cell in above.indices { result[cell] = Double(rest) * above[cell] } }
    visitCells(scale) { result[$0] += $1 }
    return result
  }

  /// Visits the cells of all groups with their probabilities.
  private func visitCells(_ scale: ColumnScale, _ visit: (_ cell: Int, _ share: Double) -> Void) {
    for group in groups {
      let cells = Int(group.first)...Int(group.last)
      let whole = scale.cumulative[cells.upperBound + 1] - scale.cumulative[cells.lowerBound]
      for cell in cells {
        let part = whole > 0 ? scale.content.shares[cell] / whole : 1 / Double(cells.count)
        visit(cell, Double(group.share) * part)
      }
    }
  }
}
