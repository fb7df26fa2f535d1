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
  let classes: [Class]

  /// Larger groups are few: to count them by size would take more room than sorting them.
  private static let mostSizes = 4096

  /// - Complexity: O(rows + parents).
  init(_ groups: RowGroups, _ chunk: RowGroups.Chunk) {
    let parents = chunk.parents
    guard !parents.isEmpty else {
      rows = groups.rows(at: chunk.places)
      self.parents = []
      classes = [Class(size: 0, groups: 0..<0, rows: 0..<rows.count)]
      return
    }
    let places = groups.starts.places
    let sizes = [Int32](unsafeUninitializedCapacity: parents.count) { sizes, filled in
      places.withUnsafeBufferPointer { places in
        for group in 0..<parents.count {
          let parent = parents.lowerBound + group
          sizes[group] = places[parent + 1] - places[parent]
        }
      }
      filled = parents.count
    }
    let order = Self.order(of: sizes)
    rows = [Int32](unsafeUninitializedCapacity: chunk.places.count) { rows, filled in
      guard let base = rows.baseAddress else { return }
      for group in order {
        let size = Int(sizes[Int(group)])
        let first = Int(places[parents.lowerBound + Int(group)])
        groups.copy(first..<first + size, to: base + filled)
        filled += size
      }
    }
    self.parents = order.map { Int32(truncatingIfNeeded: parents.lowerBound) + $0 }
    classes = Self.classes(sizes, order)
  }

  /// Neighbours of equal size.
  private static func classes(_ sizes: [Int32], _ order: [Int32]) -> [Class] {
    var classes: [Class] = []
    var (first, row) = (0, 0)
    while first < order.count {
      let size = sizes[Int(order[first])]
      var end = first + 1
      while end < order.count, sizes[Int(order[end])] == size { end += 1 }
      let rows = row..<row + (end - first) * Int(size)
      classes.append(Class(size: Int(size), groups: first..<end, rows: rows))
      (first, row) = (end, rows.upperBound)
    }
    return classes
  }

  /// Places of numbers in ascending order, equal ones as they come.
  private static func order(of sizes: [Int32]) -> [Int32] {
    var largest = 0
    for size in sizes { largest = max(largest, Int(size)) }
    guard largest < mostSizes else {
      return sizes.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }.map {
        Int32(truncatingIfNeeded: $0)
      }
    }
    return [Int32](unsafeUninitializedCapacity: sizes.count) { order, filled in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: largest + 2) { next in
        next.initialize(repeating: 0)
        for size in sizes { next[Int(size) + 1] += 1 }
        for size in 0..<largest { next[size + 1] += next[size] }
        for (place, size) in sizes.enumerated() {
          order[next[Int(size)]] = Int32(truncatingIfNeeded: place)
          next[Int(size)] += 1
        }
      }
      filled = sizes.count
    }
  }
}
