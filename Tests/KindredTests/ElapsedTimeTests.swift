import Kindred
import KindredData
import KindredStatistics
import Testing

/// Moments that follow another one of their row: an order is paid, shipped and received after it was
/// placed.
@Suite struct ElapsedTimeTests {
  private static let day: Int64 = 86_400_000_000
  private static let hour: Int64 = 3_600_000_000
  private static let second: Int64 = 1_000_000
  private static let format = "%Y-%m-%d %H:%M:%S"
  private static let rows = 2_000
  private static let names = ["placed", "shipped", "received", "seen"]

  /// Orders of two years, shipped whole days later (one in ten not yet) and received hours after that
  /// (one in five not yet); `seen` is any moment of these years.
  private static func orders() throws -> (metadata: Metadata, dataset: Dataset) {
    var metadata = Metadata()
    try metadata.addTable(
      "orders",
      columns: [ColumnMetadata("id", .id)]
        + names.map { ColumnMetadata($0, .datetime, datetimeFormat: format) }
        + [ColumnMetadata("total", .numerical)], primaryKey: ["id"])
    let random = CounterRandom(seed: 11, stream: CounterRandom.stream("orders"))
    func below(_ bound: Int64, _ row: Int, _ lane: UInt64) -> Int64 {
      Int64(random.integer(below: UInt64(bound), row: UInt64(row), lane: lane))
    }
    var moments: [[Int64?]] = names.map { _ in [] }
    for row in 0..<rows {
      let placed = 1_600_000_000 * second + below(2 * 365 * 86_400, row, 0) * second
      let shipped = row % 10 == 0 ? nil : placed + (1 + below(9, row, 1)) * day
      let received = row % 5 == 0 ? nil : shipped.map { $0 + (5 + below(60, row, 2)) * hour }
      let seen = 1_600_000_000 * second + below(2 * 365 * 86_400, row, 3) * second
      for (place, moment) in [placed, shipped, received, seen].enumerated() {
        moments[place].append(moment)
      }
    }
    let table = try Table(
      "orders",
      columns: [Column("id", integers: (0..<Int64(rows)).map { $0 })]
        + zip(names, moments).map { Column($0, timestamps: $1, format: format) }
        + [Column("total", integers: (0..<rows).map { Int64($0 * 37 % 101) })])
    return (metadata, try Dataset([table]))
  }

  /// Microseconds between two columns in the rows that have both, and the rows that have the later
  /// one alone.
  private static func times(
    _ table: Table, _ start: String, _ later: String
  ) throws -> (times: [Int64], alone: Int) {
    let first = try #require(table[column: start])
    let second = try #require(table[column: later])
    guard case .timestamps(let from) = first.values, case .timestamps(let to) = second.values else {
      Issue.record("no moments")
      return ([], 0)
    }
    let both = (0..<table.rowCount).filter { first.isValid($0) && second.isValid($0) }
    let alone = (0..<table.rowCount).count { !first.isValid($0) && second.isValid($0) }
    return (both.map { to[$0] - from[$0] }, alone)
  }

  /// Largest difference of two distribution functions.
  private static func distance(_ one: [Int64], _ other: [Int64]) -> Double {
    let (one, other) = (one.sorted(), other.sorted())
    func share(_ sorted: [Int64], upTo value: Int64) -> Double {
      Double(sorted.count { $0 <= value }) / Double(sorted.count)
    }
    return Set(one + other).map { abs(share(one, upTo: $0) - share(other, upTo: $0)) }.max() ?? 0
  }

  @Test(arguments: [TabularModel.copula, .trees])
  func momentsKeepTheirOrderAndDistance(kind: TabularModel) throws {
    let (metadata, dataset) = try Self.orders()
    let model = HMA1(metadata, model: kind)
    try model.fit(dataset)
    #expect(
      model.notes == [
        "orders.shipped: learned as the time since placed",
        "orders.received: learned as the time since shipped",
      ])
    let real = dataset[0]
    for seed in UInt64(1)...3 {
      let sample = try model.sample(seed: seed)
      #expect(try metadata.validate(sample).isValid)
      for (start, later, unit) in [
        ("placed", "shipped", Self.day), ("shipped", "received", Self.hour),
      ] {
        let (times, alone) = try Self.times(sample[0], start, later)
        #expect(alone == 0, "\(later) without \(start)")
        #expect(times.allSatisfy { $0 > 0 })
        // Those moved to the end of their range, an hour or two before it, keep no whole hours.
        let isWhole = times.filter { $0 % unit == 0 }
        #expect(Double(isWhole.count) > 0.99 * Double(times.count))
        // Massart's bound for both samples, at least 1,400 rows each, at a confidence of 1 - 1e-6;
        // and the hundredth that a segment of ten of 1,400 rows is wide.
        let distance = try Self.distance(times, Self.times(real, start, later).times)
        #expect(distance < 2 * (7.25 / 1_400).squareRoot() + 0.01)
      }
    }
  }

  @Test func momentsStayWhereTheyWere() throws {
    let (metadata, dataset) = try Self.orders()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let sample = try model.sample(scale: 5, seed: 1)
    for name in Self.names {
      guard case .timestamps(let real)? = dataset[0][column: name]?.values,
        case .timestamps(let drawn)? = sample[0][column: name]?.values,
        let column = dataset[0][column: name], let other = sample[0][column: name]
      else {
        Issue.record("\(name) is no moment")
        continue
      }
      let known = real.indices.filter(column.isValid).map { real[$0] }
      let values = drawn.indices.filter(other.isValid).map { drawn[$0] }
      #expect(try #require(values.min()) >= #require(known.min()))
      #expect(try #require(values.max()) <= #require(known.max()))
      // Shares of nulls are exact but for a row and for moments beyond all others.
      let share = Double(values.count) / Double(sample[0].rowCount)
      #expect(abs(share - Double(known.count) / Double(Self.rows)) < 0.01)
    }
  }

  @Test func aDistributionOfItsOwnIsKept() throws {
    let (metadata, dataset) = try Self.orders()
    let model = HMA1(
      metadata, options: FitOptions(distributions: ["orders": ["shipped": .empirical]]))
    try model.fit(dataset)
    #expect(model.notes == ["orders.received: learned as the time since shipped"])
  }

  @Test func threadsAndShardsDrawTheSame() throws {
    let (metadata, dataset) = try Self.orders()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let whole = try model.sample(SampleRequest(resettingKeys: true, seed: 5, threads: 1))
    #expect(
      try model.sample(SampleRequest(resettingKeys: true, seed: 5, threads: 2)) == whole)
    for name in Self.names {
      var parts: [String?] = []
      for index in 1...3 {
        let shard = try SampleRequest.Shard(index: index, count: 3)
        let part = try model.sample(SampleRequest(seed: 5, shard: shard))
        let column = try #require(part["orders"]?[column: name])
        parts += (0..<column.count).map { column.text(at: $0) }
      }
      let column = try #require(whole[0][column: name])
      #expect(parts == (0..<column.count).map { column.text(at: $0) }, "\(name)")
    }
  }

  @Test func aLoadedModelSamplesAsTheSavedOne() throws {
    let (metadata, dataset) = try Self.orders()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let loaded = try ModelFileForge.load(ModelFileForge.file(ModelFileForge(model).payload))
    #expect(try loaded.sample(seed: 4) == model.sample(seed: 4))
    let column = try #require(loaded.summary().tables[0].columns.first { $0.name == "shipped" })
    #expect(column.detail == "empirical, 1 d to 9 d after placed")
  }

  /// Fields that nobody has written are refused, or give rows.
  @Test(arguments: 0..<4) func anyContentIsRefusedOrUsable(part: Int) throws {
    let (metadata, dataset) = try Self.orders()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    let payload = try ModelFileForge(model).payload
    for trial in 0..<250 {
      var mutation = ModelMutation(trial: UInt64(20_000 + part * 250 + trial))
      do {
        let model = try ModelFileForge.load(ModelFileForge.file(mutation.apply(to: payload)))
        _ = try model.sample(rows: 10, seed: 1)
        _ = try (model.summary(), model.columnDistributions())
      } catch is KindredError {
      }
    }
  }
}

/// Such moments, and rows of other tables.
@Suite struct ElapsedTimeOfParentsTests {
  private static let day: Int64 = 86_400_000_000
  private static let format = "%Y-%m-%d"

  /// Loans begin within six years and end a tenth of a year or so later; payments repeat the end.
  private static func loans() throws -> (metadata: Metadata, dataset: Dataset) {
    var metadata = Metadata()
    try metadata.addTable(
      "loans",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("start", .datetime, datetimeFormat: format),
        ColumnMetadata("end", .datetime, datetimeFormat: format),
      ], primaryKey: ["id"])
    try metadata.addTable(
      "payments",
      columns: [
        ColumnMetadata("loan", .id), ColumnMetadata("due", .datetime, datetimeFormat: format),
        ColumnMetadata("amount", .numerical),
      ])
    try metadata.addRelationship(parent: "loans", child: "payments", foreignKey: "loan")
    let starts = (0..<Int64(400)).map { (18_000 + $0 * 997 % 2_190) * day }
    let ends = starts.enumerated().map { $1 + (30 + Int64($0) * 31 % 17) * day }
    // Those of long loans are larger.
    let payments = (0..<1_600).map { $0 * 7 % 400 }
    return (
      metadata,
      try Dataset([
        Table(
          "loans",
          columns: [
            Column("id", integers: (0..<Int64(400)).map { $0 }),
            Column("start", timestamps: starts, format: format),
            Column("end", timestamps: ends, format: format),
          ]),
        Table(
          "payments",
          columns: [
            Column("loan", integers: payments.map { Int64($0) }),
            Column("due", timestamps: payments.map { ends[$0] }, format: format),
            Column(
              "amount",
              integers: payments.enumerated().map {
                (ends[$1] - starts[$1]) / day * 100 + Int64($0 % 90)
              }
            ),
          ]),
      ])
    )
  }

  private static func model() throws -> HMA1 {
    let (metadata, dataset) = try loans()
    let model = HMA1(metadata, model: .copula)
    try model.fit(dataset)
    return model
  }

  @Test func rowsBelowRepeatTheMoment() throws {
    let sample = try Self.model().sample(seed: 2)
    let loans = try #require(sample["loans"])
    let payments = try #require(sample["payments"])
    let keys = try #require(loans[column: "id"])
    let ends = try #require(loans[column: "end"])
    let known = Dictionary(
      (0..<loans.rowCount).map { (keys.text(at: $0), ends.text(at: $0)) }, uniquingKeysWith: { $1 })
    let owners = try #require(payments[column: "loan"])
    let due = try #require(payments[column: "due"])
    #expect((0..<payments.rowCount).allSatisfy { due.text(at: $0) == known[owners.text(at: $0)] })
  }

  /// Given loans that are long have the payments of long loans.
  @Test func givenRowsSayHowLongTheyTook() throws {
    let days = (0..<Int64(200)).map { $0 % 2 == 0 ? Int64(31) : 45 }
    let starts = (0..<Int64(200)).map { (18_000 + $0 * 11) * Self.day }
    let given = try Dataset([
      Table(
        "loans",
        columns: [
          Column("id", integers: (0..<Int64(200)).map { $0 }),
          Column("start", timestamps: starts, format: Self.format),
          Column(
            "end", timestamps: zip(starts, days).map { $0 + $1 * Self.day }, format: Self.format),
        ])
    ])
    let sample = try Self.model().sample(SampleRequest(parents: given, seed: 3))
    let payments = try #require(sample["payments"])
    guard case .integers(let loans)? = payments[column: "loan"]?.values,
      case .integers(let amounts)? = payments[column: "amount"]?.values
    else {
      Issue.record("no numbers")
      return
    }
    func mean(_ isLong: Bool) -> Double {
      let own = loans.indices.filter { (days[Int(loans[$0])] == 45) == isLong }
      return own.reduce(0) { $0 + Double(amounts[$1]) } / Double(max(1, own.count))
    }
    // They lie 1,400 apart; payments of one length have a deviation of 26, learned ones of no more
    // than all of them, 490: six standard errors of a difference of means of 400 are 210.
    #expect(mean(true) - mean(false) > 1_400 - 700)
  }
}
