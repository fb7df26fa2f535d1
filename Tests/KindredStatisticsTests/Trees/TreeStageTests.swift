import KindredStatistics
import Testing

/// What follows from a drawn column.
struct TreeStageTests {
  /// Labels that depend on a number's rest by seven alone, which no threshold finds.
  @Test func whatFollowsFromAColumnMayBeAsked() throws {
    let sample = TreeSamples(seed: 21, rows: 8000)
    let days = sample.uniforms(0).map { (400 * $0).rounded(.down) }
    func rest(_ days: [Double]) -> [Double] {
      days.map { $0.truncatingRemainder(dividingBy: 7) }
    }
    let labels = rest(days).map { Int32($0) }
    let model = try TreeSequence.fit(
      context: [.numbers(rest(days), step: 1)], stages: [1],
      targets: [.numbers(days, step: 1), .labels(labels, count: 7)])
    #expect(throws: StatisticsError.self) {
      try model.draw(context: [.numbers(rest(days), step: 1)], rows: 8000, random: treeRandom)
    }
    var drawing = try TreeDrawing(model, context: [nil], rows: 8000, random: treeRandom)
    let drawn = numbers(drawing.next())
    try drawing.tell(.numbers(rest(drawn), step: 1), at: 0)
    let told = codes(drawing.next())
    let agreeing = zip(rest(drawn), told).count { Int32($0) == $1 }
    // What a leaf takes from the node above is a few rows in a thousand.
    #expect(agreeing > 7900, "\(agreeing)")
    #expect(
      try TreeSequence(context: model.context, stages: [1], columns: model.columns) == model)
    // The label's tree asks what is known only after it.
    #expect(throws: StatisticsError.self) {
      try TreeSequence(context: model.context, stages: [2], columns: model.columns)
    }
    #expect(throws: StatisticsError.self) { try drawing.tell(.numbers([1], step: 1), at: 0) }
  }
}
