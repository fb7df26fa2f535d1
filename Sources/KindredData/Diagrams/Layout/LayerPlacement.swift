/// Heights of the items of ordered layers, so that wires are short and straight: every item moves
/// to the median of what its wires ask for, as far as its neighbours allow (isotonic regression).
struct LayerPlacement {
  private let graph: LayeredGraph
  private var tops: [LayoutItem: Double] = [:]
  private var neighbours: [LayoutItem: [Neighbour]] = [:]

  private struct Neighbour {
    var item: LayoutItem
    /// What to add to the neighbour's top for the own top that makes the wire straight.
    var shift: Double
    var isLane: Bool
    var isLeft: Bool
  }

  static func tops(_ graph: LayeredGraph) -> [LayoutItem: Double] {
    var placement = LayerPlacement(graph)
    placement.run()
    return placement.tops
  }

  private init(_ graph: LayeredGraph) {
    self.graph = graph
    for channel in 1..<max(graph.layerCount, 1) {
      for pair in graph.pairs(ofChannel: channel) {
        let isLane = isLane(pair.left.item) && isLane(pair.right.item)
        let shift = pair.right.offset - pair.left.offset
        neighbours[pair.left.item, default: []].append(
          Neighbour(item: pair.right.item, shift: shift, isLane: isLane, isLeft: false))
        neighbours[pair.right.item, default: []].append(
          Neighbour(item: pair.left.item, shift: -shift, isLane: isLane, isLeft: true))
      }
    }
  }

  private func isLane(_ item: LayoutItem) -> Bool {
    if case .lane = item { true } else { false }
  }

  private mutating func run() {
    // At first all layers are centred.
    for items in graph.order {
      var y = 0.0
      for (index, item) in items.enumerated() {
        if index > 0 { y += graph.gap(items[index - 1], item) }
        tops[item] = y
        y += graph.height(item)
      }
      for item in items { tops[item, default: 0] -= y / 2 }
    }
    let layers = Array(graph.order.indices)
    for sweep in 0..<24 {
      // The last sweeps look to both sides, so that nothing is pulled to one.
      for layer in sweep % 2 == 0 ? layers : layers.reversed() {
        place(layer, lookingLeft: sweep >= 6 ? nil : sweep % 2 == 0)
      }
    }
    let least = tops.values.min() ?? 0
    for item in tops.keys { tops[item] = ((tops[item] ?? 0) - least).rounded() }
    for _ in 0..<4 {
      for layer in layers { straighten(layer) }
    }
    closeGaps()
    let top = tops.values.min() ?? 0
    for item in tops.keys { tops[item, default: 0] -= top }
  }

  /// Moves up what lies below an empty band across the whole drawing.
  private mutating func closeGaps() {
    let most = 2 * LayoutSpacing.boxes
    let sorted = graph.order.joined().map { (item: $0, top: tops[$0] ?? 0) }
      .sorted { $0.top < $1.top }
    var bottom = sorted.first?.top ?? 0
    var shift = 0.0
    for (item, top) in sorted {
      if top - bottom > most { shift += top - bottom - most }
      bottom = max(bottom, top + graph.height(item))
      tops[item] = top - shift
    }
  }

  /// Moves items by a few pixels where that turns a jog into a straight wire.
  private mutating func straighten(_ layer: Int) {
    let items = graph.order[layer]
    for (index, item) in items.enumerated() {
      let own = tops[item] ?? 0
      let wanted = (neighbours[item] ?? []).map { (tops[$0.item] ?? 0) - $0.shift }
      func straightCount(_ top: Double) -> Int { wanted.count { abs($0 - top) < 0.01 } }
      let least =
        index == 0
        ? -Double.infinity
        : (tops[items[index - 1]] ?? 0) + graph.height(items[index - 1])
          + graph.gap(items[index - 1], item) - 4
      let most =
        index + 1 == items.count
        ? Double.infinity
        : (tops[items[index + 1]] ?? 0) - graph.height(item) - graph.gap(item, items[index + 1]) + 4
      var best = own
      for top in wanted
      where abs(top - own) <= 10 && top >= least && top <= most
        && straightCount(top) > straightCount(best)
      {
        best = top
      }
      tops[item] = best
    }
  }

  private mutating func place(_ layer: Int, lookingLeft: Bool?) {
    let items = graph.order[layer]
    var desired: [Double] = []
    var weights: [Double] = []
    for item in items {
      var wanted: [Double] = []
      for neighbour in neighbours[item] ?? []
      where lookingLeft == nil || neighbour.isLeft == lookingLeft {
        let top = (tops[neighbour.item] ?? 0) - neighbour.shift
        wanted += Array(repeating: top, count: neighbour.isLane ? 3 : 1)
      }
      wanted.sort()
      let own = tops[item] ?? 0
      guard !wanted.isEmpty else {
        desired.append(own)
        weights.append(0.05)
        continue
      }
      // Of two middle values the one nearer to the present place, so that one wire gets straight.
      let (low, high) = (wanted[(wanted.count - 1) / 2], wanted[wanted.count / 2])
      desired.append(abs(low - own) <= abs(high - own) ? low : high)
      weights.append(Double(wanted.count))
    }
    let placed = separated(items, desired, weights)
    for (item, top) in zip(items, placed) { tops[item] = top }
  }

  /// The tops nearest to those desired that keep order and gaps (pool adjacent violators).
  private func separated(
    _ items: [LayoutItem], _ desired: [Double], _ weights: [Double]
  ) -> [Double] {
    var starts: [Double] = []
    var start = 0.0
    for (index, item) in items.enumerated() {
      if index > 0 {
        start += graph.height(items[index - 1]) + graph.gap(items[index - 1], item)
      }
      starts.append(start)
    }
    var blocks: [(mean: Double, weight: Double, count: Int)] = []
    for index in items.indices {
      blocks.append((desired[index] - starts[index], weights[index], 1))
      while blocks.count > 1, let last = blocks.last, blocks[blocks.count - 2].mean > last.mean {
        blocks.removeLast()
        let previous = blocks.removeLast()
        let weight = previous.weight + last.weight
        let mean = (previous.mean * previous.weight + last.mean * last.weight) / weight
        blocks.append((mean, weight, previous.count + last.count))
      }
    }
    let means = blocks.flatMap { Array(repeating: $0.mean, count: $0.count) }
    return zip(means, starts).map { $0 + $1 }
  }
}
