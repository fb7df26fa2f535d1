extension Dataset {
  /// The dataset with its orphans resolved: rows whose foreign key no parent row has.
  ///
  /// Rows that are kept stay in order. By `drop`, rows that refer to dropped rows are dropped as
  /// well, until nothing changes; tables may refer to themselves and to each other in a circle. By
  /// `drop` and `null` no orphan remains.
  ///
  /// - Returns: the dataset, and a sentence per table or foreign key concerned.
  /// - Throws: `KindredError` of kind `data` when a table or key column is missing, a table has more
  ///   rows than 32 bits count, or a key to be made null is part of the primary key.
  /// - Complexity: O(rows) for `drop` and `keep`, and for `null` unless foreign keys refer to columns
  ///   that are foreign keys themselves.
  public func resolvingOrphans(
    in metadata: Metadata, policy: OrphanPolicy
  ) throws -> (dataset: Dataset, notes: [String]) {
    for name in metadata.tableNames where self[name] == nil {
      throw TableShape.missing(name).error
    }
    switch policy {
    case .drop: return try droppingOrphans(in: metadata)
    case .null: return try nullingOrphans(in: metadata)
    case .keep: return (self, try orphanNotes(in: metadata))
    }
  }

  // MARK: - Keep

  private func orphanNotes(in metadata: Metadata) throws -> [String] {
    try orphanCounts(in: metadata).map { relationship, count in
      "\(relationship.childName): \(count) \(count == 1 ? "row refers" : "rows refer") to rows that "
        + "'\(relationship.parentTable)' does not have; kept as rows without a parent"
    }
  }

  /// The relationships that have orphans, and how many.
  private func orphanCounts(
    in metadata: Metadata
  ) throws -> [(relationship: Relationship, count: Int)] {
    let counts = parallelMap(metadata.relationships.count, threads: 0) { index in
      Result { try orphanRows(metadata.relationships[index]).count }
    }
    return try zip(metadata.relationships, counts).compactMap { relationship, count in
      let count = try count.get()
      return count > 0 ? (relationship, count) : nil
    }
  }

  private func orphanRows(_ relationship: Relationship) throws -> [Int] {
    guard let parent = self[relationship.parentTable], let child = self[relationship.childTable]
    else { return [] }
    let rows = try RelationshipIndex(relationship, parent: parent, child: child).parentRows
    return rows.indices.filter { rows[$0] == RelationshipIndex.orphan }
  }

  // MARK: - Drop

  private func droppingOrphans(in metadata: Metadata) throws -> (dataset: Dataset, notes: [String])
  {
    var cascade = try OrphanCascade(metadata, self)
    cascade.run()
    var notes: [String] = []
    let kept = try tables.enumerated().map { index, table in
      let (orphans, descendants) = (cascade.orphans[index], cascade.descendants[index])
      guard orphans + descendants > 0 else { return table }
      let reasons = [
        orphans > 0 ? "\(orphans) without a parent row" : nil,
        descendants > 0 ? "\(descendants) that refer to dropped rows" : nil,
      ]
      notes.append(
        "\(table.name): \(orphans + descendants) of \(table.rowCount) rows dropped, "
          + reasons.compactMap { $0 }.joined(separator: " and "))
      return try table.gather(cascade.keptRows(of: index))
    }
    return (try Dataset(kept), notes)
  }

  // MARK: - Null

  private func nullingOrphans(in metadata: Metadata) throws -> (dataset: Dataset, notes: [String]) {
    var result = self
    var counts = [Int](repeating: 0, count: metadata.relationships.count)
    // A key that becomes null may be one that others refer to, hence the rounds; every round but the
    // last makes some value null.
    while true {
      var hasChanged = false
      for (index, relationship) in metadata.relationships.enumerated() {
        let rows = try result.orphanRows(relationship)
        guard !rows.isEmpty else { continue }
        result = try result.nulling(relationship, in: rows, metadata)
        counts[index] += rows.count
        hasChanged = true
      }
      if !hasChanged { break }
    }
    let notes = zip(metadata.relationships, counts).filter { $0.1 > 0 }.map { relationship, count in
      "\(relationship.childName): \(count) \(count == 1 ? "key" : "keys") that "
        + "'\(relationship.parentTable)' does not have made null"
    }
    return (result, notes)
  }

  private func nulling(
    _ relationship: Relationship, in rows: [Int], _ metadata: Metadata
  ) throws -> Dataset {
    let primaryKey = metadata[relationship.childTable]?.primaryKey ?? []
    return try Dataset(
      tables.map { table in
        guard table.name == relationship.childTable, let first = rows.first else { return table }
        if let part = relationship.childKey.first(where: primaryKey.contains) {
          let key = relationship.childKey.compactMap { table[column: $0] }.map {
            ValueSpelling($0)[first] ?? "null"
          }
          throw KindredError(
            .data,
            "The key refers to a row that '\(relationship.parentTable)' does not have, and cannot be "
              + "made null, as '\(part)' is part of the primary key",
            table: table.name, column: relationship.childKey.joined(separator: ", "),
            row: first + 1, value: key.joined(separator: ", "),
            remedy: "Drop such rows, or add the parent rows.")
        }
        var sources = Array(0..<Int32(table.rowCount))
        for row in rows { sources[row] = RelationshipIndex.null }
        return try Table(
          table.name,
          columns: table.columns.map {
            relationship.childKey.contains($0.name) ? $0.gather(sources) : $0
          })
      })
  }
}

extension Relationship {
  /// The foreign key with its table, as notes name it.
  fileprivate var childName: String {
    childKey.count == 1
      ? "\(childTable).\(childKey.joined())"
      : "\(childTable).(\(childKey.joined(separator: ", ")))"
  }
}
