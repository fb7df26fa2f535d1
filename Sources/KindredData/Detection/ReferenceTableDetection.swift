/// Finds tables that look like public reference data: code lists, regions, catalogues.
///
/// Such a table may be kept as it is, so nothing personal may be in it. Proposed is what bears the
/// name of a list ("MediaType", "countries"), is small, does not grow with the tables that refer to
/// it, and has no column of a personal type.
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
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for table in metadata.tables where found[table.name] == nil {
        let parents = metadata.relationships(toParentsOf: table.name).map(\.parentTable)
        guard parents.allSatisfy({ found[$0] != nil || $0 == table.name }),
          let finding = finding(table, in: dataset)
        else { continue }
        found[table.name] = finding
        order.append(table.name)
        isGrowing = true
      }
    }
    return order.compactMap { found[$0] }
  }

  private func finding(_ table: TableMetadata, in dataset: Dataset) -> DetectionFinding? {
    let children = metadata.relationships(toChildrenOf: table.name)
      .filter { $0.childTable != table.name }
    guard table.primaryKey.count == 1, !children.isEmpty,
      let noun = NameWords(table.name).words.last,
      KeyVocabulary.lists.contains(noun) || KeyVocabulary.lists.contains(Noun.singular(noun)),
      !table.columns.contains(where: { $0.isPersonal }),
      let rows = dataset[table.name]?.rowCount, rows > 0, rows <= Self.mostRows
    else { return nil }
    let references = children.map { dataset[$0.childTable]?.rowCount ?? 0 }.max() ?? 0
    guard Double(references) >= Self.leastReferences * Double(rows) else { return nil }
    return DetectionFinding(
      .referenceTable, table: table.name, columns: [], score: 0.8,
      evidence: "the name of a list, \(countText(rows, "row")), up to "
        + "\(countText(references, "row")) refer to them, no personal column")
  }
}

extension ColumnMetadata {
  /// Whether values may say something about a person.
  fileprivate var isPersonal: Bool {
    if let pii { return pii }
    return !sdtype.isStatistical && !Self.publicTypes.contains(sdtype.rawValue)
  }

  /// Types of columns that lists have too.
  private static let publicTypes: Set<String> = [
    "id", "text", "unknown", "city", "country", "country_code", "state", "state_abbr",
    "administrative_unit", "currency_code", "language_code",
  ]
}
