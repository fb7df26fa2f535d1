/// Writes a schema as SDV `V1` JSON.
enum MetadataWriter {
  static func value(of metadata: Metadata) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("tables", .object(metadata.tables.map { .init($0.name, value(of: $0)) })),
      .init("relationships", .array(metadata.relationships.map(value))),
      .init("METADATA_SPEC_VERSION", .string("V1")),
    ]
    if !metadata.extra.isEmpty { members.append(.init("kindred", .object(metadata.extra))) }
    return .object(members)
  }

  private static func value(of table: TableMetadata) -> JSONValue {
    var members: [JSONValue.Member] = []
    if !table.primaryKey.isEmpty { members.append(.init("primary_key", key(table.primaryKey))) }
    if !table.alternateKeys.isEmpty {
      members.append(.init("alternate_keys", .array(table.alternateKeys.map(key))))
    }
    if let column = table.sequenceKey { members.append(.init("sequence_key", .string(column))) }
    if let column = table.sequenceIndex {
      members.append(.init("sequence_index", .string(column)))
    }
    if !table.columnRelationships.isEmpty {
      members.append(
        .init("column_relationships", .array(table.columnRelationships.map(value))))
    }
    members.append(
      .init("columns", .object(table.columns.map { .init($0.name, value(of: $0)) })))
    return .object(members)
  }

  private static func value(of column: ColumnMetadata) -> JSONValue {
    var members: [JSONValue.Member] = [.init("sdtype", .string(column.sdtype.rawValue))]
    func add(_ name: String, _ text: String?) {
      if let text { members.append(.init(name, .string(text))) }
    }
    add("datetime_format", column.datetimeFormat)
    add("regex_format", column.regexFormat)
    add("computer_representation", column.computerRepresentation)
    if let order = column.order {
      members.append(.init("order", .array(order.map { .string($0) })))
    }
    add("order_by", column.orderBy)
    if let pii = column.pii { members.append(.init("pii", .boolean(pii))) }
    return .object(members)
  }

  private static func value(_ relationship: ColumnRelationship) -> JSONValue {
    .object([
      .init("type", .string(relationship.type)),
      .init("column_names", .array(relationship.columns.map { .string($0) })),
    ])
  }

  private static func value(_ relationship: Relationship) -> JSONValue {
    .object([
      .init("parent_table_name", .string(relationship.parentTable)),
      .init("parent_primary_key", key(relationship.parentKey)),
      .init("child_table_name", .string(relationship.childTable)),
      .init("child_foreign_key", key(relationship.childKey)),
    ])
  }

  /// A single name stands for itself, as SDV writes it.
  private static func key(_ columns: [String]) -> JSONValue {
    columns.count == 1 ? .string(columns[0]) : .array(columns.map { .string($0) })
  }
}
