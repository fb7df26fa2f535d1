/// Reads a schema from SDV `V1` JSON.
enum MetadataReader {
  /// - Throws: `KindredError` of kind `metadata` with the table and column that are wrong.
  /// - Complexity: O(tables + columns + relationships), so that no file can hold a reader up.
  static func metadata(of value: JSONValue, version: JSONValue) throws -> Metadata {
    let known = ["V1", "MULTI_TABLE_V1", "SINGLE_TABLE_V1"]
    guard case .string(let version) = version, known.contains(version) else {
      throw KindredError(
        .metadata, "The metadata version is not known", value: version.text(indent: 0),
        remedy: "Give metadata of version V1.")
    }
    var metadata = Metadata()
    let top = MetadataObject(value, "The metadata")
    if version == "SINGLE_TABLE_V1" {
      try metadata.add(table: value, named: "table")
      if let extra = try top.members("kindred") { metadata.extra = extra }
      return metadata
    }
    try top.refuseMisspelled(["METADATA_SPEC_VERSION", "tables", "relationships", "kindred"])
    for member in try top.members("tables") ?? [] {
      // A table of its own schema at first: the members of an object have different names, and need
      // not be looked for among each other.
      var single = Metadata()
      try single.add(table: member.value, named: member.name)
      metadata.tables += single.tables
    }
    try metadata.add(relationships: top.list("relationships") ?? [])
    if let extra = try top.members("kindred") { metadata.extra = extra }
    return metadata
  }
}

extension Metadata {
  fileprivate mutating func add(table value: JSONValue, named name: String) throws {
    let object = MetadataObject(value, "The table", table: name)
    try object.refuseMisspelled([
      "METADATA_SPEC_VERSION", "columns", "primary_key", "alternate_keys", "sequence_key",
      "sequence_index", "column_relationships", "kindred",
    ])
    try addTable(
      name,
      columns: try (object.members("columns") ?? []).map { member in
        try ColumnMetadata(member.value, named: member.name, table: name)
      })
    if let key = try object.key("primary_key") { try setPrimaryKey(key, of: name) }
    for key in try object.list("alternate_keys") ?? [] {
      try addAlternateKey(try MetadataObject.key(key, "alternate_keys", table: name), of: name)
    }
    try setSequenceKey(object.text("sequence_key"), of: name)
    try setSequenceIndex(object.text("sequence_index"), of: name)
    for relationship in try object.list("column_relationships") ?? [] {
      let object = MetadataObject(relationship, "A column relationship", table: name)
      try addColumnRelationship(
        ColumnRelationship(
          type: object.needed("type", object.text),
          columns: object.needed("column_names", object.key)), to: name)
    }
  }

  fileprivate mutating func add(relationships values: [JSONValue]) throws {
    let places = Dictionary(tableNames.enumerated().map { ($1, $0) }) { first, _ in first }
    var known: Set<Relationship> = []
    for value in values {
      let relationship = try relationship(value, places)
      // Checked in a schema of its two tables, and of its double if there is one.
      var pair = Metadata()
      for table in [relationship.parentTable, relationship.childTable] where pair[table] == nil {
        if let place = places[table] { pair.tables.append(tables[place]) }
      }
      if !known.insert(relationship).inserted { pair.relationships = [relationship] }
      try pair.addRelationship(
        parent: relationship.parentTable, child: relationship.childTable,
        foreignKey: relationship.childKey)
      relationships.append(relationship)
    }
  }

  private func relationship(
    _ value: JSONValue, _ places: [String: Int]
  ) throws -> Relationship {
    let object = MetadataObject(value, "A relationship")
    let parent = try object.needed("parent_table_name", object.text)
    let child = try object.needed("child_table_name", object.text)
    let parentKey = try object.needed("parent_primary_key", object.key)
    let childKey = try object.needed("child_foreign_key", object.key)
    for table in [parent, child] where places[table] == nil {
      throw KindredError(
        .metadata, "Relationship between '\(parent)' and '\(child)' names an unknown table",
        table: table, remedy: KindredError.unknownTable(table, among: tableNames).remedy)
    }
    guard places[parent].map({ tables[$0].primaryKey }) == parentKey else {
      throw KindredError(
        .metadata,
        "Relationship between '\(parent)' and '\(child)' refers to a key that is not the primary "
          + "key", table: parent, column: parentKey.joined(separator: ", "),
        remedy: "Refer to the primary key, or declare it as such.")
    }
    return Relationship(
      parentTable: parent, parentKey: parentKey, childTable: child, childKey: childKey)
  }
}

extension ColumnMetadata {
  fileprivate init(_ value: JSONValue, named name: String, table: String) throws {
    let object = MetadataObject(value, "The column", table: table, column: name)
    self.init(
      name, SDType(rawValue: try object.needed("sdtype", object.text)),
      datetimeFormat: try object.text("datetime_format"),
      regexFormat: try object.text("regex_format"),
      computerRepresentation: try object.text("computer_representation"),
      order: try object.list("order")?.map { try object.label($0, "order") },
      orderBy: try object.text("order_by"), pii: try object.boolean("pii"))
    guard !sdtype.rawValue.isEmpty else {
      throw KindredError(
        .metadata, "The sdtype is empty", table: table, column: name,
        remedy: "Give one such as numerical, categorical, datetime, boolean or id.")
    }
    try sdtype.check(
      arguments: object.memberNames.filter { $0 != "sdtype" }, table: table, column: name)
    guard order == nil || orderBy == nil else {
      throw KindredError(
        .metadata, "The column has both 'order' and 'order_by'", table: table, column: name,
        remedy: "Keep one of them.")
    }
  }
}
