/// Places boxes and routes wires: parents left, children right, wires at right angles in the
/// channels between layers and in lanes past other boxes, so that no wire crosses a box.
struct SchemaLayout {
  struct Frame: Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
  }

  private(set) var frames: [Frame]
  /// Corners from the child to the parent, by wire.
  private(set) var paths: [[LayoutPoint]]
  private(set) var width = 0.0
  private(set) var height = 0.0

  /// - Complexity: quadratic in the wires between two layers.
  init(boxes: [LayoutBox], wires: [LayoutWire]) {
    frames = boxes.map { Frame(x: 0, y: 0, width: $0.width, height: $0.height) }
    paths = Array(repeating: [], count: wires.count)
    var parts = Self.parts(boxes.count, wires).map { members in
      LayoutPart(members: members, boxes: boxes, wires: wires)
    }
    // Big parts first, then in the order of the schema.
    parts = parts.enumerated().sorted {
      (-$0.element.height, $0.offset) < (-$1.element.height, $1.offset)
    }.map(\.element)
    arrange(parts)
  }

  /// The connected sets of boxes.
  private static func parts(_ count: Int, _ wires: [LayoutWire]) -> [[Int]] {
    var root = Array(0..<count)
    func find(_ box: Int) -> Int {
      var box = box
      while root[box] != box { box = root[box] }
      return box
    }
    for wire in wires {
      let (first, second) = (find(wire.child), find(wire.parent))
      root[max(first, second)] = min(first, second)
    }
    var members: [Int: [Int]] = [:]
    for box in 0..<count { members[find(box), default: []].append(box) }
    return members.keys.sorted().compactMap { members[$0] }
  }

  /// Parts side by side in rows about as wide as the widest, or as a square.
  private mutating func arrange(_ parts: [LayoutPart]) {
    let area = parts.reduce(0.0) {
      $0 + ($1.width + LayoutSpacing.parts) * ($1.height + LayoutSpacing.parts)
    }
    let limit = max(parts.map(\.width).max() ?? 0, (area * 1.6).squareRoot())
    var (x, y, rowHeight) = (0.0, 0.0, 0.0)
    for part in parts {
      if x > 0, x + part.width > limit {
        x = 0
        y += rowHeight + LayoutSpacing.parts
        rowHeight = 0
      }
      for (box, frame) in zip(part.members, part.frames) {
        frames[box] = frame
        frames[box].x += x
        frames[box].y += y
      }
      for (wire, path) in zip(part.wires, part.paths) {
        paths[wire] = path.map { LayoutPoint(x: $0.x + x, y: $0.y + y) }
      }
      width = max(width, x + part.width)
      height = max(height, y + part.height)
      x += part.width + LayoutSpacing.parts
      rowHeight = max(rowHeight, part.height)
    }
  }
}

/// One connected part of a drawing.
private struct LayoutPart {
  let members: [Int]
  /// Indices of the wires among the members.
  let wires: [Int]
  private(set) var frames: [SchemaLayout.Frame] = []
  private(set) var paths: [[LayoutPoint]] = []
  private(set) var width = 0.0
  private(set) var height = 0.0

  init(members: [Int], boxes: [LayoutBox], wires: [LayoutWire]) {
    self.members = members
    let local = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1, $0) })
    self.wires = wires.indices.filter { local[wires[$0].child] != nil }
    let localWires = self.wires.map { index -> LayoutWire in
      var wire = wires[index]
      wire.child = local[wire.child] ?? 0
      wire.parent = local[wire.parent] ?? 0
      return wire
    }
    let localBoxes = members.map { boxes[$0] }
    var graph = LayeredGraph(
      boxes: localBoxes, wires: localWires,
      layers: LayerAssignment(boxes: localBoxes, wires: localWires).layers)
    graph.order = LayerOrdering.ordered(graph)
    var tops = LayerPlacement.tops(graph)
    Self.partWires(&tops, graph)
    route(graph, tops: tops)
  }

  private static func runs(
    _ graph: LayeredGraph, channel: Int, _ tops: [LayoutItem: Double]
  ) -> [ChannelRouting.Run] {
    func y(_ pin: LayeredGraph.Pin) -> Double { (tops[pin.item] ?? 0) + pin.offset }
    return graph.channels[channel].enumerated().map { index, net in
      .init(net: index, lefts: net.lefts.map(y), rights: net.rights.map(y))
    }
  }

  /// Moves the lower parts of layers by some pixels where wires would coincide.
  private static func partWires(_ tops: inout [LayoutItem: Double], _ graph: LayeredGraph) {
    for channel in 0..<graph.layerCount {
      for _ in 0..<24 {
        let runs = runs(graph, channel: channel, tops)
        guard let height = ChannelRouting(runs).collision(among: runs) else { break }
        for item in graph.order[channel]
        where (tops[item] ?? 0) + graph.height(item) >= height - 1 {
          tops[item, default: 0] += 6
        }
      }
    }
  }

  private mutating func route(_ graph: LayeredGraph, tops: [LayoutItem: Double]) {
    let routings = graph.channels.indices.map {
      ChannelRouting(Self.runs(graph, channel: $0, tops))
    }
    // Columns from left to right: channel, layer, channel, ...
    var layerX: [Double] = []
    var layerWidth: [Double] = []
    var channelX: [Double] = []
    var x = 0.0
    for layer in 0...graph.layerCount {
      channelX.append(x + LayoutSpacing.margin)
      let count = routings[layer].trackCount
      let tracks = Double(max(0, count - 1)) * LayoutSpacing.wires
      let isOuter = layer == 0 || layer == graph.layerCount
      if !isOuter {
        let room = max(LayoutSpacing.channel, tracks + 2 * LayoutSpacing.margin)
        channelX[layer] = x + (room - tracks) / 2
        x += room
      } else if count > 0 {
        x += tracks + LayoutSpacing.margin + 4
      }
      guard layer < graph.layerCount else { break }
      let widths = graph.boxes.indices.filter { graph.layers[$0] == layer }
        .map { graph.boxes[$0].width }
      layerX.append(x)
      layerWidth.append(widths.max() ?? 0)
      x += widths.max() ?? 0
    }
    width = x
    frames = graph.boxes.indices.map { box in
      let layer = graph.layers[box]
      return .init(
        x: layerX[layer], y: tops[.box(box)] ?? 0, width: layerWidth[layer],
        height: graph.boxes[box].height)
    }
    let lanes = tops.values.max() ?? 0
    height = max(frames.map { $0.y + $0.height }.max() ?? 0, lanes)
    let routes = WireRouting(
      graph: graph, tops: tops, frames: frames, routings: routings, channelX: channelX)
    paths = graph.wires.indices.map { routes.path($0) }
  }
}

/// The corners of wires through channels and lanes.
private struct WireRouting {
  let graph: LayeredGraph
  let tops: [LayoutItem: Double]
  let frames: [SchemaLayout.Frame]
  let routings: [ChannelRouting]
  let channelX: [Double]

  func path(_ index: Int) -> [LayoutPoint] {
    guard let net = graph.nets.firstIndex(where: { $0.wires.contains(index) }) else { return [] }
    let wire = graph.wires[index]
    let (child, parent) = (frames[wire.child], frames[wire.parent])
    let (from, to) = (graph.layers[wire.child], graph.layers[wire.parent])
    let isLeaving = from > to
    let start = LayoutPoint(
      x: isLeaving ? child.x : child.x + child.width, y: child.y + wire.childOffset)
    let end = LayoutPoint(
      x: from < to ? parent.x : parent.x + parent.width, y: parent.y + wire.parentOffset)
    var points = [start]
    // The channels passed, in order; each leads to the next lane or to the key.
    let channels =
      from > to
      ? Array(stride(from: from, to: to, by: -1)) : Array((from + 1)...max(from + 1, to))
    for (step, channel) in channels.enumerated() {
      let isLast = step == channels.count - 1
      let target = isLast ? end.y : lane(net, inLayer: from > to ? channel - 1 : channel)
      guard let last = points.last else { break }
      if let track = routings[channel].tracks[net] {
        let x = channelX[channel] + Double(track) * LayoutSpacing.wires
        points.append(LayoutPoint(x: x, y: last.y))
        points.append(LayoutPoint(x: x, y: target))
      }
    }
    points.append(end)
    return Self.simplified(points)
  }

  private func lane(_ net: Int, inLayer layer: Int) -> Double {
    (tops[.lane(net: net, layer: layer)] ?? 0) + graph.laneHeight / 2
  }

  private static func simplified(_ points: [LayoutPoint]) -> [LayoutPoint] {
    var result: [LayoutPoint] = []
    for point in points {
      if result.last == point { continue }
      if result.count >= 2 {
        let (first, second) = (result[result.count - 2], result[result.count - 1])
        let isStraight =
          first.x == second.x && second.x == point.x || first.y == second.y && second.y == point.y
        if isStraight { result.removeLast() }
      }
      result.append(point)
    }
    return result
  }
}
