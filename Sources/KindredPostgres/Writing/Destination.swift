import KindredData

/// Where the tables of a dataset go: schemas, and what exists there.
struct Destination {
  let url: PostgresURL
  let connection: PostgresConnection

  /// One target per table of the metadata. Sets the search path.
  /// - Throws: `KindredError` of kind `database` when there is no schema to write to, `data` when an
  ///   existing table does not fit.
  func targets(of metadata: Metadata) throws -> [TableTarget] {
    let usual = try usualSchema()
    let path = try connection.rows(CatalogQueries.schemas).compactMap { $0[0] }
    let names = [usual] + path.filter { $0 != usual }
    try connection.run("SET LOCAL search_path = \(SQLText.names(names))")
    let definitions = try SQLDefinitions(metadata)
    var targets = metadata.tables.map { table in
      let definition = definitions[table.name]
      // A schema in the URL takes everything.
      let schema = url.schemas.first ?? definition.schema ?? usual
      return TableTarget(table, schema: schema, definition: definition)
    }
    try refuseCollisions(targets)
    let catalog = try CatalogReader(connection: connection).catalog(
      of: Array(Set(targets.map(\.schema))).sorted(), tables: targets.map(\.relation))
    for index in targets.indices {
      let target = targets[index]
      if let table = catalog.tables.first(where: {
        $0.schema == target.schema && $0.name == target.relation
      }) {
        try targets[index].connect(table, in: catalog)
      } else if catalog.otherRelations.contains(target.sqlName) {
        throw KindredError(
          .database, "The destination has a view of the table's name", table: target.name,
          remedy: "Rename it, or write to another schema: postgres://.../database?schema=name.")
      }
    }
    return targets
  }

  /// The schema of tables that name none.
  private func usualSchema() throws -> String {
    if let schema = url.schemas.first { return schema }
    if let schema = try connection.rows("SELECT current_schema()").first?.first ?? nil {
      return schema
    }
    throw KindredError(
      .database, "The search path of the destination has no schema", value: "\(url)",
      remedy: "Name the schema to write to: postgres://.../database?schema=name.")
  }

  private func refuseCollisions(_ targets: [TableTarget]) throws {
    var names: Set<String> = []
    for target in targets where !names.insert(target.sqlName).inserted {
      throw KindredError(
        .argument, "Two tables have the same name in the schema of the destination",
        table: target.name, value: target.sqlName,
        remedy: "Name no schema in the URL, so that every table goes to its own.")
    }
  }
}

/// The definitions by which tables are made: the declared ones where they are PostgreSQL's, else ones
/// made from the metadata, whose types are found out from the first rows.
struct SQLDefinitions {
  private var tables: [String: SQLTable] = [:]

  init(_ metadata: Metadata) throws {
    let declared = metadata.sqlSchema
    for table in metadata.tables {
      if let declared, declared.dialect == .postgresql, let definition = declared[table.name],
        table.columnNames.allSatisfy({ definition[column: $0] != nil })
      {
        tables[table.name] = definition
      } else {
        tables[table.name] = SQLTable(table, in: metadata, like: declared?[table.name])
      }
    }
  }

  subscript(name: String) -> SQLTable { tables[name] ?? SQLTable(name: name) }
}

extension SQLTable {
  /// A definition from metadata alone: types are open, constraints are those of the metadata.
  /// - Parameter foreign: The definition in another dialect, for what is common to all.
  fileprivate init(_ table: TableMetadata, in metadata: Metadata, like foreign: SQLTable?) {
    self.init(name: table.name)
    columns = table.columns.map { column in
      var result = SQLColumn(column.name, type: "")
      let declared = foreign?[column: column.name]
      result.isNullable =
        !table.primaryKey.contains(column.name) && declared?.isNullable ?? true
      if declared?.identity != nil { result.identity = SQLIdentity(.byDefault) }
      return result
    }
    if !table.primaryKey.isEmpty { primaryKey = SQLKey(columns: table.primaryKey) }
    uniqueKeys = table.alternateKeys.map { SQLKey(columns: $0) }
    foreignKeys = metadata.relationships(toParentsOf: table.name).map { relationship in
      let declared = foreign?.foreignKeys.first {
        $0.table == relationship.parentTable && Set($0.columns) == Set(relationship.childKey)
      }
      return SQLForeignKey(
        columns: relationship.childKey, table: relationship.parentTable,
        referencedColumns: relationship.parentKey, onUpdate: declared?.onUpdate ?? .noAction,
        onDelete: declared?.onDelete ?? .noAction)
    }
  }
}
