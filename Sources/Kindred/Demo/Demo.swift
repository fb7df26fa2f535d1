public import KindredData

/// The example of the HMA1 guide: users, their sessions, and the sessions' transactions, ten rows
/// each.
/// - Throws: never in practice; the schema and the tables agree.
public func loadDemo() throws -> (metadata: Metadata, tables: Dataset) {
  var metadata = Metadata()
  try metadata.addTable(
    "users",
    columns: [
      ColumnMetadata("user_id", .id), ColumnMetadata("country", .categorical),
      ColumnMetadata("gender", .categorical), ColumnMetadata("age", .numerical),
    ], primaryKey: ["user_id"])
  try metadata.addTable(
    "sessions",
    columns: [
      ColumnMetadata("session_id", .id), ColumnMetadata("user_id", .id),
      ColumnMetadata("device", .categorical), ColumnMetadata("os", .categorical),
      ColumnMetadata("minutes", .numerical),
    ], primaryKey: ["session_id"])
  let timestampFormat = "%Y-%m-%d %H:%M:%S"
  try metadata.addTable(
    "transactions",
    columns: [
      ColumnMetadata("transaction_id", .id), ColumnMetadata("session_id", .id),
      ColumnMetadata("timestamp", .datetime, datetimeFormat: timestampFormat),
      ColumnMetadata("amount", .numerical), ColumnMetadata("cancelled", .boolean),
    ], primaryKey: ["transaction_id"])
  try metadata.addRelationship(parent: "users", child: "sessions", foreignKey: "user_id")
  try metadata.addRelationship(
    parent: "sessions", child: "transactions", foreignKey: "session_id")

  let keys = (0..<10).map { Int64?(Int64($0)) }
  let format = try TimestampFormat(timestampFormat)
  let tables = try Dataset([
    Table(
      "users",
      columns: [
        Column("user_id", integers: keys), Column("country", strings: DemoValues.countries),
        Column("gender", strings: DemoValues.genders), Column("age", integers: DemoValues.ages),
      ]),
    Table(
      "sessions",
      columns: [
        Column("session_id", integers: keys), Column("user_id", integers: DemoValues.sessionUsers),
        Column("device", strings: DemoValues.devices), Column("os", strings: DemoValues.systems),
        Column("minutes", integers: DemoValues.minutes),
      ]),
    Table(
      "transactions",
      columns: [
        Column("transaction_id", integers: keys),
        Column("session_id", integers: DemoValues.transactionSessions),
        Column(
          "timestamp", timestamps: DemoValues.timestamps.map { format.parse($0) },
          format: timestampFormat),
        Column("amount", decimals: DemoValues.amounts, places: 1),
        Column("cancelled", booleans: DemoValues.cancelled),
      ]),
  ])
  return (metadata, tables)
}
