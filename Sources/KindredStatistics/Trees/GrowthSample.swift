/// The rows that trees are grown on and those they are pruned on: a fixed choice by the seed.
struct GrowthSample {
  /// Rows to grow on and rows of held-out entities, ascending.
  let growth: [Int32]
  let heldOut: [Int32]
  /// One of 64 bits for the entity of every row to grow on; empty when rows are entities.
  let entityBits: [UInt64]

  /// Holds out a share of the entities, and draws from what is left at most so many rows to grow
  /// on, from the held-out at most half as many.
  init(entities: EntityIndex, options: TreeOptions) {
    let stream = CounterRandom.stream("tree growth sample")
    let random = CounterRandom(seed: options.seed, stream: stream)
    var growth: [Int32] = []
    var heldOut: [Int32] = []
    // Too few entities to spare any.
    let share = entities.count >= 30 ? min(max(0, options.heldOutShare), 0.9) : 0
    for row in 0..<entities.rowCount {
      let entity = entities.isRow ? row : Int(entities.ofRow[row])
      if random.uniform(row: UInt64(entity), lane: 0) < share {
        heldOut.append(Int32(truncatingIfNeeded: row))
      } else {
        growth.append(Int32(truncatingIfNeeded: row))
      }
    }
    let most = max(1, options.maximumGrowthRows)
    self.growth = Self.thinned(growth, to: most, random, lane: 1)
    self.heldOut = Self.thinned(heldOut, to: max(1, most / 2), random, lane: 2)
    entityBits =
      entities.isRow
      ? []
      : self.growth.map { row in
        1 << (random.bits(row: UInt64(entities.ofRow[Int(row)]), lane: 3) & 63)
      }
  }

  private static func thinned(
    _ rows: [Int32], to most: Int, _ random: CounterRandom, lane: UInt64
  ) -> [Int32] {
    guard rows.count > most else { return rows }
    // Selection sampling: every row with the share that is still wanted (Knuth, algorithm S).
    var chosen: [Int32] = []
    chosen.reserveCapacity(most)
    for (place, row) in rows.enumerated() {
      let wanted = Double(most - chosen.count)
      if random.uniform(row: UInt64(row), lane: lane) * Double(rows.count - place) < wanted {
        chosen.append(row)
      }
    }
    return chosen
  }
}
