/// Vertical tracks for the nets of one channel between two layers: nets that would touch get
/// different tracks, ordered so that few wires cross.
struct ChannelRouting {
  /// A net's heights on the two sides of the channel.
  struct Run {
    var net: Int
    var lefts: [Double]
    var rights: [Double]

    var least: Double { min(lefts.min() ?? .infinity, rights.min() ?? .infinity) }
    var most: Double { max(lefts.max() ?? -.infinity, rights.max() ?? -.infinity) }
    /// Whether the net needs no track.
    var isStraight: Bool { most - least < 0.01 && !lefts.isEmpty && !rights.isEmpty }
  }

  /// Track by net, from left to right; straight nets have none.
  private(set) var tracks: [Int: Int] = [:]
  private(set) var trackCount = 0

  init(_ runs: [Run]) {
    let bent = runs.filter { !$0.isStraight && $0.least.isFinite }
    var order = bent.indices.sorted {
      (bent[$0].least + bent[$0].most, $0) < (bent[$1].least + bent[$1].most, $1)
    }
    // Exchange neighbours while it helps; the channels of a readable drawing have few nets.
    for _ in 0..<(2 * order.count + 2) {
      var hasImproved = false
      for index in order.indices.dropLast() {
        let (first, second) = (bent[order[index]], bent[order[index + 1]])
        if Self.cost(left: second, right: first) < Self.cost(left: first, right: second) {
          order.swapAt(index, index + 1)
          hasImproved = true
        }
      }
      if !hasImproved { break }
    }
    var placed: [Int] = []
    for index in order {
      var track = 0
      for other in placed where Self.touch(bent[other], bent[index]) {
        track = max(track, (tracks[bent[other].net] ?? 0) + 1)
      }
      tracks[bent[index].net] = track
      trackCount = max(trackCount, track + 1)
      placed.append(index)
    }
  }

  /// Crossings when one track lies left of the other, and a penalty for wires that would coincide.
  private static func cost(left: Run, right: Run) -> Int {
    var cost = 0
    for y in left.rights where right.least < y && y < right.most { cost += 1 }
    for y in right.lefts where left.least < y && y < left.most { cost += 1 }
    for y in left.rights where right.lefts.contains(where: { abs($0 - y) < clearance }) {
      cost += 100
    }
    return cost
  }

  /// A height at which a wire to the right would run into another net's from the left, where no
  /// order of tracks avoided it.
  func collision(among runs: [Run]) -> Double? {
    for first in runs {
      for second in runs {
        guard let left = tracks[first.net], let right = tracks[second.net], left < right else {
          continue
        }
        let height = first.rights.first { y in
          second.lefts.contains { abs($0 - y) < Self.clearance }
        }
        if let height { return height }
      }
    }
    return nil
  }

  /// Wires nearer than this look like one.
  private static let clearance = 4.0

  private static func touch(_ first: Run, _ second: Run) -> Bool {
    if first.least < second.most + 6, second.least < first.most + 6 { return true }
    return (first.rights + first.lefts).contains { y in
      (second.lefts + second.rights).contains { abs($0 - y) < clearance }
    }
  }
}
