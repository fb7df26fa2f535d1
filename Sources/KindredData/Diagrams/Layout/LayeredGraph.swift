/// Boxes in layers, and the nets that join them through lanes in the layers between.
struct LayeredGraph {
  let boxes: [LayoutBox]
  let wires: [LayoutWire]
  let layers: [Int]
  let layerCount: Int
  private(set) var nets: [LayoutNet] = []
  /// The items of every layer, from top to bottom.
  var order: [[LayoutItem]] = []

  /// The pins of a net in the channel left of a layer.
  struct Channel {
    /// Places on the right sides of the layer before.
    var lefts: [Pin] = []
    /// Places on the left sides of the layer.
    var rights: [Pin] = []
  }

  struct Pin: Hashable {
    var item: LayoutItem
    /// Distance from the item's top.
    var offset: Double
  }

  /// By channel, then by net; channel `k` lies left of layer `k`, the last right of all.
  private(set) var channels: [[Channel]] = []

  init(boxes: [LayoutBox], wires: [LayoutWire], layers: [Int]) {
    self.boxes = boxes
    self.wires = wires
    self.layers = layers
    layerCount = (layers.max() ?? -1) + 1
    order = Array(repeating: [], count: layerCount)
    for box in boxes.indices { order[layers[box]].append(.box(box)) }
    for (index, wire) in wires.enumerated() {
      let isReverse = layers[wire.parent] > layers[wire.child]
      let net = nets.firstIndex {
        $0.parent == wire.parent && $0.parentOffset == wire.parentOffset
          && $0.isReverse == isReverse
      }
      if let net {
        nets[net].wires.append(index)
      } else {
        nets.append(
          LayoutNet(
            parent: wire.parent, parentOffset: wire.parentOffset, isReverse: isReverse,
            wires: [index]))
      }
    }
    channels = Array(
      repeating: Array(repeating: Channel(), count: nets.count), count: layerCount + 1)
    for net in nets.indices { connect(net) }
  }

  /// Lanes in the layers between, pins in the channels.
  private mutating func connect(_ index: Int) {
    let net = nets[index]
    let home = layers[net.parent]
    let key = Pin(item: .box(net.parent), offset: net.parentOffset)
    func lane(_ layer: Int) -> Pin {
      Pin(item: .lane(net: index, layer: layer), offset: laneHeight / 2)
    }
    let ends = net.wires.map { wire in
      (
        layer: layers[wires[wire].child],
        pin: Pin(item: .box(wires[wire].child), offset: wires[wire].childOffset)
      )
    }
    if net.isReverse {
      let first = ends.map(\.layer).min() ?? home
      for layer in first..<home {
        let channel = layer + 1
        channels[channel][index].rights = [channel == home ? key : lane(channel)]
        channels[channel][index].lefts = ends.filter { $0.layer == layer }.map(\.pin)
        if layer > first {
          order[layer].append(.lane(net: index, layer: layer))
          channels[channel][index].lefts.append(lane(layer))
        }
      }
      return
    }
    let last = ends.map(\.layer).max() ?? home
    channels[home + 1][index].lefts = [key] + ends.filter { $0.layer == home }.map(\.pin)
    guard home < last else { return }
    for layer in (home + 1)...last {
      if layer > home + 1 { channels[layer][index].lefts = [lane(layer - 1)] }
      channels[layer][index].rights = ends.filter { $0.layer == layer }.map(\.pin)
      if layer < last {
        order[layer].append(.lane(net: index, layer: layer))
        channels[layer][index].rights.append(lane(layer))
      }
    }
  }

  /// The room of a lane; its wire is at half a pixel, as those of boxes' rows are.
  var laneHeight: Double { 1 }

  func height(_ item: LayoutItem) -> Double {
    switch item {
    case .box(let box): boxes[box].height
    case .lane: laneHeight
    }
  }

  /// The least distance between two neighbours of a layer.
  func gap(_ first: LayoutItem, _ second: LayoutItem) -> Double {
    switch (first, second) {
    case (.lane, .lane): LayoutSpacing.wires
    case (.box, .box): LayoutSpacing.boxes
    default: LayoutSpacing.margin * 0.75
    }
  }

  /// The pairs of pins that a channel joins.
  func pairs(ofChannel channel: Int) -> [(left: Pin, right: Pin)] {
    channels[channel].flatMap { net in
      net.lefts.flatMap { left in net.rights.map { (left: left, right: $0) } }
    }
  }
}
