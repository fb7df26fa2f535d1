import KindredData

/// Customers with orders: one relationship, a column of every semantic type.
func shopMetadata() throws -> Metadata {
  var metadata = Metadata()
  try metadata.addTable(
    "customers",
    columns: [
      ColumnMetadata("id", .id), ColumnMetadata("age", .numerical),
      ColumnMetadata("joined", .datetime, datetimeFormat: "%Y-%m-%d"),
      ColumnMetadata("active", .boolean),
      ColumnMetadata("tier", .categorical, order: ["low", "high"]),
    ], primaryKey: ["id"])
  try metadata.addTable(
    "orders",
    columns: [
      ColumnMetadata("order", .id), ColumnMetadata("customer", .id),
      ColumnMetadata("amount", .numerical),
    ], primaryKey: ["order"])
  try metadata.addRelationship(parent: "customers", child: "orders", foreignKey: "customer")
  return metadata
}

/// Three customers, four orders, without fault; columns given replace those of the same name.
func shop(customers: [Column] = [], orders: [Column] = []) throws -> Dataset {
  try Dataset([
    Table(
      "customers",
      columns: replacing(
        [
          Column("id", integers: [1, 2, 3]), Column("age", integers: [30, nil, 50]),
          Column("joined", timestamps: [0, 86_400_000_000, nil], format: "%Y-%m-%d"),
          Column("active", booleans: [true, nil, false]),
          Column("tier", strings: ["low", "high", nil]),
        ], by: customers)),
    Table(
      "orders",
      columns: replacing(
        [
          Column("order", integers: [10, 11, 12, 13]),
          Column("customer", integers: [1, 3, nil, 1]),
          Column("amount", decimals: [1.5, 2, nil, 4]),
        ], by: orders)),
  ])
}

private func replacing(_ columns: [Column], by others: [Column]) -> [Column] {
  columns.map { column in others.first { $0.name == column.name } ?? column }
}

/// A schema of tables whose columns are all ids.
func keyMetadata(
  _ tables: [(name: String, columns: [String], key: [String])],
  _ relationships: [(parent: String, child: String, key: [String])] = []
) throws -> Metadata {
  var metadata = Metadata()
  for table in tables {
    try metadata.addTable(
      table.name, columns: table.columns.map { ColumnMetadata($0, .id) }, primaryKey: table.key)
  }
  for relationship in relationships {
    try metadata.addRelationship(
      parent: relationship.parent, child: relationship.child, foreignKey: relationship.key)
  }
  return metadata
}

extension ValidationReport {
  /// The only finding, nil when there are none or more.
  var only: Finding? { findings.count == 1 ? findings.first : nil }
}

/// The integers of a column, nil where null; empty when it holds others.
func integers(_ column: Column?) -> [Int64?] {
  guard let column, case .integers(let values) = column.values else { return [] }
  return values.indices.map { column.isValid($0) ? values[$0] : nil }
}
