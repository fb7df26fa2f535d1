import KindredStatistics

/// Draws labels that belong to the labels of coarser columns.
///
/// Rows that agree in the coarser columns form a group; within it, labels that belong there get
/// their shares by the ranks of the rows' latents.
struct LabelDrawing {
  let refinement: LabelRefinement
  /// Probabilities of the column's labels, and their order on the latent scale.
  let probabilities: [Double]
  let order: [Int]
  /// Per coarser column, the code of its label in every row; -1 where it is null.
  let coarser: [[Int32]]
  let latents: LatentRows
  let drawing: LatentDrawing
  /// Dimensions of the value and of the null, where the column has them.
  let valueDimension: Int?
  let nullDimension: Int?

  /// The label of every row; -1 stands for null.
  func labels() -> [Int32] {
    let rows = (0..<Int32(latents.count)).map { $0 }
    var labels = [Int32](repeating: -1, count: rows.count)
    var present = rows
    if !refinement.nullShares.isEmpty {
      present = groups(of: rows, by: 1).flatMap { key, members in
        let place = key[0] < 0 ? refinement.nullShares.count - 1 : Int(key[0])
        let share = Double(refinement.nullShares[place])
        guard share > 0 else { return members }
        guard share < 1 else { return [] }
        let ranked = ranks(nullDimension, of: members)
        return members.indices.filter { ranked[$0] < 1 - share }.map { members[$0] }
      }
    }
    for (key, members) in groups(of: present, by: coarser.count) {
      let (codes, upTo) = choices(under: key)
      guard let last = codes.last else { continue }
      let ranked = ranks(valueDimension, of: members)
      for (row, rank) in zip(members, ranked) {
        let place = upTo.firstIndex { rank < $0 }
        labels[Int(row)] = Int32(place.map { codes[$0] } ?? last)
      }
    }
    return labels
  }

  /// Rows by what the first coarser columns say, in the order in which groups first occur.
  private func groups(of rows: [Int32], by depth: Int) -> [(key: [Int32], members: [Int32])] {
    // Column after column, groups are split by the next label.
    var group = [Int32](repeating: 0, count: rows.count)
    var count = rows.isEmpty ? 0 : 1
    for labels in coarser.prefix(depth) {
      var places: [Int64: Int32] = [:]
      for (index, row) in rows.enumerated() {
        let pair = Int64(group[index]) << 32 | Int64(labels[Int(row)] + 1)
        let place = places[pair] ?? Int32(places.count)
        places[pair] = place
        group[index] = place
      }
      count = places.count
    }
    var members = [[Int32]](repeating: [], count: count)
    for (index, row) in rows.enumerated() { members[Int(group[index])].append(row) }
    return members.map { members in
      ((0..<depth).map { coarser[$0][members.first.map { Int($0) } ?? 0] }, members)
    }
  }

  /// Labels that belong to all of the coarser labels, or to the first ones where there is none;
  /// with the probabilities up to each.
  private func choices(under key: [Int32]) -> (codes: [Int], upTo: [Double]) {
    for depth in stride(from: key.count, through: 0, by: -1) {
      let codes = order.filter { code in
        probabilities[code] > 0
          && (0..<depth).allSatisfy { refinement.coarser[$0].labels[code] == key[$0] }
      }
      guard !codes.isEmpty else { continue }
      let total = codes.reduce(0) { $0 + probabilities[$1] }
      var sum = 0.0
      let upTo = codes.map { code in
        sum += probabilities[code] / total
        return sum
      }
      return (codes, upTo)
    }
    return ([], [])
  }

  private func ranks(_ dimension: Int?, of rows: [Int32]) -> [Double] {
    guard let dimension else { return rows.map { _ in 0.5 } }
    return drawing.stratifiedProbabilities(
      dimension, of: latents, among: rows, stratum: UInt64(rows.first ?? 0))
  }
}
