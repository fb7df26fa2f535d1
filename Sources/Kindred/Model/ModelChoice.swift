/// How the rows of a table are modelled, and why.
struct ModelChoice: Sendable, Equatable {
  /// What decided.
  enum Reason: Sendable, Equatable, CaseIterable {
    /// The fit was told.
    case asked
    /// Nothing to choose: too few rows, or no column that trees could draw.
    case small
    /// A classifier hardly tells the copula's rows from held-out ones.
    case undetected
    /// A classifier tells the rows of one model clearly better than those of the other.
    case compared
    /// Trees draw a table above.
    case below
    /// The comparison failed; a note says why.
    case failed
  }

  var reason: Reason
  /// The accuracy with which a classifier tells held-out rows from rows of the copula and of trees,
  /// in 0...1; nil where it was not measured.
  var copula: Double?
  var trees: Double?
  /// Held-out rows that were compared.
  var rows = 0
}
