import SwiftProtobuf

// Why a table is modelled as it is, both ways.

extension StoredChoice {
  init(_ choice: ModelChoice) {
    self.init()
    reason =
      switch choice.reason {
      case .asked: .asked
      case .small: .small
      case .undetected: .undetected
      case .compared: .compared
      case .below: .below
      case .failed: .failed
      }
    if let accuracy = choice.copula { copulaAccuracy = accuracy }
    if let accuracy = choice.trees { treeAccuracy = accuracy }
    rows = UInt64(clamping: choice.rows)
  }

  /// - Throws: `MalformedModel` when the reason is unknown or numbers are out of their ranges.
  func choice() throws -> ModelChoice {
    let reason: ModelChoice.Reason =
      switch self.reason {
      case .asked: .asked
      case .small: .small
      case .undetected: .undetected
      case .compared: .compared
      case .below: .below
      case .failed: .failed
      case .UNRECOGNIZED: throw MalformedModel("it does not say why a table is modelled as it is")
      }
    let accuracies = [hasCopulaAccuracy ? copulaAccuracy : 0, hasTreeAccuracy ? treeAccuracy : 0]
    guard accuracies.allSatisfy({ (0...1).contains($0) }), rows <= UInt64(Int.max) else {
      throw MalformedModel("the comparison of two models is out of its range")
    }
    return ModelChoice(
      reason: reason, copula: hasCopulaAccuracy ? copulaAccuracy : nil,
      trees: hasTreeAccuracy ? treeAccuracy : nil, rows: Int(rows))
  }
}
