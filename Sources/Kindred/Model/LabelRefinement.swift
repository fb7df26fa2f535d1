/// How the labels of a column belong to labels of coarser columns of the same row: a city lies in
/// one state of one country.
struct LabelRefinement: Sendable, Equatable {
  /// The coarser columns, at most ``most`` of them. The first one tells where this column is null.
  var coarser: [Coarser]
  /// Share of null rows per label of the first coarser column, and where that one is null; empty
  /// when this column has no nulls.
  var nullShares: [Float]

  struct Coarser: Sendable, Equatable {
    /// A categorical column of the same table.
    var column: Int
    /// Per label of this column, the label that it belongs to; -1 where the coarser one is null.
    var labels: [Int32]
  }

  static let most = 4
}

extension ColumnModel {
  /// The labels of a categorical column.
  var labels: [String]? {
    if case .categorical(_, let labels) = content { labels } else { nil }
  }
}

extension [ColumnModel] {
  /// Whether a column waits for another one to be drawn, be it by way of others.
  ///
  /// - Complexity: O(columns), as every column waits for at most ``LabelRefinement/most`` others, or
  ///   for the one that it is counted from.
  func waits(_ column: Int, for other: Int) -> Bool {
    var seen: Set<Int> = []
    var open = [column]
    while let next = open.popLast() {
      if next == other { return true }
      guard indices.contains(next), seen.insert(next).inserted else { continue }
      open += self[next].refinement?.coarser.map(\.column) ?? []
      if let start = self[next].start { open.append(start) }
    }
    return false
  }
}
