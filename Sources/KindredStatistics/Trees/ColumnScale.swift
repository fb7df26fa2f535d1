/// What a column's values are counted in: the null, atoms or labels, and segments of numbers, each
/// standing for at least k entities. Leaves of trees are distributions over such cells, so that a
/// value is described once for the column and not in every leaf.
///
/// Cell 0 is the null. Cells of numbers ascend by their middles; a segment may span atoms, whose
/// rows it does not count.
public struct ColumnScale: Sendable, Equatable {
  /// Everything a model file needs to keep.
  public struct Content: Sendable, Equatable {
    /// Whether cells are labels.
    public var isLabels: Bool
    /// The distance of neighbouring numbers after the caller's rounding, or 0.
    public var step: Double
    /// Number of labels the caller knows; 0 for numbers.
    public var labelCount: Int
    /// The least value of every cell; a label's code; 0 for the null.
    public var lower: [Double]
    /// The greatest value of every cell; equal to `lower` for atoms and labels.
    public var upper: [Double]
    /// The share of rows of every cell; they sum to 1.
    public var shares: [Double]
    /// The bin (0...254) that a predictor shows to trees, of every cell; 0 for the null and for
    /// labels without a cell. Bins of numbers ascend.
    public var bins: [UInt8]

    /// Cells as given.
    public init(
      isLabels: Bool, step: Double, labelCount: Int, lower: [Double], upper: [Double],
      shares: [Double], bins: [UInt8]
    ) {
      self.isLabels = isLabels
      self.step = step
      self.labelCount = labelCount
      self.lower = lower
      self.upper = upper
      self.shares = shares
      self.bins = bins
    }

    /// The size in bytes of a compact encoding: four a number, one a bin, two a label.
    public var byteCount: Int {
      16 + lower.count * (isLabels ? 2 + 4 + 1 : 4 + 4 + 4 + 1)
    }
  }

  /// What was learned.
  public let content: Content
  /// Shares of the cells before; one more than cells.
  let cumulative: [Double]
  /// Atoms in ascending order, and their cells.
  private let atoms: [Double]
  private let atomCells: [UInt16]
  /// Upper ends of the segments in ascending order, and their cells.
  private let segmentEnds: [Double]
  private let segmentCells: [UInt16]
  /// Cells of label codes; `noCell` where a label has none.
  private let labelCells: [UInt16]

  /// The cell of labels that too few entities have.
  static let noCell = UInt16.max

  /// Two scales are equal when they hold the same content.
  public static func == (first: ColumnScale, second: ColumnScale) -> Bool {
    first.content == second.content
  }

  /// Rebuilds a scale, as from a model file.
  /// - Throws: ``StatisticsError`` when arrays differ in length, shares do not sum to 1, cells are
  ///   not in order or labels lie outside of the known ones.
  public init(content: Content) throws {
    let count = content.lower.count
    guard count > 0, count < Int(Self.noCell), content.upper.count == count,
      content.shares.count == count, content.bins.count == count, content.bins[0] == 0
    else { throw StatisticsError("the cells of a column are incomplete") }
    try checkProbabilities(content.shares)
    for cell in 1..<max(1, count) {
      let (lower, upper) = (content.lower[cell], content.upper[cell])
      guard lower.isFinite, upper.isFinite, lower <= upper else {
        throw StatisticsError("a cell of a column is not a range")
      }
      if content.isLabels {
        guard lower == upper, lower >= 0, lower < Double(content.labelCount),
          lower == lower.rounded()
        else { throw StatisticsError("a cell of a column is not one of its labels") }
      }
    }
    guard content.labelCount >= 0, content.labelCount <= 1 << 28 else {
      throw StatisticsError("a column has an impossible number of labels")
    }
    self.init(valid: content)
  }

  init(valid content: Content) {
    self.content = content
    var cumulative = [0.0]
    for share in content.shares { cumulative.append((cumulative.last ?? 0) + share) }
    self.cumulative = cumulative
    let cells = 1..<max(1, content.lower.count)
    if content.isLabels {
      var table = [UInt16](repeating: Self.noCell, count: content.labelCount)
      for cell in cells { table[Int(content.lower[cell])] = UInt16(cell) }
      labelCells = table
      (atoms, atomCells, segmentEnds, segmentCells) = ([], [], [], [])
    } else {
      let atomOrder = cells.filter { content.lower[$0] == content.upper[$0] }
        .sorted { content.lower[$0] < content.lower[$1] }
      let segmentOrder = cells.filter { content.lower[$0] < content.upper[$0] }
        .sorted { content.upper[$0] < content.upper[$1] }
      atoms = atomOrder.map { content.lower[$0] }
      atomCells = atomOrder.map { UInt16($0) }
      segmentEnds = segmentOrder.map { content.upper[$0] }
      segmentCells = segmentOrder.map { UInt16($0) }
      labelCells = []
    }
  }

  /// Number of cells, the null's included.
  public var cellCount: Int { content.lower.count }

  /// Whether a cell of numbers is a range, not one value.
  func isSegment(_ cell: UInt16) -> Bool {
    content.lower[Int(cell)] < content.upper[Int(cell)]
  }

  /// Number of bins, the null's included.
  var binCount: Int { Int(content.bins.max() ?? 0) + 1 }

  /// The cell of every row; labels that too few entities have are in none (`UInt16.max`).
  /// - Complexity: O(rows * log cells).
  public func cells(of column: TreeColumn) -> [UInt16] {
    switch column {
    case .labels(let codes, _):
      return codes.map { code in
        guard code >= 0, Int(code) < labelCells.count else {
          return code == TreeColumn.leftOut ? Self.noCell : 0
        }
        return labelCells[Int(code)]
      }
    case .numbers(let values, _):
      return values.map(cell(of:))
    }
  }

  /// The cell of a number or a label's code; of a number never seen, the nearest segment's or atom's.
  func cell(of value: Double) -> UInt16 {
    guard value.isFinite else { return 0 }
    if content.isLabels {
      let code = Int(min(max(value.rounded(), -1), Double(labelCells.count)))
      return labelCells.indices.contains(code) ? labelCells[code] : Self.noCell
    }
    // Numbers on a grid, and in single precision as model files have them, are not exact.
    let near = content.step > 0 ? content.step / 4 : value.magnitude * 0x1p-23
    let atom = Self.firstIndex(of: atoms, notBelow: value - near)
    if atom < atoms.count, atoms[atom] <= value + near { return atomCells[atom] }
    if !segmentEnds.isEmpty {
      let segment = Self.firstIndex(of: segmentEnds, notBelow: value)
      return segmentCells[min(segment, segmentEnds.count - 1)]
    }
    guard !atoms.isEmpty else { return 0 }
    if atom == 0 { return atomCells[0] }
    if atom == atoms.count { return atomCells[atom - 1] }
    return value - atoms[atom - 1] <= atoms[atom] - value ? atomCells[atom - 1] : atomCells[atom]
  }

  private static func firstIndex(of sorted: [Double], notBelow value: Double) -> Int {
    sorted.withUnsafeBufferPointer { sorted in
      var first = 0
      var length = sorted.count
      while length > 0 {
        let half = length / 2
        let goesRight = sorted[first + half] < value
        first = goesRight ? first + half + 1 : first
        length = goesRight ? length - half - 1 : half
      }
      return first
    }
  }

  /// The bins of rows.
  /// - Complexity: O(rows * log cells).
  func bins(of column: TreeColumn) -> [UInt8] { bins(ofCells: cells(of: column)) }

  /// The bins of rows in these cells.
  func bins(ofCells cells: [UInt16]) -> [UInt8] {
    let bins = content.bins
    return cells.map { Int($0) < bins.count ? bins[Int($0)] : 0 }
  }

  /// The cell, and the place inside it in 0..<1, that a fraction of the probability of the cells
  /// `first...last` leads to.
  /// - Complexity: O(log cells).
  func place(first: Int, last: Int, fraction: Double) -> (cell: Int, fraction: Double) {
    guard first < last else { return (first, fraction) }
    let target = cumulative[first] + fraction * (cumulative[last + 1] - cumulative[first])
    var (low, high) = (first, last)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle + 1] <= target { low = middle + 1 } else { high = middle }
    }
    let share = content.shares[low]
    guard share > 0 else { return (low, 0.5) }
    return (low, min(max((target - cumulative[low]) / share, 0), 0x1.fffffffffffffp-1))
  }

  /// The number, nulls apart, that a probability leads to; NaN where all are null.
  public func quantile(_ probability: Double) -> Double {
    guard cellCount > 1 else { return .nan }
    let inside = min(max(probability, 0), 0x1.fffffffffffffp-1)
    let (cell, fraction) = place(first: 1, last: cellCount - 1, fraction: inside)
    return value(cell: cell, fraction: fraction)
  }

  /// The value at a place inside a cell, a label's code for labels; NaN for the null. Numbers are
  /// not rounded to the step.
  public func value(cell: Int, fraction: Double) -> Double {
    guard cell > 0, cell < cellCount else { return .nan }
    let (lower, upper) = (content.lower[cell], content.upper[cell])
    return lower + fraction * (upper - lower)
  }
}
