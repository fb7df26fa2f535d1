import Foundation

/// A generated dataset in files: about 300 buyers, their orders, and order lines under a composite
/// key; with nulls, dates, decimals, booleans, and texts that need quotes.
struct MarketFiles {
  let folder = Folder()
  var path: String { folder.path("market") }
  static let tables = ["buyers", "orders", "lines"]

  init(buyers: Int = 300) {
    var numbers = Numbers()
    let remarks = [
      "\"said \"\"yes\"\"\"", "\"two\nlines\"", "\"a, b\"", "\"\"", "plain", "größer", "", "日本",
    ]
    var buyerRows = "id,group,born,remark\n"
    var orderRows = "order_id,buyer,placed,total,paid\n"
    var lineRows = "order_id,line,amount,price\n"
    var order = 0
    for buyer in 1...buyers {
      let group = ["north", "south", "west"][numbers.below(3)]
      let born = "19\(50 + numbers.below(50))-0\(1 + numbers.below(9))-1\(numbers.below(10))"
      let hasBorn = numbers.below(10) > 0
      buyerRows += "\(buyer),\(group),\(hasBorn ? born : ""),\(remarks[numbers.below(8)])\n"
      for _ in 0..<numbers.below(group == "north" ? 7 : 3) {
        order += 1
        let day = "2024-0\(1 + numbers.below(9))-\(10 + numbers.below(19))"
        let time = "1\(numbers.below(10)):\(10 + numbers.below(50)):00"
        let total = "\(numbers.below(900)).\(10 + numbers.below(90))"
        let paid = ["True", "False", ""][numbers.below(3)]
        orderRows += "\(order),\(buyer),\(day) \(time),\(total),\(paid)\n"
        for line in 1...1 + numbers.below(3) {
          lineRows += "\(order),\(line),\(1 + numbers.below(5)),0.\(100 + numbers.below(900))\n"
        }
      }
    }
    folder.file("market/buyers.csv", buyerRows)
    folder.file("market/orders.csv", orderRows)
    folder.file("market/lines.csv", lineRows)
    folder.file("market/metadata.json", Self.metadata)
  }

  /// Fits the files.
  /// - Returns: the path of the model file.
  func fitted(_ options: String...) throws -> String {
    let model = folder.path("market-\(options.joined(separator: "")).kindred")
    let outcome = try Program.start(["fit", path, "-o", model] + options).finish()
    guard outcome.status == 0 else { throw Failed(message: outcome.errors) }
    return model
  }

  /// The bytes of a table in a folder of samples.
  func bytes(_ name: String, _ table: String) throws -> Data {
    try Data(contentsOf: folder.url.appendingPathComponent("\(name)/\(table).csv"))
  }

  struct Failed: Error {
    let message: String
  }

  /// Numbers from a linear congruential generator; good enough for test data.
  private struct Numbers {
    var state: UInt64 = 42

    mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  private static let metadata = """
    {"tables": {
      "buyers": {"primary_key": "id", "columns": {
        "id": {"sdtype": "id"}, "group": {"sdtype": "categorical"},
        "born": {"sdtype": "datetime", "datetime_format": "%Y-%m-%d"},
        "remark": {"sdtype": "categorical"}}},
      "orders": {"primary_key": "order_id", "columns": {
        "order_id": {"sdtype": "id"}, "buyer": {"sdtype": "id"},
        "placed": {"sdtype": "datetime", "datetime_format": "%Y-%m-%d %H:%M:%S"},
        "total": {"sdtype": "numerical"}, "paid": {"sdtype": "boolean"}}},
      "lines": {"primary_key": ["order_id", "line"], "columns": {
        "order_id": {"sdtype": "id"}, "line": {"sdtype": "id"},
        "amount": {"sdtype": "numerical"}, "price": {"sdtype": "numerical"}}}},
     "relationships": [
      {"parent_table_name": "buyers", "parent_primary_key": "id",
       "child_table_name": "orders", "child_foreign_key": "buyer"},
      {"parent_table_name": "orders", "parent_primary_key": "order_id",
       "child_table_name": "lines", "child_foreign_key": "order_id"}],
     "METADATA_SPEC_VERSION": "V1"}
    """
}
