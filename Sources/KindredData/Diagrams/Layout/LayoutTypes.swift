/// A point or a size of a drawing, in pixels; y grows downwards.
struct LayoutPoint: Equatable {
  var x: Double
  var y: Double
}

/// A box to be placed.
struct LayoutBox {
  var width: Double
  var height: Double
}

/// A connection from a place on the side of one box to a place on the side of another.
struct LayoutWire {
  var child: Int
  /// Distance from the child's top.
  var childOffset: Double
  var parent: Int
  /// Distance from the parent's top.
  var parentOffset: Double
}

/// Distances of the drawing, in pixels.
enum LayoutSpacing {
  /// Between boxes of a layer.
  static let boxes = 26.0
  /// Between parallel wires.
  static let wires = 11.0
  /// Between a box and the nearest vertical wire.
  static let margin = 22.0
  /// The least distance between layers.
  static let channel = 64.0
  /// Between unconnected parts of a drawing.
  static let parts = 40.0
}

/// The wires that refer to one key from one direction; they share a trunk.
struct LayoutNet {
  var parent: Int
  var parentOffset: Double
  /// Whether the parent stands right of the children, against the common direction.
  var isReverse: Bool
  /// Indices of wires.
  var wires: [Int]
}

/// A thing that takes room in a layer.
enum LayoutItem: Hashable {
  case box(Int)
  /// Where a net passes a layer.
  case lane(net: Int, layer: Int)
}
