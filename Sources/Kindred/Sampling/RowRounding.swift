/// Turns expected numbers of rows into whole ones.
///
/// A request that is drawn at once rounds. Over many blocks rounding would add up: of a table with a
/// tenth of a row per block none would have any. So every block adds another fraction before it cuts
/// off, along multiples of the golden ratio, which are as evenly spread as any sequence: the sum over
/// all blocks differs from what is expected by a row or two.
struct RowRounding: Sendable {
  /// The number of the block; nil where there is one only.
  var block: Int?

  /// - Parameter relationship: what is counted; fractions of different ones are independent.
  func callAsFunction(_ expected: Double, of relationship: Int = 0) -> Int {
    guard let block else { return Int(expected.rounded()) }
    let place =
      0.5 + Double(block) * 0.618_033_988_749_895 + Double(relationship) * 0.414_213_562_373
    return Int((expected + place - place.rounded(.down)).rounded(.down))
  }
}
