import Kindred
import KindredData
import KindredStatistics

/// A small dataset of what the shop does not have: a table that refers to itself, foreign keys that
/// may be null, free text, identifiers, dates with nulls, and marginals from families of formulas.
enum Staff {
  static func fitted() throws -> HMA1 {
    var metadata = Metadata()
    try metadata.addTable(
      "people",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("boss", .id), ColumnMetadata("badge", .id),
        ColumnMetadata("born", .datetime, datetimeFormat: "%d.%m.%Y"),
        ColumnMetadata("wage", .numerical), ColumnMetadata("note", .text),
        ColumnMetadata("name", SDType(rawValue: "name")), ColumnMetadata("none", .numerical),
      ], primaryKey: ["id"])
    try metadata.addTable(
      "leaves",
      columns: [
        ColumnMetadata("person", .id), ColumnMetadata("deputy", .id),
        ColumnMetadata("days", .numerical), ColumnMetadata("paid", .boolean),
      ])
    try metadata.addRelationship(parent: "people", child: "people", foreignKey: "boss")
    try metadata.addRelationship(parent: "people", child: "leaves", foreignKey: "person")
    try metadata.addRelationship(parent: "people", child: "leaves", foreignKey: "deputy")
    let rows = 0..<24
    let people = try Table(
      "people",
      columns: [
        Column("id", strings: rows.map { "P-\(100 + $0)" }),
        Column("boss", strings: rows.map { $0 < 3 ? nil : "P-\(100 + $0 / 3)" }),
        Column("badge", strings: rows.map { "B\($0 % 7)\($0)X" }),
        Column(
          "born", timestamps: rows.map { $0 % 5 == 0 ? nil : Int64($0 * 400) * 86_400_000_000 },
          format: "%d.%m.%Y"),
        Column("wage", decimals: rows.map { 1000 + Double($0 * $0) }, places: 2),
        Column("note", strings: rows.map { "Row \($0), a \"longer\" text.\nTwo lines." }),
        Column("name", strings: rows.map { "Ann Smith \($0)" }),
        Column("none", strings: rows.map { _ in nil }),
      ])
    let leaves = try Table(
      "leaves",
      columns: [
        Column("person", strings: (0..<40).map { $0 % 4 == 0 ? nil : "P-\(100 + $0 % 24)" }),
        Column("deputy", strings: (0..<40).map { $0 % 3 == 0 ? nil : "P-\(100 + $0 * 7 % 24)" }),
        Column("days", integers: (0..<40).map { Int64($0 % 9) }),
        Column("paid", booleans: (0..<40).map { $0 % 6 == 0 ? nil : $0 % 2 == 0 }),
      ])
    let model = HMA1(
      metadata,
      options: FitOptions(distributions: ["people": ["*": .gamma], "leaves": ["*": .norm]]))
    try model.fit(Dataset([people, leaves]))
    return model
  }
}
