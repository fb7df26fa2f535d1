/// The rows of a chunk, groups of equal size next to each other: their rows count alike, so one sum
/// over them serves several.
struct SizedGroups {
  /// Groups of one size.
  struct Class {
    /// Rows of every group; 0 for rows without a parent.
    var size: Int
    /// Places in `parents`.
    var groups: Range<Int>
    /// Places in `rows`.
    var rows: Range<Int>
  }

  /// Group after group, in their original order within a group.
  let rows: [Int32]
  /// The groups' parents.
  let parents: [Int32]
  /// `starts[g]..<starts[g + 1]` are the places in `rows` of group g.
  let starts: [Int32]
  let classes: [Class]

  /// Larger groups are few: to count them by size would take more room than sorting them.
  private static let mostSizes = 4096

  /// - Complexity: O(rows + parents).
  init(_ groups: RowGroups, _ chunk: RowGroups.Chunk) {
    let parents = chunk.parents
    guard !parents.isEmpty else {
      rows = groups.rows(at: chunk.places)
      self.parents = []
      starts = [0]
      classes = [Class(size: 0, groups: 0..<0, rows: 0..<rows.count)]
      return
    }
    let sizes = parents.map { groups.starts[$0 + 1] - groups.starts[$0] }
    let order = Self.order(of: sizes)
    var starts: [Int32] = [0]
    starts.reserveCapacity(order.count + 1)
    rows = [Int32](unsafeUninitializedCapacity: chunk.places.count) { rows, filled in
      for group in order {
        let parent = parents.lowerBound + Int(group)
        let size = sizes[Int(group)]
        if let base = rows.baseAddress {
          groups.copy(groups.starts[parent]..<groups.starts[parent] + size, to: base + filled)
        }
        filled += size
        starts.append(Int32(truncatingIfNeeded: filled))
      }
    }
    self.parents = order.map { Int32(truncatingIfNeeded: parents.lowerBound) + $0 }
    self.starts = starts
    classes = Self.classes(sizes: order.map { sizes[Int($0)] })
  }

  /// Neighbours of equal size.
  private static func classes(sizes: [Int]) -> [Class] {
    var classes: [Class] = []
    var (first, row) = (0, 0)
    while first < sizes.count {
      let size = sizes[first]
      let end = sizes[first...].firstIndex { $0 != size } ?? sizes.count
      let rows = row..<row + (end - first) * size
      classes.append(Class(size: size, groups: first..<end, rows: rows))
      (first, row) = (end, rows.upperBound)
    }
    return classes
  }

  /// Places of numbers in ascending order, equal ones as they come.
  private static func order(of sizes: [Int]) -> [Int32] {
    let largest = sizes.max() ?? 0
    guard largest < mostSizes else {
      return sizes.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }.map {
        Int32(truncatingIfNeeded: $0)
      }
    }
    var next = [Int](repeating: 0, count: largest + 2)
    for size in sizes { next[size + 1] += 1 }
    for size in 0..<largest { next[size + 1] += next[size] }
    return [Int32](unsafeUninitializedCapacity: sizes.count) { order, filled in
      for (place, size) in sizes.enumerated() {
        order[next[size]] = Int32(truncatingIfNeeded: place)
        next[size] += 1
      }
      filled = sizes.count
    }
  }
}
