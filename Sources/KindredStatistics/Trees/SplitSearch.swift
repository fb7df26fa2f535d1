/// The best split of a node that one predictor offers.
struct TreeSplit {
  var gain: Double
  var goesLeft: BinSet
}

/// What both sides of a split must hold.
struct SplitLimits {
  var rows: Int
  /// Bits of the union of the rows' entity bits. Entities are hashed to 64 bits: as many bits as
  /// are set, at least so many distinct entities there are. 0 when rows are entities.
  var entityBits: Int
}

/// A node's rows as a split search sees them.
struct NodeRows {
  /// Places in the sample.
  var order: UnsafePointer<Int32>
  var count: Int
  /// A bit for every row's entity, in the node's order; nil when rows are entities.
  var entityBits: UnsafePointer<UInt64>?
}

/// The bins of a node's rows in an order, with what is needed to divide them anywhere.
struct BinSequence {
  /// Bins that occur, in the order to divide them.
  var bins: [UInt8] = []
  /// Bins of the same score stay together; empty when every bin may be parted from the next.
  var scores: [Float] = []

  func mayDivide(after index: Int) -> Bool {
    scores.isEmpty || scores[index] != scores[index + 1]
  }

  /// Sorted by scores, equal ones by bins.
  static func sorted(_ bins: [UInt8], scores: [Float]) -> BinSequence {
    let places = bins.indices.sorted { (scores[$0], bins[$0]) < (scores[$1], bins[$1]) }
    return BinSequence(bins: places.map { bins[$0] }, scores: places.map { scores[$0] })
  }

  /// The bins that go left when the sequence is divided after an index. Bins that do not occur
  /// follow their neighbours, those of labels the larger side.
  func left(through index: Int, isLabels: Bool, isLeftLarger: Bool) -> BinSet {
    guard isLabels else { return BinSet(through: Int(bins[index])) }
    var set = BinSet()
    for bin in isLeftLarger ? bins[(index + 1)...] : bins[...index] { set.insert(Int(bin)) }
    return isLeftLarger ? set.complement : set
  }
}

/// Buffers by bin that split searches share; one for every tree that is grown.
struct BinCounts {
  static let most = 256
  var counts = [Int32](repeating: 0, count: most)
  var entityBits = [UInt64](repeating: 0, count: most)
  /// Labels of fewer rows in a node are divided as one: alone, they would follow the noise.
  static let fewestLabelRows: Int32 = 5

  /// Counts a node's rows and returns the bins that occur, ascending.
  /// - Parameter also: called with every row's place in the node and its bin, as codes are all over
  ///   the memory and looked up once.
  @inline(__always)
  mutating func count(
    _ rows: NodeRows, codes: UnsafePointer<UInt8>,
    also: (_ index: Int, _ bin: Int) -> Void = { _, _ in }
  ) -> [UInt8] {
    counts.withUnsafeMutableBufferPointer { counts in
      counts.update(repeating: 0)
      guard let bits = rows.entityBits else {
        for index in 0..<rows.count {
          let bin = Int(codes[Int(rows.order[index])])
          counts[bin] &+= 1
          also(index, bin)
        }
        return
      }
      entityBits.withUnsafeMutableBufferPointer { entityBits in
        entityBits.update(repeating: 0)
        for index in 0..<rows.count {
          let bin = Int(codes[Int(rows.order[index])])
          counts[bin] &+= 1
          entityBits[bin] |= bits[index]
          also(index, bin)
        }
      }
    }
    var present: [UInt8] = []
    present.reserveCapacity(Self.most)
    for bin in 0..<Self.most where counts[bin] > 0 { present.append(UInt8(bin)) }
    return present
  }

  /// Visits every place where a sequence may be divided.
  func visitDivisions(
    of sequence: BinSequence, rows: Int, limits: SplitLimits,
    advance: (_ bin: Int) -> Void, visit: (_ index: Int, _ left: Int) -> Void
  ) {
    let count = sequence.bins.count
    guard count > 1 else { return }
    var bitsAfter = [UInt64](repeating: 0, count: limits.entityBits > 0 ? count + 1 : 0)
    if limits.entityBits > 0 {
      for index in stride(from: count - 1, through: 0, by: -1) {
        bitsAfter[index] = bitsAfter[index + 1] | entityBits[Int(sequence.bins[index])]
      }
    }
    var left = 0
    var bitsBefore: UInt64 = 0
    for index in 0..<count - 1 {
      let bin = Int(sequence.bins[index])
      advance(bin)
      left += Int(counts[bin])
      if rows - left < limits.rows { return }
      if limits.entityBits > 0 {
        bitsBefore |= entityBits[bin]
        guard bitsBefore.nonzeroBitCount >= limits.entityBits,
          bitsAfter[index + 1].nonzeroBitCount >= limits.entityBits
        else { continue }
      }
      guard left >= limits.rows, sequence.mayDivide(after: index) else { continue }
      visit(index, left)
    }
  }
}
