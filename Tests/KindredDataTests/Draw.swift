/// A generator of reproducible numbers (Knuth's MMIX constants).
struct Draw {
  var state: UInt64

  /// A number of 0..<limit.
  mutating func below(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }

  mutating func element<Element>(of list: [Element]) -> Element { list[below(list.count)] }
}
