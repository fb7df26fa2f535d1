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
    let size = 1 << 17
    var isSorted = true
    let starts = [Int32](unsafeUninitializedCapacity: parentCount + 1) { starts, filled in
      parents.withUnsafeBufferPointer { parents in
        // A place is written with the first row that has it or a later one: by one thread.
        let parts = parallel.map((parents.count + size - 1) / size) { part in
          write(
            parents, part * size..<min(parents.count, (part + 1) * size), parentCount, to: starts)
        }
        isSorted = !parts.contains(false)
        guard isSorted else { return }
        // None is left where the last row has no parent.
        let last = parents.last.map { parent(of: $0, parentCount) } ?? -1
        for place in last + 1..<parentCount + 1 {
          starts[place] = Int32(truncatingIfNeeded: parents.count)
        }
        filled = parentCount + 1
      }
    }
    return isSorted ? starts : nil
  }

  private static func parent(of key: Int32, _ parentCount: Int) -> Int {
    key >= 0 ? Int(key) : parentCount
  }

  /// False where rows are out of order.
  private static func write(
    _ parents: UnsafeBufferPointer<Int32>, _ rows: Range<Int>, _ parentCount: Int,
    to starts: UnsafeMutableBufferPointer<Int32>
  ) -> Bool {
    var previous = rows.lowerBound == 0 ? -1 : parent(of: parents[rows.lowerBound - 1], parentCount)
    for row in rows {
      let parent = parent(of: parents[row], parentCount)
      guard parent >= previous else { return false }
      while previous < parent {
        previous += 1
        starts[previous] = Int32(truncatingIfNeeded: row)
      }
    }
    return true
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
  var counts: [Int32] {
    (0..<parentCount).map { starts.places[$0 + 1] - starts.places[$0] }
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
    for parent in 0..<parentCount
    where starts[parent + 1] - starts[first] >= size || parent == parentCount - 1 {
      chunks.append(
        Chunk(places: starts[first]..<starts[parent + 1], parents: first..<parent + 1))
      first = parent + 1
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
