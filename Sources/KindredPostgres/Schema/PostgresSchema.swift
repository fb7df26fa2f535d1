import KindredData

/// The schemas of a database as metadata, and where its tables stand in the catalog.
struct PostgresSchema {
  /// Tables, keys and relationships, with the definition.
  let metadata: Metadata
  /// What is not read or not kept, a sentence each.
  let notes: [String]
  /// The catalog's tables, by their names in the metadata.
  let tables: [String: CatalogTable]
  let catalog: Catalog

  init(_ catalog: Catalog) throws {
    var builder = PostgresSchemaBuilder(catalog: catalog)
    builder.chooseKeys()
    metadata = try builder.metadata()
    notes = catalog.notes + builder.notes
    tables = builder.names.reduce(into: [:]) { tables, entry in
      tables[entry.value] = catalog.tables.first { $0.oid == entry.key }
    }
    self.catalog = catalog
  }
}

/// The steps from a catalog to metadata.
private struct PostgresSchemaBuilder {
  let catalog: Catalog
  /// The names in the metadata, by object identifier: with the schema where there are several.
  let names: [String: String]
  var notes: [String] = []
  private var definitions: [SQLTable] = []
  /// The key of each table that relationships refer to.
  private var keys: [String: [String]] = [:]

  init(catalog: Catalog) {
    self.catalog = catalog
    let isQualified = catalog.schemas.count > 1
    names = catalog.tables.reduce(into: [:]) { names, table in
      names[table.oid] = isQualified ? "\(table.schema).\(table.name)" : table.name
    }
    for table in catalog.tables { definitions.append(definition(of: table)) }
  }

  private func name(_ table: CatalogTable) -> String { names[table.oid] ?? table.name }

  // MARK: - Definition

  private mutating func definition(of table: CatalogTable) -> SQLTable {
    var result = SQLTable(name: name(table))
    if catalog.schemas.count > 1 {
      result.schema = table.schema
      result.relation = table.name
    }
    result.columns = table.columns.map { definition(of: $0, in: table) }
    for constraint in table.constraints { add(constraint, of: table, to: &result) }
    result.indexes = table.indexes.compactMap { index in
      let parsed = SQLIndex(definition: index.definition, name: index.name)
      if parsed == nil {
        notes.append("The index '\(index.name)' of '\(result.name)' is not kept.")
      }
      return parsed
    }
    if table.isPartitioned {
      notes.append("The partitions of '\(result.name)' are read as one table.")
    }
    return result
  }

  private mutating func definition(of column: CatalogColumn, in table: CatalogTable) -> SQLColumn {
    var result = SQLColumn(column.name, type: column.typeText)
    result.isNullable = !column.isNotNull
    result.collation = column.collation
    if let expression = column.generation {
      result.generatedExpression = expression
      result.isGeneratedStored = true
    }
    let sequence = column.sequence.flatMap { catalog.sequences[$0] }
    if let identity = column.identity {
      result.identity = SQLIdentity(sequence, kind: identity == .always ? .always : .byDefault)
    } else if let text = column.defaultText, let sequence {
      if text.hasPrefix("nextval("), text.hasSuffix("::regclass)") {
        result.identity = SQLIdentity(sequence, kind: .serial)
      } else {
        notes.append(
          "The default of '\(name(table)).\(column.name)' uses a sequence and is not kept.")
      }
    } else {
      result.defaultExpression = column.defaultText
    }
    return result
  }

  private mutating func add(
    _ constraint: CatalogConstraint, of table: CatalogTable, to result: inout SQLTable
  ) {
    let deferral: SQLDeferral? =
      constraint.isInitiallyDeferred
      ? .initiallyDeferred : constraint.isDeferrable ? .deferrable : nil
    switch constraint.kind {
    case .primaryKey:
      result.primaryKey = SQLKey(
        name: constraint.name, columns: constraint.columns, deferral: deferral)
    case .unique:
      result.uniqueKeys.append(
        SQLKey(
          name: constraint.name, columns: constraint.columns, deferral: deferral,
          nullsNotDistinct: constraint.definition.contains("NULLS NOT DISTINCT")))
    case .check:
      guard let expression = constraint.expression else { return }
      result.checks.append(SQLCheck(name: constraint.name, expression: expression))
    case .foreignKey:
      guard let reference = constraint.reference else { return }
      guard let parent = names[reference.table] else {
        notes.append(
          "Foreign key \(result.name).(\(constraint.columns.joined(separator: ", "))) is left out: "
            + "the table '\(reference.schema).\(reference.name)' is not read.")
        return
      }
      result.foreignKeys.append(
        SQLForeignKey(
          name: constraint.name, columns: constraint.columns, table: parent,
          referencedColumns: reference.columns, onUpdate: reference.onUpdate,
          onDelete: reference.onDelete, match: reference.isFull ? "FULL" : nil,
          deferral: deferral))
    case .exclusion:
      notes.append("The constraint '\(constraint.name)' of '\(result.name)' is not kept.")
    }
  }

  // MARK: - Keys

  /// Relationships refer to a table's primary key. Where all foreign keys refer to another key, that
  /// one takes its place.
  mutating func chooseKeys() {
    for table in definitions {
      let own = table.primaryKey?.columns ?? []
      keys[table.name] = own
      let wanted = definitions.flatMap(\.foreignKeys).filter { $0.table == table.name }
        .map { Set($0.referencedColumns) }
      guard let first = wanted.first, first != Set(own), wanted.allSatisfy({ $0 == first }) else {
        continue
      }
      if let key = uniqueKeys(of: table).first(where: { Set($0) == first }) {
        keys[table.name] = key
      }
    }
    for index in definitions.indices {
      let table = definitions[index]
      definitions[index].foreignKeys = table.foreignKeys.filter { key in
        guard let problem = problem(with: key, of: table) else { return true }
        notes.append(
          "Foreign key \(table.name).(\(key.columns.joined(separator: ", "))) is left out: \(problem)"
        )
        return false
      }
    }
  }

  private func uniqueKeys(of table: SQLTable) -> [[String]] {
    table.uniqueKeys.map(\.columns) + table.indexes.compactMap { $0.plainUniqueColumns(of: table) }
  }

  private func problem(with key: SQLForeignKey, of table: SQLTable) -> String? {
    let isGenerated = { (name: String) in table[column: name]?.generatedExpression != nil }
    if Set(key.referencedColumns) != Set(keys[key.table] ?? []) {
      return "it refers to another key of '\(key.table)' than its primary key."
    }
    if key.columns.contains(where: isGenerated) { return "the database computes its columns." }
    if key.table == table.name, key.columns == key.referencedColumns {
      return "it refers to itself."
    }
    return nil
  }

  // MARK: - Metadata

  func metadata() throws -> Metadata {
    var metadata = Metadata()
    for (definition, table) in zip(definitions, catalog.tables) {
      try add(definition, table, to: &metadata)
    }
    for table in definitions {
      for key in table.foreignKeys where metadata[key.table] != nil {
        let order = keys[key.table] ?? []
        let pairs = Dictionary(zip(key.referencedColumns, key.columns)) { first, _ in first }
        let columns = order.compactMap { pairs[$0] }
        let isKnown = metadata.relationships(toParentsOf: table.name)
          .contains { $0.parentTable == key.table && $0.childKey == columns }
        // Declared twice, it is still one.
        guard !isKnown else { continue }
        try metadata.addRelationship(parent: key.table, child: table.name, foreignKey: columns)
      }
    }
    let types = catalog.types.values.filter { $0.fromExtension == nil && $0.schema != "pg_catalog" }
      .sorted { ($0.schema, $0.name) < ($1.schema, $1.name) }
    let isQualified = catalog.schemas.count > 1
    metadata.sqlSchema = SQLSchema(
      dialect: .postgresql, tables: definitions,
      enumerations: types.filter { $0.kind == .enumeration }.map {
        SQLEnumeration(
          name: $0.name, schema: isQualified || $0.schema != catalog.schemas[0] ? $0.schema : nil,
          labels: $0.labels)
      },
      domains: catalog.domainsInOrder.map {
        SQLDomain(
          name: $0.name, schema: isQualified || $0.schema != catalog.schemas[0] ? $0.schema : nil,
          type: $0.baseText ?? "text", isNullable: !$0.isNotNull,
          defaultExpression: $0.defaultText,
          checks: $0.checks.map { SQLCheck(name: $0.name, expression: $0.expression) })
      })
    return metadata
  }

  private func add(
    _ definition: SQLTable, _ table: CatalogTable, to metadata: inout Metadata
  ) throws {
    let primaryKey = keys[definition.name] ?? []
    var alternates: [[String]] = []
    for key in (definition.primaryKey.map { [$0.columns] } ?? []) + uniqueKeys(of: definition) {
      // A key with the primary key among its columns says nothing new.
      let isImplied =
        !primaryKey.isEmpty && Set(primaryKey).isSubset(of: key)
        || alternates.contains { Set($0) == Set(key) }
        || key.contains { definition[column: $0]?.generatedExpression != nil }
      if !isImplied, !key.isEmpty { alternates.append(key) }
    }
    let identifiers = Set(
      ([primaryKey] + alternates).filter { $0.count == 1 }.flatMap { $0 }
        + definition.foreignKeys.flatMap(\.columns))
    let columns = table.columns.filter { $0.generation == nil }.map { column in
      identifiers.contains(column.name)
        ? ColumnMetadata(column.name, .id) : catalog.declaredType(of: column)
    }
    guard !columns.isEmpty else { return }
    try metadata.addTable(definition.name, columns: columns, primaryKey: primaryKey)
    for key in alternates { try metadata.addAlternateKey(key, of: definition.name) }
  }
}

extension SQLIdentity {
  fileprivate init(_ sequence: CatalogSequence?, kind: Kind) {
    self.init(
      kind, start: sequence.flatMap { $0.start == 1 ? nil : $0.start },
      increment: sequence.flatMap { $0.increment == 1 ? nil : $0.increment })
  }
}
