import KindredData

/// A column of a modelled type (numerical, datetime, categorical, boolean) in both datasets.
struct ScoredColumn: Sendable {
  enum Content: Sendable {
    case numbers(real: NumberValues, synthetic: NumberValues)
    case categories(CategoryPair)
    /// Nothing can be computed, for this reason.
    case failed(String)
  }

  let name: String
  let isContinuous: Bool
  let content: Content

  init(_ metadata: ColumnMetadata, real: Table, synthetic: Table) {
    name = metadata.name
    isContinuous = metadata.sdtype == .numerical || metadata.sdtype == .datetime
    guard let realColumn = real[column: name], let syntheticColumn = synthetic[column: name] else {
      let side = real[column: name] == nil ? "real" : "synthetic"
      content = .failed("The column is missing from the \(side) data.")
      return
    }
    guard isContinuous else {
      content = .categories(CategoryPair(real: realColumn, synthetic: syntheticColumn))
      return
    }
    guard let realNumbers = NumberValues(realColumn),
      let syntheticNumbers = NumberValues(syntheticColumn),
      realNumbers.unit == syntheticNumbers.unit
    else {
      content = .failed(
        "The values are not stored as \(metadata.sdtype == .numerical ? "numbers" : "timestamps").")
      return
    }
    content = .numbers(real: realNumbers, synthetic: syntheticNumbers)
  }

  private init(name: String, isContinuous: Bool, content: Content) {
    self.name = name
    self.isContinuous = isContinuous
    self.content = content
  }

  /// The column with a reason why nothing can be computed.
  func failing(_ reason: String) -> ScoredColumn {
    ScoredColumn(name: name, isContinuous: isContinuous, content: .failed(reason))
  }
}
