import Glibc

/// What a tree is to explain: cells of a column as outcomes for splitting and as classes for
/// likelihoods.
struct TreeTarget {
  enum Outcome {
    /// Numbers, and labels by their places in an embedding: splits lower the squared error.
    case vectors([SIMD4<Float>])
    /// Few labels: splits lower the Gini impurity of this many classes (the cells).
    case labels(count: Int)
  }

  /// By cell.
  let outcome: Outcome
  /// The class of every cell, at most 64 of them for numbers and few labels, 224 for many.
  let classes: [UInt8]
  let classCount: Int
  /// Whether neighbouring classes are alike.
  let isOrdered: Bool

  /// A column of numbers, or of at most 40 labels.
  init(_ scale: ColumnScale) {
    let shares = scale.content.shares
    isOrdered = !scale.content.isLabels
    if scale.content.isLabels {
      outcome = .labels(count: shares.count)
      classes = shares.indices.map { UInt8(min($0, 63)) }
    } else {
      // Squared distances of these features are Cramér-von Mises distances between distributions
      // of ranks (the first terms of its series): splits find changes of spread as well as of
      // level. The null's rank is below all.
      outcome = .vectors(
        shares.indices.map { cell in
          let rank = scale.cumulative[cell] + shares[cell] / 2
          return SIMD4<Float>(
            Self.wave(1, rank), Self.wave(2, rank), Self.wave(3, rank), Self.wave(4, rank))
        })
      classes = Self.groups(Array(shares.indices.dropFirst()), shares: shares, most: 62)
    }
    classCount = Int(classes.max() ?? 0) + 1
  }

  /// A column of many labels with a place in space for each cell.
  init(_ scale: ColumnScale, embedding: [SIMD4<Float>]) {
    let shares = scale.content.shares
    outcome = .vectors(embedding)
    isOrdered = false
    // The most frequent labels by themselves, the others with those alike.
    let byShare = (1..<max(1, shares.count)).sorted { (shares[$1], $0) < (shares[$0], $1) }
    var classes = Self.groups(
      byShare.dropFirst(Self.mostOwnClasses).sorted {
        (embedding[$0][0], $0) < (embedding[$1][0], $1)
      },
      shares: shares, most: 28)
    for (place, cell) in byShare.prefix(Self.mostOwnClasses).enumerated() {
      classes[cell] = UInt8(32 + place)
    }
    self.classes = classes
    classCount = Int(classes.max() ?? 0) + 1
  }

  /// Most labels that have a class of their own. Labels that are rare in the column may be frequent in a
  /// leaf: the teams of one year.
  private static let mostOwnClasses = 191

  /// Most cells of labels that Gini's impurity is used for: forty, and the null.
  static let mostGiniCells = 41

  private static func wave(_ k: Double, _ rank: Double) -> Float {
    Float(cos(k * .pi * rank) / k)
  }

  /// Classes 1, 2... of neighbouring cells, of about equal mass; 0 for cells not listed.
  private static func groups(_ cells: [Int], shares: [Double], most: Int) -> [UInt8] {
    var classes = [UInt8](repeating: 0, count: shares.count)
    var even = cells.reduce(0) { $0 + shares[$1] } / Double(most)
    while true {
      var (group, inGroup) = (1, 0.0)
      for cell in cells {
        // A heavy cell stands alone.
        if inGroup > 0, inGroup >= even || shares[cell] >= even {
          (group, inGroup) = (group + 1, 0)
        }
        classes[cell] = UInt8(min(group, most))
        inGroup += shares[cell]
      }
      if group <= most { return classes }
      even *= 1.2
    }
  }
}
