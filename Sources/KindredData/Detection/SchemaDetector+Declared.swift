extension SchemaDetector {
  /// Completes a declared schema by what values suggest.
  ///
  /// Declared keys and relationships win. Where the schema declares no key at all, keys are detected;
  /// where it declares primary keys but no relationship, relationships are. Columns of the sdtype
  /// `unknown` get the type that their values and names suggest, datetimes without a format theirs,
  /// and identifiers that are mail addresses and the like are called that.
  /// - Returns: the tables stored as if they had been read with the metadata found; findings on what
  ///   was not declared.
  /// - Throws: `KindredError` of kind `data` when a table's columns contradict each other.
  public func detect(_ dataset: Dataset, declared: Metadata) throws -> DetectionResult {
    var detection = SchemaDetection(dataset, threads: reader.threads)
    var metadata = declared
    var findings: [DetectionFinding] = []
    if declared.relationships.isEmpty {
      if declared.tables.allSatisfy({ $0.primaryKey.isEmpty }) {
        detection.findKeys()
      } else {
        detection.findLinks(toKeysOf: declared)
      }
      metadata = metadata.adding(detection.metadata)
      findings = detection.findings.filter { $0.subject != .column }
    }
    metadata.refine(by: detection.tables)
    let lists = ReferenceTableDetection(metadata).detect(in: dataset)
    if !lists.isEmpty { metadata.referenceTables = lists.map(\.table) }
    return DetectionResult(
      metadata: metadata,
      dataset: try dataset.stored(as: metadata, categoriesAsStrings: true),
      findings: findings + metadata.columnNotes(of: detection.tables) + lists)
  }
}

extension Metadata {
  /// The schema with keys and relationships that were detected, where it has none.
  fileprivate func adding(_ found: Metadata) -> Metadata {
    var result = self
    for index in result.tables.indices where result.tables[index].primaryKey.isEmpty {
      result.tables[index].primaryKey = found[result.tables[index].name]?.primaryKey ?? []
      let key = result.tables[index].primaryKey
      result.tables[index].alternateKeys.removeAll { $0 == key }
    }
    result.relationships = found.relationships.filter { relationship in
      result[relationship.parentTable]?.primaryKey == relationship.parentKey
    }
    for relationship in result.relationships {
      for (table, key) in [
        (relationship.parentTable, relationship.parentKey),
        (relationship.childTable, relationship.childKey),
      ] {
        guard let index = result.tables.firstIndex(where: { $0.name == table }) else { continue }
        for place in result.tables[index].columns.indices
        where key.contains(result.tables[index].columns[place].name) {
          result.tables[index].columns[place].sdtype = .id
        }
      }
    }
    for index in result.tables.indices where result.tables[index].primaryKey.count == 1 {
      for place in result.tables[index].columns.indices
      where result.tables[index].primaryKey == [result.tables[index].columns[place].name] {
        result.tables[index].columns[place].sdtype = .id
      }
    }
    return result
  }

  /// Gives columns whose type is open the one that was judged.
  fileprivate mutating func refine(by profiles: [TableProfile]) {
    let judged = Dictionary(profiles.map { ($0.name, $0) }) { first, _ in first }
    for index in tables.indices {
      guard let profile = judged[tables[index].name] else { continue }
      let keys = Set(
        [tables[index].primaryKey]
          + relationships.filter { $0.childTable == tables[index].name }.flatMap {
            $0.childKey.map { [$0] }
          })
      for place in tables[index].columns.indices {
        let name = tables[index].columns[place].name
        guard
          let found = zip(profile.columns, profile.judgements).first(where: { $0.0.name == name })
        else { continue }
        tables[index].columns[place].refine(by: found.1.column, isKey: keys.contains([name]))
      }
    }
  }

  /// What there is to say about the types of columns that were judged.
  fileprivate func columnNotes(of profiles: [TableProfile]) -> [DetectionFinding] {
    profiles.flatMap { profile in
      zip(profile.columns, profile.judgements).compactMap { column, judgement in
        guard let note = judgement.note,
          self[profile.name]?[column: column.name]?.sdtype == judgement.column.sdtype
        else { return nil }
        return DetectionFinding(
          .column, table: profile.name, columns: [column.name], score: 0.5, evidence: note)
      }
    }
  }
}

extension ColumnMetadata {
  fileprivate mutating func refine(by judged: ColumnMetadata, isKey: Bool) {
    switch sdtype {
    case .unknown:
      sdtype = judged.sdtype
      datetimeFormat = datetimeFormat ?? judged.datetimeFormat
    case .datetime where datetimeFormat == nil:
      // Values that are no dates are not made some by the declaration.
      if judged.sdtype != .datetime { sdtype = judged.sdtype }
      datetimeFormat = judged.datetimeFormat
    case .id where !isKey:
      // A further key that is a mail address, a telephone number.
      let isPersonal =
        !judged.sdtype.isStatistical && judged.sdtype != .text && judged.sdtype != .unknown
      if isPersonal { sdtype = judged.sdtype }
    default: break
    }
  }
}
