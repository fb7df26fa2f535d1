import KindredStatistics
import Testing

/// Both ways of ordering give what a stable sort gives.
@Suite struct RankOrderTests {
  private static let random = CounterRandom(seed: 4, stream: CounterRandom.stream("order"))

  private static let shapes: [(name: String, value: @Sendable (Int) -> Double)] = [
    ("normal", { random.normal(row: UInt64($0)) }),
    ("all equal", { _ in 0.25 }),
    ("two values", { Double($0 % 2) }),
    ("many ties", { (random.normal(row: UInt64($0)) * 20).rounded() + 0 }),
    // Too many in one bucket of even width.
    ("long tail", { $0 == 7 ? 1e30 : random.normal(row: UInt64($0)) }),
    ("infinite", { $0 == 7 ? -.infinity : random.normal(row: UInt64($0)) }),
    ("beyond single precision", { random.normal(row: UInt64($0)) * 1e300 }),
  ]

  @Test(arguments: shapes.indices, [0, 1, 2, 3, 50, 20_000])
  func ordersAsAStableSort(shape: Int, count: Int) {
    let values = (0..<count).map(Self.shapes[shape].value)
    let places = values.indices.sorted {
      (Float(values[$0]), $0) < (Float(values[$1]), $1)
    }
    let order = rankOrder(count: count) { values[$0] }
    #expect(order.map { Int($0) } == places, "\(Self.shapes[shape].name)")
  }

  /// Every rank once, and none further from the exact one than a bucket holds numbers.
  @Test(arguments: shapes.indices, [0, 1, 2, 3, 50, 4_095, 4_096, 20_000])
  func ranksAsInOrder(shape: Int, count: Int) {
    let values = (0..<count).map(Self.shapes[shape].value)
    // Three apart.
    let spread = values.flatMap { value -> [Double] in [value, -1, 9] }
    let found = spread.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { ranks(of: $0, stride: 3, count: count) } ?? []
    }
    #expect(found.sorted() == Array(0..<Int32(count)))
    let exact = count < 4096 ? 0 : 31
    for (rank, place) in rankOrder(count: count, of: { values[$0] }).enumerated() {
      #expect(abs(Int(found[Int(place)]) - rank) <= exact, "\(Self.shapes[shape].name)")
    }
  }
}
