import Foundation
import KindredData
import Testing

@Suite struct CSVDatasetTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// Shops and their sales.
  func metadata() throws -> Metadata {
    var metadata = Metadata()
    try metadata.addTable(
      "shops",
      columns: [
        ColumnMetadata("id", .id), ColumnMetadata("size", .numerical),
        ColumnMetadata("open", .boolean),
      ], primaryKey: ["id"])
    try metadata.addTable(
      "sales",
      columns: [
        ColumnMetadata("shop", .id), ColumnMetadata("day", .datetime, datetimeFormat: "%d.%m.%Y"),
        ColumnMetadata("zip", .categorical),
      ])
    try metadata.addRelationship(parent: "shops", child: "sales", foreignKey: "shop")
    return metadata
  }

  func write(
    shops: String = "id,size,open\n1,2.5,T\n2,,F\n",
    sales: String = "shop,day,zip\n1,01.02.2019,10115\n,,\n"
  ) throws {
    _ = try folder.write(shops, to: "shops.csv")
    _ = try folder.write(sales, to: "sales.csv")
  }

  @Test func columnsFollowTheMetadata() throws {
    try write(sales: "zip,shop,day\n10115,1,01.02.2019\n,,\n")
    let dataset = try CSVReader().readDataset(inFolder: folder.path, metadata: metadata())
    #expect(dataset.tableNames == ["shops", "sales"])
    let sales = try #require(dataset["sales"])
    #expect(sales.columnNames == ["shop", "day", "zip"])
    #expect(sales[column: "shop"]?.values == .integers([1, 0]))
    #expect(sales[column: "day"]?.format == .timestamp("%d.%m.%Y"))
    #expect(texts(sales[column: "zip"]) == ["10115", nil])
    #expect(dataset["shops"]?[column: "open"]?.format == .boolean(true: "T", false: "F"))
  }

  @Test func bothEndsOfARelationshipHaveOneType() throws {
    try write(shops: "id,size,open\n1,2.5,T\nx,,F\n")
    var dataset = try CSVReader().readDataset(inFolder: folder.path, metadata: metadata())
    #expect(texts(dataset["sales"]?[column: "shop"]) == ["1", nil])
    guard case .strings = dataset["sales"]?[column: "shop"]?.values else {
      Issue.record("the foreign key is not a string")
      return
    }
    try write(sales: "shop,day,zip\n007,01.02.2019,10115\n,,\n")
    dataset = try CSVReader().readDataset(inFolder: folder.path, metadata: metadata())
    #expect(texts(dataset["shops"]?[column: "id"]) == ["1", "2"])
    guard case .strings = dataset["shops"]?[column: "id"]?.values else {
      Issue.record("the primary key is not a string")
      return
    }
  }

  @Test func columnsMustBeThoseOfTheMetadata() throws {
    try write(shops: "id,size,open,extra\n1,2.5,T,9\n")
    var error = kindredError {
      _ = try CSVReader().readDataset(inFolder: folder.path, metadata: metadata())
    }
    #expect(error?.kind == .data)
    #expect(error?.problem == "Unexpected column in table `shops`: `extra`")
    try write(shops: "id\n1\n")
    error = kindredError {
      _ = try CSVReader().readDataset(inFolder: folder.path, metadata: metadata())
    }
    #expect(error?.problem == "Missing columns on table shops: ['size', 'open'].")
  }

  @Test func missingFilesAreErrorsAndExtraFilesWarnings() throws {
    try write()
    _ = try folder.write("a\n", to: "other.csv")
    let log = Log()
    var reader = CSVReader()
    reader.warn = { log.append($0) }
    _ = try reader.readDataset(inFolder: folder.path, metadata: metadata())
    #expect(log.lines.count == 1)
    #expect(log.lines.first?.contains("'other.csv'") == true)
    try FileManager.default.removeItem(atPath: folder.path + "/sales.csv")
    let error = kindredError {
      _ = try reader.readDataset(inFolder: folder.path, metadata: metadata())
    }
    #expect(error?.problem == "The file does not exist")
    #expect(error?.table == "sales")
  }

  @Test func valueErrorsNameTheirTable() throws {
    try write(sales: "shop,day,zip\n1,01.02.2019,1\n1,31.02.2019,1\n")
    let error = kindredError {
      _ = try CSVReader().readDataset(inFolder: folder.path, metadata: metadata())
    }
    #expect(error?.table == "sales")
    #expect(error?.column == "day")
    #expect(error?.row == 2)
    #expect(error?.value == "31.02.2019")
  }
}
