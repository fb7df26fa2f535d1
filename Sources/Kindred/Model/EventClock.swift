import KindredData

/// A clock that runs as fast as things happen: by day, not by night; on five days of the week, not on
/// the others. Between two times that are known, what happens is spread evenly on this clock.
///
/// Its time is that of the calendar once more after every period, so that it says about when. (In the
/// theory of point processes, this change of the time scale turns a periodic rate into a constant one.)
struct EventClock: Sendable, Equatable {
  /// How fast it runs in each of equal parts of its period; the mean is 1, but for days of the week: 1
  /// on days of events, 0 on others.
  let rates: [Float]
  /// Microseconds; moments are multiples.
  let unit: Int64
  /// The sum of rates before each part, and of all.
  private let passed: [Double]

  /// Parts that periods can have.
  enum Parts: Int, CaseIterable {
    case daysOfWeek = 7
    case hoursOfDay = 24
    case hoursOfWeek = 168

    /// Microseconds.
    var length: Double { self == .daysOfWeek ? EventClock.day : EventClock.hour }
  }

  static let hour = 3_600_000_000.0
  static let day = 24 * hour

  let parts: Parts

  /// Nil unless there is a rate for every part of a day or week, and some time passes, but no more than
  /// on the calendar.
  init?(rates: [Float], unit: Int64) {
    guard unit > 0, let parts = Parts(rawValue: rates.count),
      rates.allSatisfy({ $0 >= 0 && $0 <= Float(rates.count) })
    else { return nil }
    if parts == .daysOfWeek, !rates.allSatisfy({ $0 == 0 || $0 == 1 }) { return nil }
    self.parts = parts
    self.rates = rates
    self.unit = unit
    passed = rates.reduce(into: [0]) { $0.append(($0.last ?? 0) + Double($1)) }
    guard let total = passed.last, total > 0.5, total < 1.001 * Double(rates.count) else {
      return nil
    }
  }

  private var total: Double { passed[rates.count] }

  /// What it shows at a moment, in microseconds: days at their beginning, shorter units in their middle,
  /// so that rounding leaves them there.
  /// - Parameter moment: microseconds since 1970-01-01.
  func shown(at moment: Int64) -> Double {
    let time = Double(moment) + (parts == .daysOfWeek ? 0 : Double(unit) / 2)
    let place = time / parts.length
    let period = (place / Double(rates.count)).rounded(.down)
    let inPeriod = min(max(place - period * Double(rates.count), 0), Double(rates.count).nextDown)
    let part = Int(inPeriod)
    let share = (inPeriod - Double(part)) * Double(rates[part])
    return (period * total + passed[part] + share) * parts.length
  }

  /// The moment, a multiple of the unit, at which it shows so much.
  func moment(showing shown: Double) -> Double {
    guard parts != .daysOfWeek else {
      return time(showing: (shown / Self.day).rounded() * Self.day)
    }
    return (time(showing: shown) / Double(unit)).rounded(.down) * Double(unit)
  }

  /// The time at which it shows so much; where it stands still, the end of that.
  private func time(showing shown: Double) -> Double {
    let place = shown / parts.length
    let period = (place / total).rounded(.down)
    let inPeriod = min(max(place - period * total, 0), total.nextDown)
    var (low, high) = (0, rates.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if passed[middle + 1] <= inPeriod { low = middle + 1 } else { high = middle }
    }
    let rate = Double(rates[low])
    let share = rate > 0 ? min((inPeriod - passed[low]) / rate, 1.0.nextDown) : 0
    return (period * Double(rates.count) + Double(low) + share) * parts.length
  }
}

extension Column {
  /// What a clock shows at the moments of a column, to the microsecond; nil when they are no moments.
  func shown(on clock: EventClock) -> Column? {
    guard case .timestamps(let moments) = values else { return nil }
    var result = self
    result.values = .timestamps(
      moments.indices.map { row in
        let shown = isValid(row) ? clock.shown(at: moments[row]).rounded() : 0
        return Int64(exactly: shown) ?? (shown > 0 ? .max : .min)
      })
    return result
  }
}

extension ColumnModel {
  /// Moments of the calendar, of times as the column's marginal has them.
  func moments(of times: [Double]) -> [Double] {
    guard case .clocked(_, let clock) = content else { return times }
    return times.map { $0.isFinite ? clock.moment(showing: $0) : $0 }
  }
}
