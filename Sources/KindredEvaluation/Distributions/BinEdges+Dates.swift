import KindredData

extension BinEdges {
  /// About 24 bins that cover a range of dates and begin at full units of time; nil when the range
  /// spans no time that can be counted.
  /// - Parameters:
  ///   - least: microseconds since 1970-01-01.
  ///   - most: likewise.
  public init?(datesFrom least: Double, to most: Double) {
    // Years of six digits; what lies further away is no date.
    guard least.isFinite, most.isFinite, least <= most, abs(least) < 9e18, abs(most) < 9e18 else {
      return nil
    }
    let width = max(most - least, 1) / Self.usualCount
    if let unit = Self.units.first(where: { Double($0) >= width * 0.95 }) {
      self.init(unit: least == most ? Self.perDay : unit, from: least, to: most)
    } else {
      self.init(monthsWiderThan: width / (30.44 * Double(Self.perDay)), from: least, to: most)
    }
  }

  private static let perSecond: Int64 = 1_000_000
  private static let perDay = CivilDate.microsecondsPerDay

  /// Up to a week; beyond, months are counted.
  private static let units: [Int64] =
    [1, 10, 100, 1000, 10_000, 100_000]
    + [1, 2, 5, 15, 30, 60, 120, 300, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200].map {
      $0 * perSecond
    } + [1, 2, 7].map { $0 * perDay }

  private init?(unit: Int64, from least: Double, to most: Double) {
    // Weeks begin on a Monday, as 1970-01-05 was one.
    let origin = unit == 7 * Self.perDay ? Double(4 * Self.perDay) : 0
    let width = Double(unit)
    let first = ((least - origin) / width).rounded(.down)
    let last = ((most - origin) / width).rounded(.down) + 1
    let edges = (0...Int(min(100, last - first))).map { (first + Double($0)) * width + origin }
    guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    self.init(edges: edges, scale: .dates, step: .microseconds(unit))
  }

  private init?(monthsWiderThan months: Double, from least: Double, to most: Double) {
    var steps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200]
    while Double(steps.last ?? 0) < months { steps.append((steps.last ?? 1200) * 10) }
    let step = steps.first { Double($0) >= months * 0.95 } ?? 1200
    var month = Self.month(of: least)
    month -= (month % step + step) % step
    var edges = [Self.start(ofMonth: month)]
    while let last = edges.last, last <= most, edges.count < 100 {
      month += step
      edges.append(Self.start(ofMonth: month))
    }
    guard edges.count > 1 else { return nil }
    self.init(edges: edges, scale: .dates, step: .months(step))
  }

  /// Months since the beginning of the year 0.
  private static func month(of microseconds: Double) -> Int {
    let date = CivilDate(daysSince1970: Int((microseconds / Double(perDay)).rounded(.down)))
    return date.year * 12 + date.month - 1
  }

  private static func start(ofMonth month: Int) -> Double {
    let year = month >= 0 ? month / 12 : (month - 11) / 12
    let day = CivilDate(year: year, month: month - year * 12 + 1, day: 1).daysSince1970
    return Double(day) * Double(perDay)
  }
}
