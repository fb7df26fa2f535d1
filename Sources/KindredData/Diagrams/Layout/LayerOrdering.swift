/// Orders the items of layers so that few wires cross: sweeps by barycentre (Sugiyama, Tagawa and
/// Toda 1981), then exchanges of neighbours as long as crossings become fewer.
struct LayerOrdering {
  private var graph: LayeredGraph
  private var place: [LayoutItem: Double] = [:]
  /// Joined pins by channel.
  private let pairs: [[(left: LayeredGraph.Pin, right: LayeredGraph.Pin)]]

  static func ordered(_ graph: LayeredGraph) -> [[LayoutItem]] {
    var ordering = LayerOrdering(graph)
    return ordering.run()
  }

  private init(_ graph: LayeredGraph) {
    self.graph = graph
    pairs = (0..<max(graph.layerCount, 1)).map { graph.pairs(ofChannel: $0) }
    for layer in graph.order.indices { number(layer) }
  }

  private mutating func run() -> [[LayoutItem]] {
    var best = graph.order
    var fewest = crossings
    for sweep in 0..<24 {
      let isForward = sweep % 2 == 0
      for layer in isForward ? Array(graph.order.indices) : graph.order.indices.reversed() {
        sort(layer, byLeft: isForward, both: sweep >= 8)
      }
      let count = crossings
      if count < fewest { (fewest, best) = (count, graph.order) }
      if fewest == 0 { break }
    }
    graph.order = best
    for layer in graph.order.indices { number(layer) }
    exchangeNeighbours()
    return graph.order
  }

  private mutating func number(_ layer: Int) {
    for (index, item) in graph.order[layer].enumerated() { place[item] = Double(index) }
  }

  /// Where a pin lies in the order of its layer: the item's place and the height within.
  private func position(_ pin: LayeredGraph.Pin) -> Double {
    (place[pin.item] ?? 0) + 0.9 * pin.offset / max(1, graph.height(pin.item))
  }

  // MARK: - Sweeps

  private mutating func sort(_ layer: Int, byLeft: Bool, both: Bool) {
    var sums: [LayoutItem: (sum: Double, count: Double)] = [:]
    func add(_ item: LayoutItem, _ position: Double, _ own: Double, scale: Double) {
      let old = sums[item] ?? (0, 0)
      sums[item] = (old.sum + (position - own) * scale, old.count + 1)
    }
    // Places are shares of the layer, for layers of different sizes.
    func share(_ pin: LayeredGraph.Pin, in layer: Int) -> Double {
      position(pin) / Double(max(1, graph.order[layer].count))
    }
    if byLeft || both, layer > 0 {
      for pair in pairs[layer] {
        add(pair.right.item, share(pair.left, in: layer - 1), 0, scale: 1)
      }
    }
    if !byLeft || both, layer + 1 < graph.layerCount {
      for pair in pairs[layer + 1] {
        add(pair.left.item, share(pair.right, in: layer + 1), 0, scale: 1)
      }
    }
    let count = Double(max(1, graph.order[layer].count))
    let keyed = graph.order[layer].enumerated().map { index, item in
      let mean = sums[item].map { $0.sum / $0.count } ?? Double(index) / count
      return (item: item, mean: mean, index: index)
    }
    graph.order[layer] =
      keyed.sorted { ($0.mean, $0.index) < ($1.mean, $1.index) }.map(\.item)
    number(layer)
  }

  // MARK: - Crossings

  private var crossings: Int {
    (1..<max(graph.layerCount, 1)).reduce(0) { $0 + crossings(ofChannel: $1) }
  }

  /// Inversions of the right ends when wires are sorted by their left ends.
  private func crossings(ofChannel channel: Int) -> Int {
    let ends = pairs[channel].map { (left: position($0.left), right: position($0.right)) }
      .sorted { ($0.left, $0.right) < ($1.left, $1.right) }
    var seen: [Double] = []
    var count = 0
    for end in ends {
      // The place behind all that are not greater.
      var (low, high) = (0, seen.count)
      while low < high {
        let middle = (low + high) / 2
        if seen[middle] <= end.right { low = middle + 1 } else { high = middle }
      }
      count += seen.count - low
      seen.insert(end.right, at: low)
    }
    return count
  }

  private mutating func exchangeNeighbours() {
    for _ in 0..<12 {
      var hasImproved = false
      for layer in graph.order.indices where graph.order[layer].count > 1 {
        let ends = opposites(of: layer)
        for index in 0..<(graph.order[layer].count - 1) {
          let upper = ends[graph.order[layer][index]] ?? ([], [])
          let lower = ends[graph.order[layer][index + 1]] ?? ([], [])
          let now = Self.crossings(upper.0, lower.0) + Self.crossings(upper.1, lower.1)
          let then = Self.crossings(lower.0, upper.0) + Self.crossings(lower.1, upper.1)
          guard then < now else { continue }
          graph.order[layer].swapAt(index, index + 1)
          hasImproved = true
        }
        number(layer)
      }
      if !hasImproved { break }
    }
  }

  /// Where the wires of a layer's items end in the layers before and behind.
  private func opposites(of layer: Int) -> [LayoutItem: ([Double], [Double])] {
    var ends: [LayoutItem: ([Double], [Double])] = [:]
    if layer > 0 {
      for pair in pairs[layer] {
        ends[pair.right.item, default: ([], [])].0.append(position(pair.left))
      }
    }
    if layer + 1 < graph.layerCount {
      for pair in pairs[layer + 1] {
        ends[pair.left.item, default: ([], [])].1.append(position(pair.right))
      }
    }
    return ends
  }

  /// Crossings between the wires of an item and those of one below it.
  private static func crossings(_ upper: [Double], _ lower: [Double]) -> Int {
    upper.reduce(0) { count, end in count + lower.count { $0 < end } }
  }
}
