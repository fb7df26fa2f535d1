import KindredData

/// Reads the catalog of a server.
struct CatalogReader {
  let connection: PostgresConnection

  /// What the catalog says of these schemas; of those on the search path when none are named.
  ///
  /// Inside a transaction: it sets the search path, so that names come out as declarations that can
  /// be repeated elsewhere: bare for one schema, qualified for several.
  /// - Throws: `KindredError` of kind `argument` for a schema that does not exist.
  func catalog(of named: [String]) throws -> Catalog {
    var catalog = Catalog()
    catalog.schemas = named
    if named.isEmpty {
      catalog.schemas = try connection.rows(CatalogQueries.schemas).compactMap { $0[0] }
    } else {
      try checkExistence(named)
    }
    // The empty name stands for no schema but pg_catalog.
    let path = catalog.schemas.count == 1 ? SQLText.name(catalog.schemas[0]) : "''"
    try connection.run("SET LOCAL search_path = \(path)")
    try readRelations(nil, into: &catalog)
    try readDetails(into: &catalog)
    return catalog
  }

  /// What the catalog says of tables of these names, in any of the schemas. The search path stays as it
  /// is.
  func catalog(of schemas: [String], tables: [String]) throws -> Catalog {
    var catalog = Catalog()
    catalog.schemas = schemas
    try readRelations(ArrayText.text(of: tables), into: &catalog)
    try readDetails(into: &catalog)
    return catalog
  }

  private func readDetails(into catalog: inout Catalog) throws {
    guard !catalog.tables.isEmpty else { return }
    let tables = ArrayText.text(of: catalog.tables.map(\.oid))
    try readColumns(of: tables, into: &catalog)
    try readConstraints(of: tables, into: &catalog)
    try readTypes(into: &catalog)
    try readSequences(into: &catalog)
  }

  private func checkExistence(_ named: [String]) throws {
    let found = Set(
      try connection.rows(CatalogQueries.existingSchemas, [ArrayText.text(of: named)])
        .compactMap { $0[0] })
    guard let missing = named.first(where: { !found.contains($0) }) else { return }
    throw KindredError(
      .argument, "The database has no such schema", value: missing,
      remedy: "Correct 'schema' in the URL; names are case-sensitive.")
  }

  // MARK: - Tables

  private func readRelations(_ names: String?, into catalog: inout Catalog) throws {
    let rows = try connection.rows(
      CatalogQueries.relations, [ArrayText.text(of: catalog.schemas), names])
    for row in rows {
      let fields = Fields(row)
      let (schema, name) = (fields.text(1), fields.text(2))
      if let owner = fields.optional(8) {
        catalog.notes.append(
          "The table '\(name)' belongs to the extension '\(owner)' and is left out.")
        continue
      }
      let kind = fields.text(3)
      guard kind == "r" || kind == "p" else {
        catalog.otherRelations.insert(SQLText.name(schema, name))
        let what = kind == "v" ? "view" : kind == "m" ? "materialized view" : "foreign table"
        catalog.notes.append("The \(what) '\(name)' is left out: only tables are read.")
        continue
      }
      catalog.tables.append(
        CatalogTable(
          oid: fields.text(0), schema: schema, name: name, isPartitioned: kind == "p",
          hasHeirs: kind == "r" && fields.isTrue(4), isOwned: fields.isTrue(5),
          isReadable: fields.isTrue(6), estimatedRows: Double(fields.text(7)) ?? -1))
    }
  }

  private func readColumns(of tables: String, into catalog: inout Catalog) throws {
    let positions = catalog.positions
    for row in try connection.rows(CatalogQueries.columns, [tables]) {
      let fields = Fields(row)
      guard let table = positions[fields.text(0)] else { continue }
      var column = CatalogColumn(
        name: fields.text(1), type: fields.text(2), modifier: Int(fields.text(3)) ?? -1,
        typeText: fields.text(4), isNotNull: fields.isTrue(5),
        identity: CatalogColumn.Identity(rawValue: fields.text(6)),
        generation: fields.text(7).isEmpty ? nil : fields.optional(8),
        defaultText: fields.text(7).isEmpty ? fields.optional(8) : nil,
        sequence: fields.optional(9), collation: fields.optional(10))
      if let function = fields.optional(11) {
        let what = column.generation == nil ? "default" : "generation expression"
        catalog.notes.append(
          "The \(what) of '\(catalog.tables[table].name).\(column.name)' uses the function "
            + "'\(function)' and is not kept.")
        (column.defaultText, column.generation) = (nil, nil)
      }
      catalog.tables[table].columns.append(column)
    }
  }

  // MARK: - Constraints

  private func readConstraints(of tables: String, into catalog: inout Catalog) throws {
    let positions = catalog.positions
    for row in try connection.rows(CatalogQueries.constraints, [tables]) {
      let fields = Fields(row)
      guard let table = positions[fields.text(0)],
        let kind = CatalogConstraint.Kind(rawValue: fields.text(2))
      else { continue }
      if let function = fields.optional(15) {
        catalog.notes.append(
          "The constraint '\(fields.text(1))' of '\(catalog.tables[table].name)' uses the function "
            + "'\(function)' and is not kept.")
        continue
      }
      var constraint = CatalogConstraint(
        name: fields.text(1), kind: kind, columns: fields.list(3), definition: fields.text(4),
        expression: fields.optional(5), isDeferrable: fields.isTrue(6),
        isInitiallyDeferred: fields.isTrue(7))
      if kind == .foreignKey {
        constraint.reference = CatalogConstraint.Reference(
          table: fields.text(8), schema: fields.text(9), name: fields.text(10),
          columns: fields.list(11), onUpdate: Self.action(fields.text(12)),
          onDelete: Self.action(fields.text(13)), isFull: fields.text(14) == "f")
      }
      catalog.tables[table].constraints.append(constraint)
    }
    for row in try connection.rows(CatalogQueries.indexes, [tables]) {
      let fields = Fields(row)
      guard let table = positions[fields.text(0)] else { continue }
      catalog.tables[table].indexes.append((fields.text(1), fields.text(2)))
    }
  }

  private static func action(_ code: String) -> SQLForeignKey.Action {
    switch code {
    case "r": .restrict
    case "c": .cascade
    case "n": .setNull
    case "d": .setDefault
    default: .noAction
    }
  }

  // MARK: - Types and sequences

  private func readTypes(into catalog: inout Catalog) throws {
    let used = Set(catalog.tables.flatMap { $0.columns.map(\.type) }).sorted()
    for row in try connection.rows(CatalogQueries.types, [ArrayText.text(of: used)]) {
      let fields = Fields(row)
      catalog.types[fields.text(0)] = CatalogType(
        oid: fields.text(0), schema: fields.text(1), name: fields.text(2),
        kind: CatalogType.Kind(rawValue: fields.text(3)) ?? .base, element: fields.optional(4),
        base: fields.optional(5), baseModifier: Int(fields.text(6)) ?? -1,
        baseText: fields.optional(7), isNotNull: fields.isTrue(8), defaultText: fields.optional(9),
        labels: fields.list(10), fromExtension: fields.optional(11))
    }
    let domains = catalog.types.values.filter { $0.kind == .domain }.map(\.oid).sorted()
    guard !domains.isEmpty else { return }
    for row in try connection.rows(CatalogQueries.domainChecks, [ArrayText.text(of: domains)]) {
      let fields = Fields(row)
      catalog.types[fields.text(0)]?.checks.append((fields.text(1), fields.text(2)))
    }
  }

  private func readSequences(into catalog: inout Catalog) throws {
    let used = Set(catalog.tables.flatMap { $0.columns.compactMap(\.sequence) }).sorted()
    guard !used.isEmpty else { return }
    for row in try connection.rows(CatalogQueries.sequences, [ArrayText.text(of: used)]) {
      let fields = Fields(row)
      func number(_ index: Int) -> Int64 { Int64(fields.text(index)) ?? 0 }
      catalog.sequences[fields.text(0)] = CatalogSequence(
        schema: fields.text(1), name: fields.text(2), start: number(3), increment: number(4),
        minimum: number(5), maximum: number(6), isOwned: fields.isTrue(7))
    }
  }
}

extension Catalog {
  /// Where a table stands, by its object identifier.
  fileprivate var positions: [String: Int] {
    Dictionary(tables.enumerated().map { ($1.oid, $0) }) { first, _ in first }
  }
}

/// The texts of a row of the catalog.
private struct Fields {
  private let row: [String?]

  init(_ row: [String?]) { self.row = row }

  func optional(_ index: Int) -> String? { index < row.count ? row[index] : nil }

  func text(_ index: Int) -> String { optional(index) ?? "" }

  func isTrue(_ index: Int) -> Bool { text(index) == "t" }

  func list(_ index: Int) -> [String] { optional(index).flatMap(ArrayText.values) ?? [] }
}
