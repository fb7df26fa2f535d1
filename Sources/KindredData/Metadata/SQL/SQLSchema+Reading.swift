// Reading the definition from metadata files.

extension SQLSchema {
  /// - Throws: `KindredError` of kind `metadata` for what is no definition.
  init(json value: JSONValue) throws {
    let object = MetadataObject(value, "The definition of the database")
    self.init(
      dialect: SQLDialect(rawValue: try object.needed("dialect", object.text)),
      tables: try (object.list("tables") ?? []).map(SQLTable.init(json:)),
      enumerations: try (object.list("enumerations") ?? []).map(SQLEnumeration.init(json:)),
      domains: try (object.list("domains") ?? []).map(SQLDomain.init(json:)))
  }
}

extension MetadataObject {
  fileprivate func flag(_ name: String) throws -> Bool { try boolean(name) ?? false }

  fileprivate func texts(_ name: String) throws -> [String] {
    try (list(name) ?? []).map {
      guard case .string(let text) = $0 else {
        throw KindredError(
          .metadata, "\(subject) has \($0.kind) in '\(name)' where a text is expected",
          table: table, column: column, remedy: "Correct the metadata file.")
      }
      return text
    }
  }

  fileprivate func integer(_ name: String) throws -> Int64? {
    guard let member = value[name], member != .null else { return nil }
    guard case .number(let digits) = member, let number = Int64(digits) else {
      throw KindredError(
        .metadata, "'\(name)' is no whole number of 64 bits", table: table, column: column,
        remedy: "Correct the metadata file.")
    }
    return number
  }

  /// One of the texts that a type has for its cases.
  fileprivate func choice<Choice: RawRepresentable<String>>(
    _ name: String, of type: Choice.Type
  ) throws -> Choice? {
    guard let text = try text(name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw KindredError(
        .metadata, "\(subject) has an unknown '\(name)'", table: table, column: column,
        value: text, remedy: "Correct the metadata file.")
    }
    return choice
  }
}

extension SQLEnumeration {
  fileprivate init(json value: JSONValue) throws {
    let object = MetadataObject(value, "An enumeration")
    self.init(
      name: try object.needed("name", object.text), schema: try object.text("schema"),
      labels: try object.texts("labels"))
  }
}

extension SQLDomain {
  fileprivate init(json value: JSONValue) throws {
    let object = MetadataObject(value, "A domain")
    self.init(
      name: try object.needed("name", object.text), schema: try object.text("schema"),
      type: try object.needed("type", object.text), isNullable: try !object.flag("not_null"),
      defaultExpression: try object.text("default"), collation: try object.text("collation"),
      checks: try (object.list("checks") ?? []).map { try SQLCheck(json: $0, table: nil) })
  }
}

extension SQLTable {
  fileprivate init(json value: JSONValue) throws {
    var object = MetadataObject(value, "The table's definition")
    let name = try object.needed("name", object.text)
    object.table = name
    self.init(name: name)
    schema = try object.text("schema")
    relation = try object.text("relation")
    columns = try (object.list("columns") ?? []).map { try SQLColumn(json: $0, table: name) }
    if let key = value["primary_key"], key != .null {
      primaryKey = try SQLKey(json: key, table: name)
    }
    uniqueKeys = try (object.list("unique_keys") ?? []).map { try SQLKey(json: $0, table: name) }
    foreignKeys = try (object.list("foreign_keys") ?? []).map {
      try SQLForeignKey(json: $0, table: name)
    }
    checks = try (object.list("checks") ?? []).map { try SQLCheck(json: $0, table: name) }
    indexes = try (object.list("indexes") ?? []).map { try SQLIndex(json: $0, table: name) }
    options = try object.texts("options")
  }
}

extension SQLColumn {
  fileprivate init(json value: JSONValue, table: String) throws {
    var object = MetadataObject(value, "The column's definition", table: table)
    let name = try object.needed("name", object.text)
    object.column = name
    self.init(name, type: try object.text("type") ?? "")
    isNullable = try !object.flag("not_null")
    defaultExpression = try object.text("default")
    if let value = value["identity"], value != .null {
      let object = MetadataObject(value, "The identity", table: table, column: name)
      identity = SQLIdentity(
        try object.needed("kind") { try object.choice($0, of: SQLIdentity.Kind.self) },
        start: try object.integer("start"), increment: try object.integer("increment"))
    }
    generatedExpression = try object.text("generated")
    isGeneratedStored = try object.flag("stored")
    collation = try object.text("collation")
    storage = try object.choice("storage", of: SQLStorage.self)
  }
}

extension SQLKey {
  fileprivate init(json value: JSONValue, table: String) throws {
    let object = MetadataObject(value, "A key's definition", table: table)
    self.init(
      name: try object.text("name"), columns: try object.texts("columns"),
      deferral: try object.choice("deferral", of: SQLDeferral.self),
      nullsNotDistinct: try object.flag("nulls_not_distinct"))
  }
}

extension SQLForeignKey {
  fileprivate init(json value: JSONValue, table: String) throws {
    let object = MetadataObject(value, "A foreign key's definition", table: table)
    self.init(
      name: try object.text("name"), columns: try object.texts("columns"),
      table: try object.needed("table", object.text),
      referencedColumns: try object.texts("referenced_columns"),
      onUpdate: try object.choice("on_update", of: Action.self) ?? .noAction,
      onDelete: try object.choice("on_delete", of: Action.self) ?? .noAction,
      match: try object.text("match"),
      deferral: try object.choice("deferral", of: SQLDeferral.self))
  }
}

extension SQLCheck {
  fileprivate init(json value: JSONValue, table: String?) throws {
    let object = MetadataObject(value, "A check's definition", table: table)
    self.init(
      name: try object.text("name"), expression: try object.needed("expression", object.text))
  }
}

extension SQLIndex {
  fileprivate init(json value: JSONValue, table: String) throws {
    let object = MetadataObject(value, "An index's definition", table: table)
    self.init(
      name: try object.needed("name", object.text), isUnique: try object.flag("unique"),
      terms: try object.texts("terms"), condition: try object.text("condition"),
      method: try object.text("method"))
  }
}
