/// Puts boxes into layers, from left to right, so that parents stand left of their children.
///
/// Cycles are broken by the heuristic of Eades, Lin and Smyth (1993); layers are longest paths,
/// then boxes move where their wires become shorter. Overfull layers are split.
struct LayerAssignment {
  private(set) var layers: [Int]
  private let boxes: [LayoutBox]
  /// Pairs of different boxes; without the wires that would close a cycle turned round.
  private var arcs: [(left: Int, right: Int)]

  init(boxes: [LayoutBox], wires: [LayoutWire]) {
    self.boxes = boxes
    layers = Array(repeating: 0, count: boxes.count)
    arcs = []
    let pairs = wires.filter { $0.child != $0.parent }.map { (left: $0.parent, right: $0.child) }
    let position = Self.sequence(boxes.count, pairs)
    arcs = pairs.map {
      position[$0.left] < position[$0.right] ? $0 : (left: $0.right, right: $0.left)
    }
    assignLongestPaths(position)
    shortenWires()
    splitTallLayers()
  }

  /// A sequence with few arcs from later to earlier: each box's place in it.
  private static func sequence(_ count: Int, _ arcs: [(left: Int, right: Int)]) -> [Int] {
    var remaining = Set(0..<count)
    var head: [Int] = []
    var tail: [Int] = []
    while !remaining.isEmpty {
      let live = arcs.filter { remaining.contains($0.left) && remaining.contains($0.right) }
      var outgoing = [Int](repeating: 0, count: count)
      var incoming = [Int](repeating: 0, count: count)
      for arc in live {
        outgoing[arc.left] += 1
        incoming[arc.right] += 1
      }
      let candidates = remaining.sorted()
      let sources = candidates.filter { incoming[$0] == 0 }
      let sinks = candidates.filter { outgoing[$0] == 0 && incoming[$0] > 0 }
      if !sources.isEmpty || !sinks.isEmpty {
        head += sources
        tail = sinks + tail
        remaining.subtract(sources + sinks)
        continue
      }
      // Every box is on a cycle: the one with the most children per parent goes first.
      var best = candidates[0]
      for box in candidates
      where outgoing[box] - incoming[box] > outgoing[best] - incoming[best] { best = box }
      head.append(best)
      remaining.remove(best)
    }
    var position = [Int](repeating: 0, count: count)
    for (place, box) in (head + tail).enumerated() { position[box] = place }
    return position
  }

  private mutating func assignLongestPaths(_ position: [Int]) {
    for box in layers.indices.sorted(by: { position[$0] < position[$1] }) {
      for arc in arcs where arc.left == box {
        layers[arc.right] = max(layers[arc.right], layers[box] + 1)
      }
    }
  }

  /// Moves boxes within the room their neighbours leave, as long as wires become shorter.
  private mutating func shortenWires() {
    for _ in 0..<20 {
      var hasMoved = false
      for box in layers.indices {
        let before = arcs.filter { $0.right == box }.map { layers[$0.left] }
        let after = arcs.filter { $0.left == box }.map { layers[$0.right] }
        guard let end = after.min() else { continue }
        let start = before.max().map { $0 + 1 } ?? 0
        guard start < end - 1 else { continue }
        func length(_ layer: Int) -> Int {
          before.reduce(0) { $0 + layer - $1 } + after.reduce(0) { $0 + $1 - layer }
        }
        let best = (start..<end).min { (length($0), -$0) < (length($1), -$1) } ?? start
        if length(best) < length(layers[box]) {
          layers[box] = best
          hasMoved = true
        }
      }
      if !hasMoved { break }
    }
    let least = layers.min() ?? 0
    for box in layers.indices { layers[box] -= least }
  }

  /// A layer much taller than the drawing is wide goes on in a new layer beside it.
  private mutating func splitTallLayers() {
    let heights = boxes.map { $0.height + LayoutSpacing.boxes }
    let area = zip(boxes, heights).reduce(0.0) {
      $0 + ($1.0.width + LayoutSpacing.channel + LayoutSpacing.margin) * $1.1
    }
    let limit = max(area.squareRoot(), (heights.max() ?? 0) * 1.2, 900)
    var layer = 0
    while layer <= layers.max() ?? 0 {
      let members = layers.indices.filter { layers[$0] == layer }
      // Those with children stay near them, at the right.
      let hasChildren = Set(arcs.map(\.left))
      let sorted =
        members.filter { !hasChildren.contains($0) } + members.filter { hasChildren.contains($0) }
      let total = members.reduce(0.0) { $0 + heights[$1] }
      let columns = (total / limit).rounded(.up)
      if columns > 1 {
        // Columns of about equal height.
        var height = 0.0
        var moved: [Int] = []
        for box in sorted {
          if height + heights[box] / 2 > total / columns, height > 0 { moved.append(box) }
          height += heights[box]
        }
        if !moved.isEmpty {
          for box in layers.indices where layers[box] > layer { layers[box] += 1 }
          for box in moved { layers[box] = layer + 1 }
        }
      }
      layer += 1
    }
  }
}
