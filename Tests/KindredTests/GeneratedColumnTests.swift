import Kindred
import KindredData
import Testing

/// Columns that are generated, not learned, in samples.
@Suite struct GeneratedColumnTests {
  /// People with an identifier that is no key and an e-mail address that is one.
  private func fitted() throws -> HMA1 {
    var metadata = Metadata()
    try metadata.addTable(
      "people",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("office", .id),
        ColumnMetadata("first_name", SDType(rawValue: "first_name")),
        ColumnMetadata("email", SDType(rawValue: "email")),
      ], primaryKey: ["id"])
    try metadata.addAlternateKey(["email"], of: "people")
    let rows = 0..<300
    let table = try Table(
      "people",
      columns: [
        Column("id", integers: rows.map { Int64($0) }),
        Column("office", strings: rows.map { "\(["N", "S"][$0 % 2])\(10 + $0 * 7 % 90)" }),
        Column("first_name", strings: rows.map { _ in "Real" }),
        Column("email", strings: rows.map { "real\($0)@corp.test" }),
      ])
    let model = HMA1(metadata, model: .copula)
    try model.fit(try Dataset([table]))
    return model
  }

  private func strings(_ dataset: Dataset, _ column: String) throws -> [String] {
    let column = try #require(dataset["people"]?[column: column])
    guard case .strings(let values) = column.values else { return [] }
    return (0..<column.count).map { values[$0] }
  }

  @Test func identifiersKeepTheirForm() throws {
    let model = try fitted()
    for office in try strings(model.sample(seed: 1), "office") {
      #expect(office.wholeMatch(of: /[A-Z][0-9]{2}/) != nil, "\(office)")
    }
  }

  @Test func rowsAgreeAndUniqueValuesGoOn() throws {
    let model = try fitted()
    var seen: Set<String> = []
    for _ in 0..<3 {
      let sample = try model.sample(seed: 1)
      let names = try strings(sample, "first_name")
      for (name, email) in zip(names, try strings(sample, "email")) {
        #expect(email.first == name.lowercased().first, "\(name) \(email)")
        #expect(seen.insert(email).inserted, "\(email)")
      }
    }
    #expect(seen.count == 900)
    #expect(seen.allSatisfy { !$0.contains("real") && $0.contains("@example.") })
  }
}
