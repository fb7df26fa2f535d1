/// The rows of a child table sorted by the parent row they belong to.
struct RowGroups {
  /// Number of child rows.
  let rowCount: Int
  /// Child rows, group after group, in their original order within a group; rows without a parent
  /// come last. Nil where that is their order in the table.
  private let dealt: [Int32]?
  /// `starts[p]..<starts[p + 1]` are the places of the children of parent row `p`.
  let starts: Starts

  /// Places, in half the memory of an array of them.
  struct Starts {
    let places: [Int32]
    var count: Int { places.count }
    subscript(parent: Int) -> Int { Int(places[parent]) }
    var array: [Int] { places.map { Int($0) } }
  }

  var parentCount: Int { starts.count - 1 }

  /// - Parameter parents: the parent row of every child row, negative where there is none.
  /// - Complexity: O(rows + parents), a counting sort.
  init(parents: [Int32], parentCount: Int, parallel: Parallel = Parallel(threads: 1)) {
    rowCount = parents.count
    // Rows often come in the order of their parents, and stay where they are.
    if let starts = Self.startsOfSorted(parents, parentCount: parentCount, parallel) {
      dealt = nil
      self.starts = Starts(places: starts)
      return
    }
    // One place more: while rows are dealt, `starts[p + 1]` is the next place of parent row p, and
    // in the end the first one of p + 1.
    var starts = [Int32](repeating: 0, count: parentCount + 2)
    starts.withUnsafeMutableBufferPointer { starts in
      for parent in parents where parent >= 0 { starts[Int(parent) + 2] += 1 }
      for parent in 0..<parentCount { starts[parent + 2] += starts[parent + 1] }
    }
    dealt = Self.dealt(parents, to: &starts)
    starts.removeLast()
    self.starts = Starts(places: starts)
  }

  /// Where the groups start when rows are in the order of their parents, those without one last; nil
  /// when they are not.
  private static func startsOfSorted(
    _ parents: [Int32], parentCount: Int, _ parallel: Parallel
  ) -> [Int32]? {
    guard isSorted(parents, parentCount, parallel) else { return nil }
    return [Int32](unsafeUninitializedCapacity: parentCount + 1) { starts, filled in
      parents.withUnsafeBufferPointer { parents in
        starts[0] = 0
        // A thread writes where the groups of its parents end, from the rows of these alone.
        parallel((parentCount + partSize - 1) / partSize) { part in
          writeEnds(
            parents, part * partSize..<min(parentCount, (part + 1) * partSize), to: starts)
        }
      }
      filled = parentCount + 1
    }
  }

  /// Rows or parents that a thread goes through at once.
  private static let partSize = 1 << 17

  private static func isSorted(
    _ parents: [Int32], _ parentCount: Int, _ parallel: Parallel
  ) -> Bool {
    parents.withUnsafeBufferPointer { parents in
      // Rows without a parent, whatever negative number they have, lie beyond the last one.
      let none = UInt32(truncatingIfNeeded: parentCount)
      let parts = parallel.map((parents.count + partSize - 1) / partSize) { part in
        var isSorted = true
        var previous = part == 0 ? 0 : min(UInt32(bitPattern: parents[part * partSize - 1]), none)
        for row in part * partSize..<min(parents.count, (part + 1) * partSize) {
          let parent = min(UInt32(bitPattern: parents[row]), none)
          isSorted = isSorted && parent >= previous
          previous = parent
        }
        return isSorted
      }
      return !parts.contains(false)
    }
  }

  /// Writes to `starts[p + 1]` where the group of each of the parents ends; rows are in their order.
  private static func writeEnds(
    _ parents: UnsafeBufferPointer<Int32>, _ range: Range<Int>,
    to starts: UnsafeMutableBufferPointer<Int32>
  ) {
    let rows = firstRow(parents, of: range.lowerBound)..<firstRow(parents, of: range.upperBound)
    let ends = UnsafeMutableBufferPointer(
      rebasing: starts[range.lowerBound + 1..<range.upperBound + 1])
    ends.update(repeating: 0)
    // The last row of a group comes last. To look for it would be a branch that goes either way.
    for row in rows {
      ends[Int(parents[row]) - range.lowerBound] = Int32(truncatingIfNeeded: row + 1)
    }
    var end = Int32(truncatingIfNeeded: rows.lowerBound)
    for place in ends.indices {
      end = max(end, ends[place])
      ends[place] = end
    }
  }

  /// The first row whose parent is not before this one.
  private static func firstRow(_ parents: UnsafeBufferPointer<Int32>, of parent: Int) -> Int {
    var (low, high) = (0, parents.count)
    while low < high {
      let middle = (low + high) / 2
      let isBefore = parents[middle] >= 0 && Int(parents[middle]) < parent
      (low, high) = isBefore ? (middle + 1, high) : (low, middle)
    }
    return low
  }

  private static func dealt(_ parents: [Int32], to starts: inout [Int32]) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: parents.count) { rows, initialized in
      starts.withUnsafeMutableBufferPointer { starts in
        var orphan = Int(starts[starts.count - 1])
        for (row, parent) in parents.enumerated() {
          if parent >= 0 {
            rows[Int(starts[Int(parent) + 1])] = Int32(truncatingIfNeeded: row)
            starts[Int(parent) + 1] += 1
          } else {
            rows[orphan] = Int32(truncatingIfNeeded: row)
            orphan += 1
          }
        }
      }
      initialized = parents.count
    }
  }

  /// All rows on their own: those of a root table.
  init(rowCount: Int) {
    self.rowCount = rowCount
    dealt = nil
    starts = Starts(places: [0])
  }

  /// All child rows, group after group.
  /// - Complexity: O(rows).
  func ordered() -> [Int32] { rows(at: 0..<rowCount) }

  /// The children of a parent row.
  func rows(of parent: Int) -> [Int32] { rows(at: starts[parent]..<starts[parent + 1]) }

  func rows(at places: Range<Int>) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: places.count) { rows, filled in
      if let base = rows.baseAddress { copy(places, to: base) }
      filled = places.count
    }
  }

  func row(at place: Int) -> Int32 {
    if let dealt { dealt[place] } else { Int32(truncatingIfNeeded: place) }
  }

  /// Writes the rows at some places.
  func copy(_ places: Range<Int>, to target: UnsafeMutablePointer<Int32>) {
    if let dealt {
      for (index, place) in places.enumerated() { target[index] = dealt[place] }
    } else {
      for (index, place) in places.enumerated() {
        target[index] = Int32(truncatingIfNeeded: place)
      }
    }
  }

  /// Number of children per parent row.
  func counts(_ parallel: Parallel = Parallel(threads: 1)) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: parentCount) { counts, filled in
      starts.places.withUnsafeBufferPointer { places in
        parallel((parentCount + Self.partSize - 1) / Self.partSize) { part in
          let first = part * Self.partSize
          for parent in first..<min(parentCount, first + Self.partSize) {
            counts[parent] = places[parent + 1] - places[parent]
          }
        }
      }
      filled = parentCount
    }
  }

  /// A range of places, and the parents whose groups make it up.
  struct Chunk {
    var places: Range<Int>
    /// Empty for rows without a parent.
    var parents: Range<Int>
  }

  /// Cuts the rows between groups into chunks of about `size` rows. The cuts depend on the data
  /// alone, so that sums over chunks are the same whatever the number of threads.
  func chunks(of size: Int) -> [Chunk] {
    var chunks: [Chunk] = []
    var first = 0
    while first < parentCount {
      // The first parent whose group fills the chunk, else the last one.
      var (low, high) = (first, parentCount - 1)
      while low < high {
        let middle = (low + high) / 2
        let isFull = starts[middle + 1] - starts[first] >= size
        (low, high) = isFull ? (low, middle) : (middle + 1, high)
      }
      chunks.append(Chunk(places: starts[first]..<starts[low + 1], parents: first..<low + 1))
      first = low + 1
    }
    var place = starts[parentCount]
    while place < rowCount {
      let end = min(place + size, rowCount)
      chunks.append(Chunk(places: place..<end, parents: 0..<0))
      place = end
    }
    return chunks
  }
}
