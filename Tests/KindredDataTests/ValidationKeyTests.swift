import KindredData
import Testing

@Suite struct ValidationKeyTests {
  @Test func nullAndDuplicatePrimaryKeys() throws {
    let data = try shop(customers: [Column("id", integers: [3, nil, 3])])
    let report = try shopMetadata().validate(data)
    let kinds = report.findings.map(\.kind)
    #expect(kinds == [.nullKey, .duplicateKey, .orphan])
    #expect(report.findings[0].row == 2)
    #expect(report.findings[1].row == 3)
    #expect(report.findings[1].value == "3")
    #expect(report.findings[1].problem.contains("row 3 has the key of row 1"))
  }

  /// Every type, dense and sparse: the third row repeats the first.
  @Test(arguments: [
    Column("k", integers: [7, 8, 7, 9]),
    Column("k", integers: [.max, .min, .max, 0]),
    Column("k", decimals: [0, 1.5, -0.0, 2]),
    Column("k", strings: ["a", "", "a", "b"]),
    Column("k", timestamps: [5, 1 << 60, 5, nil], format: "%Y-%m-%d"),
  ])
  func duplicatesOfEveryType(key: Column) throws {
    let metadata = try keyMetadata([("t", ["k"], ["k"])])
    let report = try metadata.validate(Dataset([Table("t", columns: [key])]))
    let duplicates = report.findings.filter { $0.kind == .duplicateKey }
    #expect(duplicates.count == 1)
    #expect(duplicates.first?.examples.map(\.row) == [3])
    let unique = try metadata.validate(Dataset([Table("t", columns: [key.gather([0, 1])])]))
    #expect(unique.findings.isEmpty)
  }

  @Test func compositeKeys() throws {
    let metadata = try keyMetadata([("t", ["a", "b"], ["a", "b"])])
    func report(_ a: [Int64?], _ b: [String?]) throws -> ValidationReport {
      try metadata.validate(
        Dataset([Table("t", columns: [Column("a", integers: a), Column("b", strings: b)])]))
    }
    #expect(try report([1, 1, 2, 2], ["x", "y", "x", "y"]).findings.isEmpty)
    let repeated = try #require(try report([1, 1, 2, 1], ["x", "y", "x", "y"]).only)
    #expect(repeated.kind == .duplicateKey)
    #expect(repeated.columns == ["a", "b"])
    #expect(repeated.row == 4)
    #expect(repeated.value == "1, y")
    let null = try #require(try report([1, 1, 1], ["x", nil, nil]).only)
    #expect(null.kind == .nullKey)
    #expect(null.columns == ["b"])
    #expect(null.count == 2)
    #expect(null.value == "1, null")
  }

  @Test func alternateKeysMayBeNullButNotRepeat() throws {
    var metadata = try keyMetadata([("t", ["k", "mail"], ["k"])])
    try metadata.addAlternateKey(["mail"], of: "t")
    func report(_ mails: [String?]) throws -> ValidationReport {
      try metadata.validate(
        Dataset([
          Table(
            "t", columns: [Column("k", integers: [1, 2, 3, 4]), Column("mail", strings: mails)])
        ]))
    }
    #expect(try report(["a", nil, nil, "b"]).findings.isEmpty)
    let finding = try #require(try report(["a", nil, "b", "b"]).only)
    #expect(finding.kind == .duplicateKey)
    #expect(finding.columns == ["mail"])
    #expect(finding.row == 4)
    #expect(finding.problem.contains("alternate key"))
  }

  /// Sparse keys are hashed; compared with a set.
  @Test func manySparseKeys() throws {
    let metadata = try keyMetadata([("t", ["k"], ["k"])])
    var state: UInt64 = 1
    let keys: [Int64?] = (0..<20_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      // About a tenth of the keys repeat.
      return Int64((state >> 33) % 100_000) * 1_000_003
    }
    let report = try metadata.validate(
      Dataset([Table("t", columns: [Column("k", integers: keys)])]))
    #expect(report.only?.count == keys.count - Set(keys).count)
  }
}
