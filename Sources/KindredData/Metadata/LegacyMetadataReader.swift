/// Reads a schema from the JSON of SDV 0.x: tables with typed `fields`, foreign keys as `ref` of a
/// field.
enum LegacyMetadataReader {
  /// - Throws: `KindredError` of kind `metadata` with the table and field that are wrong.
  static func metadata(of value: JSONValue) throws -> Metadata {
    let top = MetadataObject(value, "The metadata")
    guard let listed = try top.namedMembers("tables") else {
      throw KindredError(
        .metadata, "\"tables\" entry not found in Metadata",
        remedy: "Give metadata in SDV's JSON format (version V1 or 0.x).")
    }
    var metadata = Metadata()
    var used: [MetadataObject] = []
    var unused: Set<String> = []
    for member in listed {
      let table = MetadataObject(member.value, "The table", table: member.name)
      guard try table.boolean("use") ?? true else {
        unused.insert(member.name)
        continue
      }
      used.append(table)
      try metadata.add(legacy: table, named: member.name)
    }
    for table in used { try metadata.addReferences(of: table, without: unused) }
    return metadata
  }
}

extension Metadata {
  fileprivate mutating func add(legacy table: MetadataObject, named name: String) throws {
    let fields = try table.needed("fields", table.namedMembers)
    try addTable(
      name, columns: try fields.map { try ColumnMetadata(legacy: $0.value, $0.name, table: name) },
      primaryKey: try table.key("primary_key") ?? [])
    if let constraints = try table.list("constraints"), !constraints.isEmpty {
      // Kindred learns dependence from data; the rules are kept for whoever reads the file.
      extra.append(JSONValue.Member("constraints of \(name)", .array(constraints)))
    }
  }

  fileprivate mutating func addReferences(
    of table: MetadataObject, without unused: Set<String>
  ) throws {
    guard let child = table.table else { return }
    for field in try table.needed("fields", table.namedMembers) {
      let object = MetadataObject(field.value, "The field", table: child, column: field.name)
      guard let members = try object.members("ref") else { continue }
      let reference = MetadataObject(
        .object(members), "The reference", table: child, column: field.name)
      let parent = try reference.needed("table", reference.text)
      // A table that is not used takes its relationships with it.
      guard !unused.contains(parent) else { continue }
      guard let parentKey = self[parent]?.primaryKey else {
        throw KindredError(
          .metadata, "Table \"\(parent)\" does not exist", table: child, column: field.name,
          remedy: KindredError.unknownTable(parent, among: tableNames).remedy)
      }
      let key = try reference.text("field")
      guard key == nil || parentKey == [key ?? ""] else {
        throw KindredError(
          .metadata, "The field refers to '\(parent).\(key ?? "")', which is no primary key",
          table: child, column: field.name, remedy: "Make it the primary key of '\(parent)'.")
      }
      try addRelationship(parent: parent, child: child, foreignKey: field.name)
    }
  }
}

extension ColumnMetadata {
  fileprivate init(legacy value: JSONValue, _ name: String, table: String) throws {
    let object = MetadataObject(value, "The field", table: table, column: name)
    let type = try object.needed("type", object.text)
    let subtype = try object.text("subtype")
    self.init(name, SDType(rawValue: type))
    switch type {
    case "numerical":
      guard subtype == nil || subtype == "integer" || subtype == "float" else {
        throw KindredError(
          .metadata, "Invalid field \"subtype\" for numerical field: \"\(subtype ?? "")\"",
          table: table, column: name, remedy: "Numbers are of subtype integer or float.")
      }
      computerRepresentation = subtype == "integer" ? "Int64" : nil
    case "datetime": datetimeFormat = try object.text("format")
    case "id":
      guard subtype == nil || subtype == "integer" || subtype == "string" else {
        throw KindredError(
          .metadata, "Invalid field \"subtype\" for key field: \"\(subtype ?? "")\"", table: table,
          column: name, remedy: "Keys are of subtype integer or string.")
      }
      regexFormat = try object.text("regex")
    case "categorical":
      guard try object.boolean("pii") ?? false else { break }
      pii = true
      sdtype = SDType(rawValue: try Self.category(object))
      guard !sdtype.rawValue.isEmpty else {
        throw KindredError(
          .metadata, "The field's \"pii_category\" is empty", table: table, column: name,
          remedy: "Give one such as first_name or email, or leave it out.")
      }
      // A category that is no kind of personal value, such as numerical.
      try sdtype.check(arguments: ["pii"], table: table, column: name)
    case "boolean": break
    default:
      throw KindredError(
        .metadata, "The field type is not known", table: table, column: name, value: type,
        remedy: "Give one of numerical, categorical, datetime, boolean or id.")
    }
  }

  /// The kind of personal value: a name, or a list that begins with one.
  private static func category(_ object: MetadataObject) throws -> String {
    guard let value = object.value["pii_category"] else { return SDType.unknown.rawValue }
    if case .array(let parts) = value, case .string(let category)? = parts.first { return category }
    return try object.text("pii_category") ?? SDType.unknown.rawValue
  }
}
