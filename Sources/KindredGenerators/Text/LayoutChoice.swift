/// Layouts to choose from by their shares.
struct LayoutChoice: Sendable {
  private let layouts: [[UInt8]]
  /// Cumulative shares, scaled to 2^16.
  private let bounds: [UInt64]

  /// - Parameter isUsed: false for no layouts.
  init(_ shape: TextShape, isUsed: Bool = true, where suits: (String) -> Bool = { _ in true }) {
    var layouts: [[UInt8]] = []
    var bounds: [UInt64] = []
    var sum = 0.0
    for (layout, share) in zip(shape.layouts, shape.layoutShares)
    where isUsed && share > 0 && share <= 1 && !layout.isEmpty
      && layout.utf8.count <= 2 * TextShape.layoutLength && suits(layout)
    {
      layouts.append(Array(layout.utf8))
      sum += share
      bounds.append(UInt64(min(sum, 1e3) * 65_536))
    }
    self.layouts = layouts
    self.bounds = bounds
  }

  /// One of the layouts; nil when there are none.
  func choose(_ draw: inout Draw) -> ArraySlice<UInt8>? {
    guard let last = bounds.last else { return nil }
    let place = draw.below(max(1, last))
    let index = bounds.firstIndex { place < $0 } ?? 0
    return layouts[index][...]
  }

  /// Fills a layout with random digits and letters.
  func append(_ layout: ArraySlice<UInt8>, _ draw: inout Draw, to target: inout [UInt8]) {
    for mark in layout {
      switch mark {
      case UInt8(ascii: "0"): target.append(mark + UInt8(draw.below(10)))
      case UInt8(ascii: "A"), UInt8(ascii: "a"): target.append(mark + UInt8(draw.below(26)))
      default: target.append(mark)
      }
    }
  }
}

/// Appends a number in decimal digits, at least `digits` of them.
@inline(__always)
func appendNumber(_ value: UInt64, digits: Int = 1, to target: inout [UInt8]) {
  let start = target.count
  var rest = value
  repeat {
    target.append(0x30 + UInt8(rest % 10))
    rest /= 10
  } while rest > 0 || target.count - start < digits
  target[start...].reverse()
}
