import Foundation

extension ModelChoice {
  /// The reason in words.
  var text: String {
    switch reason {
    case .asked: "as asked"
    case .small: "too little for trees"
    case .undetected: "hardly told from \(rows) held-out rows: \(figures) right, 50 % is a guess"
    case .compared: "told from \(rows) held-out rows: \(figures) right"
    case .below: "as trees draw a table above; told from \(rows) held-out rows: \(figures) right"
    case .failed: "the comparison failed"
    }
  }

  private var figures: String {
    [("copula", copula), ("trees", trees)].compactMap { name, accuracy in
      accuracy.map { name + String(format: " %.1f %%", 100 * $0) }
    }.joined(separator: ", ")
  }
}
