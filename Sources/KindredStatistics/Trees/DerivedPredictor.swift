/// What trees may ask besides the columns given and drawn: what follows from them.
///
/// Trees count these after all columns. A column's own ``previous(target:)``,
/// ``remainingMean(target:context:)`` and ``remainingLabels(target:context:)`` are known before it
/// is drawn.
public enum DerivedPredictor: Sendable, Equatable {
  /// A drawn column in the row before, in its group; null in first rows.
  case previous(target: Int)
  /// Whether a drawn column's value is that of the row before; null in first rows.
  case repeats(target: Int)
  /// The mean that this row and those after it need, so that the group has the mean that a column of
  /// the context tells.
  case remainingMean(target: Int, context: Int)
  /// Labels that are to come, so that the group has as many as a column of the context tells.
  case remainingLabels(target: Int, context: Int)
  /// A part of a date.
  case calendar(target: Int, part: CalendarPart)

  /// The drawn column that it follows from.
  public var target: Int {
    switch self {
    case .previous(let target), .repeats(let target), .remainingMean(let target, _),
      .remainingLabels(let target, _), .calendar(let target, _):
      target
    }
  }

  /// Whether it is known before its column is drawn.
  var isKnownBefore: Bool {
    switch self {
    case .previous, .remainingMean, .remainingLabels: true
    case .repeats, .calendar: false
    }
  }

  /// The column of the context that it needs.
  var context: Int? {
    switch self {
    case .remainingMean(_, let context), .remainingLabels(_, let context): context
    case .previous, .repeats, .calendar: nil
    }
  }
}

/// What is known of a column to draw besides its values.
public struct TargetTraits: Sendable, Equatable {
  /// The column of the context that tells its mean in the row's group.
  public var groupMean: Int?
  /// The column of the context that tells the number of its labels in the row's group.
  public var groupLabels: Int?
  /// For times, the ticks of a day; 0 for other columns.
  public var ticksPerDay: Double
  /// Whether trees may ask for it in the row before; it is drawn group after group then.
  public var isFollowed: Bool
  /// 1 when its numbers rise from row to row in every group, -1 when they fall, else 0. Draws are
  /// put in that order.
  public var direction: Int

  /// Traits as given.
  public init(
    groupMean: Int? = nil, groupLabels: Int? = nil, ticksPerDay: Double = 0,
    isFollowed: Bool = true, direction: Int = 0
  ) {
    self.direction = direction
    self.isFollowed = isFollowed
    self.groupMean = groupMean
    self.groupLabels = groupLabels
    self.ticksPerDay = ticksPerDay
  }

  /// What follows from a column.
  func derived(_ target: Int, of column: TreeColumn, isGrouped: Bool) -> [DerivedPredictor] {
    var result: [DerivedPredictor] = []
    if isGrouped, isFollowed {
      result.append(.previous(target: target))
      switch column {
      case .labels:
        result.append(.repeats(target: target))
        if let groupLabels {
          result.append(.remainingLabels(target: target, context: groupLabels))
        }
      case .numbers:
        if let groupMean { result.append(.remainingMean(target: target, context: groupMean)) }
      }
    }
    if case .numbers(_, let step) = column {
      result += CalendarPart.parts(ticksPerDay: ticksPerDay, step: step).map {
        .calendar(target: target, part: $0)
      }
    }
    return result
  }
}

/// What is known of a group between two of its rows, in one column.
struct GroupProgress {
  /// Rows of the group.
  let size: Int
  /// The mean and the number of labels that it shall have; NaN where nothing is known.
  let mean: Double
  let labels: Double
  /// Rows passed.
  private(set) var position = 0
  /// Of the row before.
  private(set) var previousCell: UInt16 = 0
  private(set) var previousValue = Double.nan
  private var sum = 0.0
  private var nulls = 0
  private var seen: [UInt16] = []

  init(size: Int, mean: Double = .nan, labels: Double = .nan) {
    self.size = size
    self.mean = mean
    self.labels = labels
  }

  /// Passes a row.
  mutating func pass(cell: UInt16, value: Double) {
    position += 1
    previousCell = cell
    previousValue = value
    if value.isNaN { nulls += 1 } else { sum += value }
    // Nulls are no labels; beyond so many, their number says little.
    if labels.isFinite, cell != 0, seen.count < 64, !seen.contains(cell) { seen.append(cell) }
  }

  /// The mean that the rows left need; nulls count as the mean.
  var remainingMean: Double {
    (mean * Double(size - nulls) - sum) / Double(max(1, size - position))
  }

  /// The bin of the number of labels to come.
  var remainingBin: UInt8 {
    labels.isFinite ? UInt8(min(max(labels - Double(seen.count), 0), 200)) + 1 : 0
  }
}
