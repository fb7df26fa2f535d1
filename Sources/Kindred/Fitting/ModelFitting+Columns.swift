import KindredData
import KindredStatistics

// What columns contribute: their models, and the dimensions of their values, nulls and copies.

extension ModelFitting {
  mutating func learnColumns() throws {
    let learning = ColumnLearning(origins: KeyOrigins(metadata, forest), options: options)
    var learned = try learnEach(learning, starts: try starts())
    for (table, schema) in metadata.tables.enumerated() {
      notes += learned[table].flatMap(\.notes).map { "\(schema.name).\($0)" }
    }
    try orderLabels(&learned)
    columns = learned.map { $0.map(\.model) }
    readings = learned.map { $0.map(\.reading) }
    let copies = CopyLearning(
      metadata: metadata, dataset: dataset, forest: forest, parentRows: parentRows,
      columns: columns)
    for (table, schema) in metadata.tables.enumerated() {
      var list = DimensionList()
      for (position, field) in schema.columns.enumerated() {
        try progress.checkpoint()
        let column = try dataset.table(named: schema.name).column(named: field.name)
        let found =
          isKeyPart(position, of: table) ? nil : copies.copy(of: position, in: table)
        if let found {
          let remainder = try learning.remainder(
            of: learned[table][position], column, of: schema, without: found.rows)
          columns[table][position].copy = found.copy
          columns[table][position].copy?.remainder = found.copy.isWhole ? nil : remainder
        } else if let unique = try uniqueContent(
          of: column, in: table, columns[table][position].content)
        {
          columns[table][position].content = unique
        }
        list.append(
          contentsOf: dimensions(
            of: column, at: position, learned[table][position], copied: found))
      }
      for relationship in forest.choices[table] {
        guard let choice = choice(relationship) else { continue }
        list.append(.choice(relationship: relationship), choice.source, choice.hermite)
      }
      columnDimensions.append(list)
      learnRefinements(of: table, learned[table])
    }
  }

  /// What is learned independently of everything else.
  private enum Part {
    case relationship(Int)
    case column(Int, table: Int)
  }

  private enum Learned {
    case relationship(Int, RelationshipModel, groupSize: Double)
    case column(Int, table: Int, ColumnLearning.Learned)
  }

  /// Per table and column, the column that its time is counted from; nil where it stands for itself.
  private func starts() throws -> [[Int?]] {
    let found = parallel.map(metadata.tables.count) { table in
      Result { try starts(of: table) }
    }
    return try found.map { try $0.get() }
  }

  private func starts(of table: Int) throws -> [Int?] {
    let schema = metadata.tables[table]
    guard !forest.references.contains(table) else { return schema.columns.map { _ in nil } }
    return ElapsedTimeDetection(
      schema: schema, data: try dataset.table(named: schema.name),
      isKeyPart: { isKeyPart($0, of: table) },
      // Whoever asks for a distribution means the column's.
      isOwn: { options.distributions[schema.name]?[schema.columns[$0].name] != nil }
    ).starts()
  }

  /// Every relationship, and every column by itself.
  /// - Returns: per table the columns.
  private mutating func learnEach(
    _ learning: ColumnLearning, starts: [[Int?]]
  ) throws -> [[ColumnLearning.Learned]] {
    // Relationships, and numbers of large tables, take longest: they come first, so that no thread
    // waits for the last.
    let relationshipsBySize = metadata.relationships.indices.sorted {
      (parentRows[$1].count, $0) < (parentRows[$0].count, $1)
    }
    let tablesBySize = metadata.tables.indices.sorted {
      (rowCount($1), $0) < (rowCount($0), $1)
    }
    let parts =
      relationshipsBySize.map(Part.relationship)
      + tablesBySize.flatMap { table in
        let columns = metadata.tables[table].columns
        let isNumber = columns.map { $0.sdtype == .datetime || $0.sdtype == .numerical }
        return
          (columns.indices.filter { isNumber[$0] } + columns.indices.filter { !isNumber[$0] })
          .map { Part.column($0, table: table) }
      }
    let results = parallel.map(parts.count) { index in
      Result { try learn(parts[index], learning, starts) }
    }
    var models = [RelationshipModel?](repeating: nil, count: metadata.relationships.count)
    groupSizes = Array(repeating: 0, count: models.count)
    var learned = metadata.tables.map {
      [ColumnLearning.Learned?](repeating: nil, count: $0.columns.count)
    }
    for result in results {
      switch try result.get() {
      case .relationship(let index, let model, let groupSize):
        models[index] = model
        groupSizes[index] = groupSize
      case .column(let column, let table, let model): learned[table][column] = model
      }
    }
    relationships = models.compactMap(\.self)
    return learned.map { $0.compactMap(\.self) }
  }

  private func learn(
    _ part: Part, _ learning: ColumnLearning, _ starts: [[Int?]]
  ) throws -> Learned {
    try progress.checkpoint()
    switch part {
    case .relationship(let index):
      let (model, groupSize) = try learnRelationship(index)
      return .relationship(index, model, groupSize: groupSize)
    case .column(let index, let table):
      let schema = metadata.tables[table]
      let field = schema.columns[index]
      let data = try dataset.table(named: schema.name)
      let column = try data.column(named: field.name)
      let learned =
        forest.references.contains(table) && !schema.makesUp(field)
        ? ColumnLearning.Learned(model: ColumnModel(kept: column))
        : try learning.learn(column, of: schema, in: data, since: starts[table][index])
      return .column(index, table: table, learned)
    }
  }

  /// Labels that belong to labels of other columns.
  private mutating func learnRefinements(of table: Int, _ learned: [ColumnLearning.Learned]) {
    var learning = RefinementLearning(
      columns: columns[table],
      codes: learned.map { $0.model.labels == nil ? nil : $0.reading?.labelCodes })
    learning.learn()
    columns[table] = learning.columns
    for column in columns[table].indices where isKeyPart(column, of: table) {
      columns[table][column].refinement = nil
    }
  }

  private func dimensions(
    of column: Column, at position: Int, _ learned: ColumnLearning.Learned,
    copied: (copy: ColumnCopy, rows: Bitmap)?
  ) -> DimensionList {
    var list = DimensionList()
    switch learned.model.content {
    // Whether a foreign key is null belongs to its relationship.
    case .foreignKey, .kept: return list
    default: break
    }
    // Nothing of its own is left in a column that is copied as a whole.
    guard copied?.copy.isWhole != true else { return list }
    if let marginal = learned.model.marginal, let reading = learned.reading,
      marginal.hermite.variance > 0
    {
      // Labels left out count as missing.
      let isWeighted = column.nullCount > 0 || reading.leavesLabelsOut
      list.append(
        .value(column: position),
        ValueSource(reading: reading, marginal: marginal, isWeighted: isWeighted),
        marginal.hermite)
    }
    func append(_ dimension: Dimension, share: Double, isOff: Bitmap) {
      let marginal = Marginal.categorical(counts: [1 - share, share], order: [0, 1])
      list.append(dimension, IndicatorSource(validity: isOff, marginal: marginal), marginal.hermite)
    }
    let share = learned.model.nullShare
    if share > 0, share < 1, let validity = column.validity {
      append(.null(column: position), share: share, isOff: validity)
    }
    if let (copy, rows) = copied {
      append(
        .copied(column: position), share: copy.share,
        isOff: Bitmap((0..<rows.count).lazy.map { !rows[$0] }))
    }
    return list
  }
}

extension TableMetadata {
  /// Whether a column's values are made up even where the table is kept as it is: whatever may be
  /// a person's, and texts beside it.
  fileprivate func makesUp(_ column: ColumnMetadata) -> Bool {
    func isPersonal(_ column: ColumnMetadata) -> Bool {
      column.isPersonal && !column.sdtype.isStatistical && column.sdtype != .id
    }
    return isPersonal(column) || (column.sdtype == .text && columns.contains(where: isPersonal))
  }
}

extension Dataset {
  /// - Throws: `KindredError` of kind `data` when there is no such table.
  func table(named name: String) throws -> Table {
    guard let table = self[name] else {
      throw KindredError(
        .data, "Table `\(name)` not found in tables", table: name,
        remedy: "Add its data or remove the table from the metadata.")
    }
    return table
  }
}

extension Table {
  /// - Throws: `KindredError` of kind `data` when there is no such column.
  fileprivate func column(named column: String) throws -> Column {
    guard let found = self[column: column] else {
      throw KindredError(
        .data, "Missing columns on table \(name): ['\(column)']", table: name, column: column,
        remedy: "Add it to the data or remove it from the metadata.")
    }
    return found
  }
}
