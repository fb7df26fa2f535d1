/// Finds tables that look like public reference data: code lists, regions, catalogues.
///
/// Such a table may be kept as it is, so nothing personal may be in it. Proposed is what bears the
/// name of a list ("MediaType", "countries") or of a catalogue ("Products"), is small, does not grow
/// with the tables that refer to it, and has no column of a personal type. A catalogue may name its
/// makers ("Suppliers"): they come along, and their personal columns are made up.
public struct ReferenceTableDetection: Sendable {
  /// The most rows a list has.
  static let mostRows = 2_000
  /// Rows that refer to one row of the list, on average, at least.
  static let leastReferences = 5.0

  private let metadata: Metadata

  /// A detection for a schema.
  public init(_ metadata: Metadata) { self.metadata = metadata }

  /// The tables proposed, with evidence, parents before the lists that refer to them.
  /// - Complexity: O(tables + columns + relationships) for each level of lists.
  public func detect(in dataset: Dataset) -> [DetectionFinding] {
    var found: [String: DetectionFinding] = [:]
    var order: [String] = []
    func add(_ findings: [DetectionFinding]) {
      for finding in findings where found[finding.table] == nil {
        found[finding.table] = finding
        order.append(finding.table)
      }
    }
    var count = -1
    while count < order.count {
      count = order.count
      for table in metadata.tables where found[table.name] == nil {
        guard let finding = finding(table, in: dataset) else { continue }
        let others = metadata.relationships(toParentsOf: table.name).map(\.parentTable)
          .filter { found[$0] == nil && $0 != table.name }
        let makers = others.compactMap { maker($0, of: table, known: found, in: dataset) }
        if makers.count == others.count { add(makers + [finding]) }
      }
    }
    return order.compactMap { found[$0] }
  }

  private func finding(_ table: TableMetadata, in dataset: Dataset) -> DetectionFinding? {
    let isCatalogue = table.isNamed(as: KeyVocabulary.catalogues)
    let children = metadata.relationships(toChildrenOf: table.name)
      .filter { $0.childTable != table.name }
    guard isCatalogue || table.isNamed(as: KeyVocabulary.lists), !children.isEmpty,
      !table.columns.contains(where: { $0.isPersonal }), let rows = rows(of: table, in: dataset)
    else { return nil }
    let references = children.map { dataset[$0.childTable]?.rowCount ?? 0 }.max() ?? 0
    guard Double(references) >= Self.leastReferences * Double(rows) else { return nil }
    return DetectionFinding(
      .referenceTable, table: table.name, columns: [], score: 0.8,
      evidence: "the name of a \(isCatalogue ? "catalogue" : "list"), \(countText(rows, "row")), "
        + "up to \(countText(references, "row")) refer to them, no personal column")
  }

  /// The makers that a catalogue refers to, when nothing but lists is above them.
  private func maker(
    _ name: String, of catalogue: TableMetadata, known: [String: DetectionFinding],
    in dataset: Dataset
  ) -> DetectionFinding? {
    guard catalogue.isNamed(as: KeyVocabulary.catalogues), let table = metadata[name],
      table.isNamed(as: KeyVocabulary.makers), let rows = rows(of: table, in: dataset),
      metadata.relationships(toParentsOf: name).allSatisfy({
        known[$0.parentTable] != nil || $0.parentTable == name
      })
    else { return nil }
    let personal = table.columns.filter(\.isPersonal).map(\.name)
    let manner =
      personal.isEmpty ? "no personal column" : "\(personal.joined(separator: ", ")) made up"
    return DetectionFinding(
      .referenceTable, table: name, columns: [], score: 0.7,
      evidence: "\(catalogue.name) refers to it, \(countText(rows, "row")), \(manner)")
  }

  /// The rows of a table that is small enough and has a key to refer to.
  private func rows(of table: TableMetadata, in dataset: Dataset) -> Int? {
    guard table.primaryKey.count == 1, let rows = dataset[table.name]?.rowCount, rows > 0,
      rows <= Self.mostRows
    else { return nil }
    return rows
  }
}

extension TableMetadata {
  /// Whether the last word of the name is one of these, in the singular or plural.
  fileprivate func isNamed(as nouns: Set<String>) -> Bool {
    guard let noun = NameWords(name).words.last else { return false }
    return nouns.contains(noun) || nouns.contains(Noun.singular(noun))
  }
}

extension ColumnMetadata {
  /// Whether values may say something about a person, by their type or by declaration (`pii`).
  public var isPersonal: Bool {
    if let pii { return pii }
    return !sdtype.isStatistical && !Self.publicTypes.contains(sdtype.rawValue)
  }

  /// Types of columns that lists have too.
  private static let publicTypes: Set<String> = [
    "id", "text", "unknown", "city", "country", "country_code", "state", "state_abbr",
    "administrative_unit", "currency_code", "language_code",
  ]
}
