/// How the values of one column are compared: exactly, and roughly as numbers whose difference, cut
/// off at 1, is nearly the distance.
struct RecordScale: Sendable {
  let kind: RecordColumn.Kind
  private let least: Double
  private let range: Double
  /// Below 1 where the range itself is too large for a number.
  private let factor: Double

  /// Nulls and codes lie apart from every number and each other.
  private static let null: Float = 4

  init(_ kind: RecordColumn.Kind, _ extent: ClosedRange<Double>) {
    self.kind = kind
    factor = (extent.upperBound - extent.lowerBound).isFinite ? 1 : 0.25
    least = extent.lowerBound * factor
    range = extent.upperBound * factor - least
  }

  /// Whether the range of all records is one number, so that any other is as different as can be.
  private var isConstant: Bool { range <= 0 }

  /// The distance of two values, 0 ... 1, as SDMetrics' `calculate_dcr` has it: nulls equal each
  /// other and nothing else.
  @inline(__always)
  func distance(_ first: Double, _ second: Double) -> Double {
    if kind == .label || isConstant {
      return first == second || first.isNaN && second.isNaN ? 0 : 1
    }
    let distance = abs(first * factor - second * factor) / range
    if distance < 1 { return distance }
    return first.isNaN && second.isNaN ? 0 : 1
  }

  /// The place of a value; off by at most 2^-23 within the range.
  func coordinate(_ value: Double) -> Float {
    guard !value.isNaN else { return Self.null }
    // Codes and constants: exact for 2^22 labels, beyond which neighbours may seem equal.
    if kind == .label { return Float(6 + 2 * value) }
    if isConstant { return value * factor == least ? 0 : 2 }
    return Float(min(2.5, max(-1.5, (value * factor - least) / range)))
  }
}
