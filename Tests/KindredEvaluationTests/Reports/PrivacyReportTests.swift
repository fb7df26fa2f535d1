import KindredData
import KindredEvaluation
import Testing

@Suite struct PrivacyReportTests {
  private static let real = ClubSamples(name: "real")
  private static let holdout = ClubSamples(name: "holdout")

  private func report(
    _ synthetic: Dataset, holdout: Dataset? = try? Self.holdout.dataset()
  ) throws -> PrivacyReport {
    try PrivacyReport(
      ClubSamples.comparison(Self.real.dataset(), synthetic), holdout: holdout)
  }

  @Test func anIndependentDrawLeaksNothing() throws {
    let report = try report(ClubSamples(name: "synthetic").dataset())
    #expect(report.score == 1 && report.leaks(5).isEmpty)
    #expect(report.properties.map(\.name).contains("Membership"))
    #expect(report.entities.map(\.table) == ["members"])
    for test in report.tables + report.entities {
      let overfitting = try #require(test.overfitting)
      #expect(
        abs(overfitting.fairCloserToReal - 0.5) < 4 * overfitting.fairStandardError)
      let membership = try #require(test.membership)
      #expect(abs(membership.auc - 0.5) < 4 * membership.aucStandardError)
      #expect(test.exactMatches?.synthetic == 0)
    }
    #expect(report.statements.compactMap { $0 }.count == 4)
  }

  @Test func copiesLeakInEveryMeasure() throws {
    // Every second row is a real one.
    let real = try Self.real.dataset()
    let other = try ClubSamples(name: "synthetic").dataset()
    let synthetic = try real.halved(with: other)
    let report = try report(synthetic)
    let members = report.tables[0]
    #expect(abs((members.exactMatches?.synthetic ?? 0) - 0.5) < 1e-12)
    #expect((members.exactMatches?.excess ?? 0) > 0.49)
    #expect((members.overfitting?.fairCloserToReal ?? 0) > 0.7)
    #expect((members.overfitting?.protection ?? 1) < 0.6)
    // Half of the real rows are copied: 1/2 of them, and half of the others.
    #expect((members.membership?.auc ?? 0) > 0.7)
    for property in report.properties { #expect((property.score ?? 1) < 0.8, "\(property.name)") }
    #expect(report.leaks(20).contains { $0.subject == "members with all their rows" })
    let alone = try PrivacyReport(ClubSamples.comparison(real, synthetic))
    #expect((alone.score ?? 1) < 0.7)
    #expect(alone.properties.map(\.name) == ["Exact Matches", "Near Matches"])
    #expect(alone.tables[0].overfitting == nil && alone.tables[0].holdoutRows == nil)
  }

  @Test func copiedEntitiesAreFoundWhateverTheOrderOfTheirRows() throws {
    let real = try Self.real.dataset()
    let visits = try #require(real["visits"])
    let reversed = try Dataset([
      try #require(real["members"]),
      visits.gather((0..<Int32(visits.rowCount)).reversed().map { $0 }),
    ])
    let report = try report(reversed)
    #expect(report.entities[0].exactMatches?.synthetic == 1)
    #expect(report.entities[0].score == 0)
    // The columns of a member, the number of visits, three measures of cost and two of room.
    #expect(report.entities[0].columns == 4 + 1 + 3 + 2)
  }

  @Test func membersWithTheRowsOfOthersAreOtherEntities() throws {
    let real = try Self.real.dataset()
    let visits = try #require(real["visits"])
    var member = try #require(visits[column: "member"])
    if case .integers(let values) = member.values {
      member.values = .integers(values.map { 399 - $0 })
    }
    let moved = try Dataset([
      try #require(real["members"]),
      Table("visits", columns: [member] + visits.columns.dropFirst()),
    ])
    let report = try report(moved)
    #expect(report.tables.allSatisfy { $0.exactMatches?.synthetic == 1 })
    #expect((report.entities[0].exactMatches?.synthetic ?? 1) < 0.1)
  }

  @Test func disclosureIsWhatKnownColumnsSay() throws {
    let report = try report(ClubSamples(name: "synthetic").dataset())
    let disclosure = report.tables[0].disclosure
    #expect(disclosure.map(\.sensitiveColumn) == ["age", "group", "active", "joined"])
    let active = try #require(disclosure.first { $0.sensitiveColumn == "active" })
    #expect(active.knownColumns.count == 3)
    // A coin: half of the guesses are right, with or without the data.
    #expect(active.baselineProtection == 0.5)
    #expect(abs((active.capProtection ?? 0) - 0.5) < 0.1)
    #expect(abs((active.holdoutCapProtection ?? 0) - 0.5) < 0.1)
    #expect(report.entities[0].disclosure.isEmpty)
  }

  @Test func runsAreAlike() throws {
    let synthetic = try ClubSamples(name: "synthetic", members: 90).dataset()
    #expect(try report(synthetic) == report(synthetic))
  }

  @Test func holdoutsThatDoNotFit() throws {
    let whole = try Self.holdout.dataset()
    let synthetic = try ClubSamples(name: "synthetic").dataset()
    let table = try #require(throws: KindredError.self) {
      try report(synthetic, holdout: Dataset([#require(whole["members"])]))
    }
    #expect(table.kind == .data && table.table == "visits")
    let visits = try #require(whole["visits"])
    let column = try #require(throws: KindredError.self) {
      try report(
        synthetic,
        holdout: Dataset([
          #require(whole["members"]), Table("visits", columns: visits.columns.dropLast()),
        ]))
    }
    #expect(column.column == "room" && column.table == "visits")
    let texts = Column("cost", strings: [String?](repeating: "much", count: visits.rowCount))
    let type = try #require(throws: KindredError.self) {
      try report(
        synthetic,
        holdout: Dataset([
          #require(whole["members"]),
          Table("visits", columns: [visits.columns[0], texts, visits.columns[2]]),
        ]))
    }
    #expect(type.column == "cost" && type.description.contains("holdout"))
  }

  @Test func tooFewRowsAreAReason() throws {
    let few = try report(ClubSamples(name: "synthetic", members: 19).dataset())
    #expect(few.tables[0].error?.contains("19 rows") == true)
    #expect(few.tables[0].score == nil)
    let none = try report(ClubSamples(name: "synthetic", members: 0).dataset())
    #expect(none.score == nil && none.properties.allSatisfy { $0.score == nil })
    let small = try report(
      ClubSamples(name: "synthetic").dataset(), holdout: Self.holdout.dataset().prefix(rows: 5))
    #expect(small.tables[0].error?.contains("holdout") == true)
  }

  @Test func referenceTablesAreNotTested() throws {
    var metadata = try Metadata(json: ClubSamples.metadata)
    metadata.referenceTables = ["members"]
    let real = try Self.real.dataset()
    let report = try PrivacyReport(
      DatasetComparison(real: real, synthetic: real, metadata: metadata))
    #expect(report.tables[0].error?.contains("reference table") == true)
    #expect(report.tables[1].error == nil && report.entities.isEmpty)
  }

  @Test func everyFigureIsInTheJSON() throws {
    let report = try report(ClubSamples(name: "synthetic").dataset())
    let text = report.json.text()
    let test = report.tables[0]
    for figure in [
      test.overfitting?.fairCloserToReal, test.membership?.auc, test.baselineProtection,
      test.distances?.comparison.twoPercent, test.disclosure[0].capProtection,
      report.entities[0].distances?.syntheticToReal.quantiles[3],
    ] {
      #expect(text.contains("\(try #require(figure))"))
    }
  }
}

extension Dataset {
  /// The even rows of this one, the odd rows of another.
  fileprivate func halved(with other: Dataset) throws -> Dataset {
    try Dataset(
      tables.map { table in
        guard let second = other[table.name] else { return table }
        let count = Int32(Swift.min(table.rowCount, second.rowCount))
        let rows = (0..<count).filter { $0 % 2 == 0 }
        let odd = (0..<count).filter { $0 % 2 == 1 }
        let columns = table.columns.compactMap { column in
          second[column: column.name].map { column.gather(rows).appending($0.gather(odd)) }
        }
        return try Table(table.name, columns: columns)
      })
  }
}

extension Column {
  fileprivate func appending(_ other: Column) -> Column {
    let validity = Bitmap((0..<count).map(isValid) + (0..<other.count).map(other.isValid))
    switch (values, other.values) {
    case (.integers(let first), .integers(let second)):
      return Column(name, .integers(first + second), validity: validity)
    case (.decimals(let first), .decimals(let second)):
      return Column(name, .decimals(first + second), validity: validity)
    case (.booleans(let first), .booleans(let second)):
      return Column(name, .booleans(first + second), validity: validity)
    case (.timestamps(let first), .timestamps(let second)):
      return Column(name, .timestamps(first + second), validity: validity, format: format)
    case (.strings(let first), .strings(let second)):
      let texts = (0..<count).map { first[$0] } + (0..<other.count).map { second[$0] }
      return Column(name, .strings(StringColumn(texts)), validity: validity)
    default: return self
    }
  }
}
