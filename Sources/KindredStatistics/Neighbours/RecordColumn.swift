/// A column of records that are compared with others.
public struct RecordColumn: Sendable, Equatable {
  /// How two values differ.
  public enum Kind: Sendable {
    /// By their distance as a share of the range, at most 1.
    case number
    /// By 0 or 1.
    case label
  }

  /// How values differ.
  public var kind: Kind
  /// Numbers, or codes of labels (the same for all records compared); NaN for nulls.
  public var values: [Double]

  /// A column of numbers or codes.
  public init(_ kind: Kind, _ values: [Double]) {
    self.kind = kind
    self.values = values
  }

  /// The values of the rows listed.
  public func gather(_ rows: [Int32]) -> RecordColumn {
    values.withUnsafeBufferPointer { values in
      RecordColumn(kind, rows.map { values[Int($0)] })
    }
  }

  /// The range of the numbers; 0 for labels and without values.
  var extent: ClosedRange<Double> {
    var (least, most) = (Double.infinity, -Double.infinity)
    for value in values where !value.isNaN {
      least = min(least, value)
      most = max(most, value)
    }
    return least <= most ? least...most : 0...0
  }
}
