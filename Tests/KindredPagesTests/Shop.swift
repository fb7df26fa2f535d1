import KindredData
import KindredEvaluation

/// Shops and their sales, with names that would like to be more than names.
enum Shop {
  static let table = "</script><b>shops"
  static let sales = "sales \"&amp;' \u{202E}"
  static let label = "<img src=x onerror=alert(1)>"
  static let rare = "only two rows have this"
  static let long = String(repeating: "very long ", count: 60)
  static let rightToLeft = "\u{5E9}\u{5DC}\u{5D5}\u{5DD}"

  static func metadata() throws -> Metadata {
    var metadata = Metadata()
    try metadata.addTable(table)
    try metadata.addColumn(ColumnMetadata("id", .id), to: table)
    try metadata.addColumn(ColumnMetadata("kind <i>", .categorical), to: table)
    try metadata.addColumn(ColumnMetadata("size", .numerical), to: table)
    try metadata.addColumn(ColumnMetadata("is open", .boolean), to: table)
    try metadata.setPrimaryKey("id", of: table)
    try metadata.addTable(sales)
    try metadata.addColumn(ColumnMetadata("shop", .id), to: sales)
    try metadata.addColumn(
      ColumnMetadata("sold", .datetime, datetimeFormat: "%Y-%m-%d"), to: sales)
    try metadata.addColumn(ColumnMetadata("price", .numerical), to: sales)
    try metadata.addRelationship(parent: table, child: sales, foreignKey: "shop")
    return metadata
  }

  /// - Parameter shift: makes two datasets differ.
  static func dataset(shops: Int = 300, shift: Int = 0) throws -> Dataset {
    let labels = [label, long, rightToLeft, "plain", ""]
    let kinds: [String?] = (0..<shops).map { (row: Int) -> String? in
      if shift == 0, row < 2 { return rare }
      let place = row * 7 + row / 3 + shift
      return labels[place % (3 + row % 3)]
    }
    let sizes: [Int64?] = (0..<shops).map { (row: Int) -> Int64? in Int64(row * row % 97 + shift) }
    let open: [Bool?] = (0..<shops).map { (row: Int) -> Bool? in
      row % 5 == 0 ? nil : row % 3 == shift % 3
    }
    let shopTable = try Table(
      table,
      columns: [
        Column("id", .integers((0..<shops).map { Int64($0) })), Column("kind <i>", strings: kinds),
        Column("size", integers: sizes), Column("is open", booleans: open),
      ])
    let count = shops * 3
    let owners = (0..<count).map { (row: Int) -> Int64 in Int64((row * row + row / 7) % shops) }
    let days = (0..<count).map { (row: Int) -> Int64? in Int64(row + shift) * 86_400_000_000 }
    // A few lie far out.
    let prices = (0..<count).map { (row: Int) -> Double? in
      Double(row * row % 89) / 4 + (row % 300 == 0 ? 1e6 : 0)
    }
    let salesTable = try Table(
      sales,
      columns: [
        Column("shop", .integers(owners)), Column("sold", timestamps: days, format: "%Y-%m-%d"),
        Column("price", decimals: prices, places: 2),
      ])
    return try Dataset([shopTable, salesTable])
  }
}
