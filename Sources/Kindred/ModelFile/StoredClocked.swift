import KindredStatistics
import SwiftProtobuf

// Moments on a clock of their own, both ways.

extension StoredClocked {
  init(_ marginal: Marginal, _ clock: EventClock) {
    self.init()
    distribution = StoredDistribution(marginal)
    unit = UInt64(clamping: clock.unit)
    rates = clock.rates
  }

  /// - Throws: `MalformedModel`.
  func clock(_ column: String) throws -> EventClock {
    guard let unit = Int64(exactly: unit), let clock = EventClock(rates: rates, unit: unit) else {
      throw MalformedModel("column '\(column)' has a clock that does not run")
    }
    return clock
  }
}
