import Glibc
import KindredStatistics
import Testing

struct LeafSlopeTests {
  /// Numbers that follow the one before closely, in groups too small to be ranked: the distribution
  /// stays what it was, to the ends.
  @Test func sumsOfEvenBinsKeepTheDistribution() throws {
    let (groups, size) = (3000, 6)
    let rows = groups * size
    let sample = TreeSamples(seed: 31, rows: rows)
    // Even, and following the row before by 0.9: a mixture of copies and fresh draws nearby.
    var values = sample.uniforms(0)
    let noise = sample.normals(1)
    for row in values.indices where row % size > 0 {
      var next = values[row - 1] + 0.08 * noise[row]
      // Reflected at the ends, which keeps even numbers even.
      if next < 0 { next = -next }
      if next > 1 { next = 2 - next }
      values[row] = next
    }
    let ordered = try OrderedGroups(
      rows: Array(0..<Int32(rows)), starts: (0...groups).map { $0 * size }, rowCount: rows)
    let model = try TreeSequence.fit(
      targets: [.numbers(values, step: 0)], entities: (0..<rows).map { Int32($0 / size) },
      groups: ordered)
    var drawing = try TreeDrawing(
      model, context: [], rows: rows, groups: ordered, random: treeRandom)
    let drawn = numbers(drawing.next()).sorted()
    // Groups of dependent rows: as if 3,000 independent ones. The distance of Kolmogorov and
    // Smirnov is below 1.95 / sqrt(n) with a probability of 99.9 %.
    let distance = drawn.indices.map { abs(drawn[$0] - (Double($0) + 0.5) / Double(rows)) }.max()
    #expect((distance ?? 1) < 1.95 / 3000.0.squareRoot() + 0.01)
  }
}
