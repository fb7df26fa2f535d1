import Glibc
import KindredStatistics
import Testing

/// Columns whose rows follow the rows before them in their groups.
struct ChainedTreeTests {
  private static let groupCount = 2000
  private static let size = 10
  private static let rows = groupCount * size

  private static func groups() throws -> OrderedGroups {
    try OrderedGroups(
      rows: Array(0..<Int32(rows)), starts: (0...groupCount).map { $0 * size }, rowCount: rows)
  }

  private static let entities = (0..<rows).map { Int32($0 / size) }

  private static let position = TreeColumn.numbers(
    (0..<rows).map { Double($0 % size) }, step: 1)

  private static func drawn(
    _ model: TreeSequence, context: [TreeColumn] = [], threads: Int = 1
  ) throws -> [TreeColumn] {
    var drawing = try TreeDrawing(
      model, context: context, rows: rows, groups: groups(), random: treeRandom, threads: threads)
    return model.columns.map { _ in drawing.next() }
  }

  /// Correlation of neighbours in a group.
  private static func neighbours(_ values: [Double]) -> Double {
    let pairs = values.indices.filter { $0 % size > 0 }
    return rankCorrelation(pairs.map { values[$0 - 1] }, pairs.map { values[$0] })
  }

  /// A walk that returns slowly: neighbours correlate by 0.9, and rows two apart by its square.
  @Test func aWalkStaysAWalk() throws {
    let sample = TreeSamples(seed: 21, rows: Self.rows)
    var values = sample.normals(0)
    for row in values.indices where row % Self.size > 0 {
      values[row] = 0.9 * values[row - 1] + (1 - 0.81).squareRoot() * values[row]
    }
    let model = try TreeSequence.fit(
      targets: [.numbers(values, step: 0)], entities: Self.entities, groups: Self.groups())
    let result = numbers(try Self.drawn(model)[0])
    // The standard error of a correlation among pairs that depend on each other is below
    // 3 (1 - r^2) / sqrt(rows) = .004 in both samples; leaves and their slopes leave .01.
    #expect(abs(Self.neighbours(result) - Self.neighbours(values)) < 4 * 0.006 + 0.01)
    func spread(_ values: [Double]) -> Double {
      (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
    }
    #expect(abs(spread(result) / spread(values) - 1) < 0.05)
  }

  /// Days that follow one another without gaps, from one first day: none comes twice in a group.
  @Test func daysWithoutReplacementStaySo() throws {
    let days = (0..<Self.rows).map { Double(16_282 + $0 % Self.size) }
    let model = try TreeSequence.fit(
      targets: [.numbers(days, step: 1)], entities: Self.entities, groups: Self.groups())
    #expect(numbers(try Self.drawn(model)[0]) == days)
  }

  /// Numbers that rise by one to three: strictly ascending, with the shares of the steps.
  @Test func stepsAreKept() throws {
    let sample = TreeSamples(seed: 22, rows: Self.rows)
    let steps = sample.uniforms(0).map { $0 < 0.7 ? 1.0 : $0 < 0.9 ? 2 : 3 }
    var values = sample.uniforms(1).map { 1900 + (100 * $0).rounded(.down) }
    for row in values.indices where row % Self.size > 0 {
      values[row] = values[row - 1] + steps[row]
    }
    let model = try TreeSequence.fit(
      targets: [.numbers(values, step: 1)], entities: Self.entities, groups: Self.groups())
    #expect(!model.columns[0].following.isEmpty)
    let result = numbers(try Self.drawn(model)[0])
    var counts = [Double: Double]()
    for row in result.indices where row % Self.size > 0 {
      counts[result[row] - result[row - 1], default: 0] += 1
    }
    let pairs = Double(Self.rows - Self.groupCount)
    // Four standard errors of a share in two samples of 18,000; values at the end of the learned
    // range cannot rise (a few in a thousand).
    for (step, share) in [(1.0, 0.7), (2, 0.2), (3, 0.1)] {
      #expect(abs((counts[step] ?? 0) / pairs - share) < 4 * 0.0049 + 0.005, "\(step)")
    }
  }

  /// Numbers that rise without following each other closely are put in order, and stay themselves.
  @Test func risingNumbersAreDrawnInOrder() throws {
    let sample = TreeSamples(seed: 28, rows: Self.rows)
    var values = sample.uniforms(0).map { (365 * $0).rounded(.down) }
    for group in 0..<Self.groupCount {
      let rows = group * Self.size..<(group + 1) * Self.size
      values.replaceSubrange(rows, with: values[rows].sorted())
    }
    let model = try TreeSequence.fit(
      targets: [.numbers(values, step: 1)],
      traits: [TargetTraits(isFollowed: false, direction: 1)], entities: Self.entities,
      groups: Self.groups())
    let result = numbers(try Self.drawn(model)[0])
    #expect(!result.indices.contains { $0 % Self.size > 0 && result[$0] < result[$0 - 1] })
    let mean = { (values: [Double]) in values.reduce(0, +) / Double(values.count) }
    // Both means have the standard error 365 / sqrt(12 rows) = .75: four of their difference's.
    #expect(abs(mean(result) - mean(values)) < 4 * 0.75 * 2.0.squareRoot())
  }

  /// Labels that stay for a while, and then become another one.
  @Test func labelsStayAndChange() throws {
    let sample = TreeSamples(seed: 23, rows: Self.rows)
    var labels = sample.labels(20, 0)
    let stays = sample.uniforms(1).map { $0 < 0.8 }
    for row in labels.indices where row % Self.size > 0 && stays[row] {
      labels[row] = labels[row - 1]
    }
    let model = try TreeSequence.fit(
      targets: [.labels(labels, count: 20)], entities: Self.entities, groups: Self.groups())
    let result = codes(try Self.drawn(model)[0])
    func staying(_ labels: [Int32]) -> Double {
      let pairs = labels.indices.filter { $0 % Self.size > 0 }
      return Double(pairs.count { labels[$0] == labels[$0 - 1] }) / Double(pairs.count)
    }
    // Four standard errors of the difference of two shares of .81 among 18,000.
    #expect(abs(staying(result) - staying(labels)) < 4 * 0.0042)
  }

  /// Numbers of labels per group follow what is known of the group.
  @Test func numbersOfLabelsAreReached() throws {
    let sample = TreeSamples(seed: 24, rows: Self.rows)
    let wanted = sample.labels(4, 0)
    var labels = sample.labels(30, 1)
    var told = [Double](repeating: 0, count: Self.rows)
    for group in 0..<Self.groupCount {
      let count = Int(wanted[group]) + 1
      let first = group * Self.size
      // `count` labels side by side, each for a run of rows.
      for row in 0..<Self.size {
        labels[first + row] = (labels[first] + Int32(row * count / Self.size)) % 30
        told[first + row] = Double(count)
      }
    }
    let context = [TreeColumn.numbers(told, step: 1), Self.position]
    let model = try TreeSequence.fit(
      context: context, targets: [.labels(labels, count: 30)],
      traits: [TargetTraits(groupLabels: 0)], entities: Self.entities, groups: Self.groups())
    let result = codes(try Self.drawn(model, context: context)[0])
    let reached = (0..<Self.groupCount).count { group in
      let rows = group * Self.size..<(group + 1) * Self.size
      return Set(result[rows]).count == Int(told[rows.lowerBound])
    }
    // Of numbers at random, a quarter would be.
    #expect(Double(reached) / Double(Self.groupCount) > 0.8)
  }

  /// What happens on the last day of every month, and on Sundays.
  @Test func daysOfTheCalendarAreSeen() throws {
    let sample = TreeSamples(seed: 25, rows: Self.rows)
    let days = sample.uniforms(0).map { (14_000 + 3000 * $0).rounded(.down) }
    func label(_ day: Double) -> Int32 {
      var time = time_t(day) * 86_400
      var (today, tomorrow) = (tm(), tm())
      gmtime_r(&time, &today)
      time += 86_400
      gmtime_r(&time, &tomorrow)
      return tomorrow.tm_mday == 1 ? 2 : today.tm_wday == 0 ? 1 : 0
    }
    let labels = days.map(label)
    let model = try TreeSequence.fit(
      targets: [.numbers(days, step: 1), .labels(labels, count: 3)],
      traits: [TargetTraits(ticksPerDay: 1), TargetTraits()])
    var drawing = try TreeDrawing(
      model, context: [], rows: Self.rows, random: treeRandom)
    let (drawnDays, drawnLabels) = (numbers(drawing.next()), codes(drawing.next()))
    let wrong = zip(drawnDays, drawnLabels).count { label($0) != $1 }
    #expect(wrong == 0)
  }

  @Test func threadsChangeNothing() throws {
    let sample = TreeSamples(seed: 26, rows: Self.rows)
    var values = sample.normals(0).map { ($0 * 20).rounded() }
    for row in values.indices where row % Self.size > 0 { values[row] += values[row - 1] }
    let labels = values.map { Int32($0.magnitude) % 5 }
    let context = [Self.position]
    let models = try [1, 3].map { threads in
      try TreeSequence.fit(
        context: context, targets: [.numbers(values, step: 1), .labels(labels, count: 5)],
        entities: Self.entities, groups: Self.groups(), options: TreeOptions(threads: threads))
    }
    #expect(models[0] == models[1])
    let draws = try [1, 2, 5].map { try Self.drawn(models[0], context: context, threads: $0) }
    #expect(draws[0] == draws[1])
    #expect(draws[0] == draws[2])
  }

  /// Steps of fewer than k groups are not learned by themselves.
  @Test func stepsOfFewAreNotKept() throws {
    let sample = TreeSamples(seed: 27, rows: Self.rows)
    var values = sample.uniforms(1).map { (1000 * $0).rounded(.down) }
    let odd = Set((0..<9).map { $0 * 150 })
    for row in values.indices where row % Self.size > 0 {
      let isOdd = odd.contains(row / Self.size) && row % Self.size == 5
      values[row] = values[row - 1] + (isOdd ? 777 : 1)
    }
    let model = try TreeSequence.fit(
      targets: [.numbers(values, step: 1)], entities: Self.entities, groups: Self.groups())
    let content = try #require(model.columns[0].following.first?.scale.content)
    #expect(!zip(content.lower, content.upper).contains { $0 == 777 && $1 == 777 })
    let result = numbers(try Self.drawn(model)[0])
    #expect(!result.indices.contains { $0 % Self.size > 0 && result[$0] - result[$0 - 1] == 777 })
  }

  @Test func groupsThatContradictAreRefused() {
    #expect(throws: StatisticsError.self) {
      try OrderedGroups(rows: [0, 1, 1], starts: [0, 3], rowCount: 3)
    }
    #expect(throws: StatisticsError.self) {
      try OrderedGroups(rows: [0, 3], starts: [0, 2], rowCount: 3)
    }
    #expect(throws: StatisticsError.self) {
      try OrderedGroups(rows: [0, 1], starts: [0, 2, 1], rowCount: 3)
    }
    #expect(throws: StatisticsError.self) {
      try TreeSequence.fit(
        targets: [.numbers([1, 2], step: 1)], traits: [TargetTraits(groupMean: 0)])
    }
  }
}
