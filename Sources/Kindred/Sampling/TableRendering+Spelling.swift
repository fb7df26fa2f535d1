import KindredData
import KindredStatistics

// From numbers on the scale of a marginal to a column's values.

extension TableRendering {
  /// - Parameter bounds: the marginal, beyond which no value lies.
  static func spelled(
    _ values: ArraySlice<Double>, as content: ColumnModel.Content, bounds: Marginal
  ) -> ColumnValues {
    let lower = bounds.minimum
    let upper = bounds.maximum
    let largest = max(lower.magnitude, upper.magnitude)
    switch content {
    case .integer:
      guard largest < exact, lower.isWhole, upper.isWhole else {
        return .integers(
          values.each { Int64(nearest: $0.nearestWhole.limited(to: lower, upper)) })
      }
      return .integers(values.each { Int64($0.limited(to: lower, upper).towardsNearest) })
    case .decimal(_, let places):
      guard let places else { return .decimals(Array(values)) }
      let scale = (0..<places).reduce(1.0) { result, _ in result * 10 }
      guard largest * scale < exact else {
        return .decimals(
          values.each { (($0 * scale).nearestWhole / scale).limited(to: lower, upper) })
      }
      return .decimals(
        values.each {
          let whole = Double(Int64(($0.limited(to: lower, upper) * scale).towardsNearest))
          return (whole / scale).limited(to: lower, upper)
        })
    case .timestamp(_, let unit): return .timestamps(microseconds(values, unit, lower, upper))
    case .clocked(_, let clock):
      let moments = values.each { clock.moment(showing: $0.limited(to: lower, upper)) }
      return .timestamps(
        microseconds(
          moments[...], clock.unit, clock.moment(showing: lower), clock.moment(showing: upper)))
    case .elapsed(let time): return .timestamps(microseconds(values, time.unit, lower, upper))
    case .boolean: return .booleans(values.each { $0 >= 0.5 })
    case .categorical(_, let labels):
      let last = Double(max(0, labels.count - 1))
      return .strings(
        StringColumn(
          codes: values.each { Int32($0.limited(to: 0, last) + 0.5) },
          dictionary: StringPool(labels)))
    default: return .integers(values.each { _ in 0 })
    }
  }

  /// Multiples of a unit, within the bounds and what can be written.
  private static func microseconds(
    _ values: ArraySlice<Double>, _ unit: Int64, _ lower: Double, _ upper: Double
  ) -> [Int64] {
    // As a `Double`, the last microsecond that can be written is the one after it.
    let years = TimestampFormat.representable
    let least = max(Int64(nearest: lower), years.lowerBound)
    let most = min(Int64(nearest: upper), years.upperBound)
    let length = Double(unit)
    guard max(lower.magnitude, upper.magnitude) < exact, lower <= upper, least <= most else {
      return values.each { value in
        let number = (value / length).nearestWhole * length
        return min(max(Int64(nearest: number), least), most)
      }
    }
    return values.each { value in
      let number = Int64((value.limited(to: lower, upper) / length).towardsNearest) &* unit
      return min(max(number, least), most)
    }
  }

  /// Numbers below are rounded without a look at how large they are.
  private static let exact = 0x1p51
}

extension ArraySlice<Double> {
  /// `map` without a look at the room for every element.
  @inline(__always)
  fileprivate func each<Value>(_ body: (Double) -> Value) -> [Value] {
    [Value](unsafeUninitializedCapacity: count) { target, initialized in
      withUnsafeBufferPointer { values in
        for index in values.indices { target.initializeElement(at: index, to: body(values[index])) }
      }
      initialized = count
    }
  }
}

extension Int64 {
  /// The nearest integer; numbers beyond 64 bits become the outermost ones. (2^63 - 1 itself is
  /// 2^63 as a `Double`.)
  fileprivate init(nearest value: Double) {
    if value.magnitude < 0x1p62 {
      self = Int64(value.nearestWhole)
      return
    }
    let whole = value.rounded()
    self = Int64(exactly: whole) ?? (whole > 0 ? .max : whole < 0 ? .min : 0)
  }
}

extension Double {
  /// `rounded()` without a call of the mathematical library.
  @inline(__always)
  fileprivate var nearestWhole: Double {
    guard magnitude < 0x1p62 else { return rounded() }
    let whole = Double(Int64(self))
    let rest = self - whole
    return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole
  }

  /// What is cut off to the nearest whole number, halves away from zero. (The largest number below a
  /// half: a half itself would lift the number below a half to 1.)
  @inline(__always)
  fileprivate var towardsNearest: Double {
    self + Double(signOf: self, magnitudeOf: 0.5.nextDown)
  }

  fileprivate var isWhole: Bool { self == rounded() }

  /// The nearer bound for a number beyond; the lower one for what is no number.
  @inline(__always)
  fileprivate func limited(to lower: Double, _ upper: Double) -> Double {
    let raised = self > lower ? self : lower
    return raised < upper ? raised : upper
  }
}
