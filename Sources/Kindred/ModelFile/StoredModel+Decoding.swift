import KindredData
import KindredGenerators
import KindredStatistics

// A message may come from anybody: every index, size and number is checked before it is used.

extension StoredModel {
  /// The model and the state of its keys.
  /// - Throws: `MalformedModel`, `StatisticsError` or `KindredError` when the content contradicts
  ///   itself.
  func state() throws -> HMA1.State {
    let declared = try Metadata(json: self.metadata)
    try declared.validate()
    let metadata = declared.withUndeclaredRelationships()
    guard tables.count == metadata.tables.count, consumedKeys.count == tables.count,
      relationships.count == metadata.relationships.count
    else { throw MalformedModel("it does not have the tables and relationships of its schema") }
    let forest = try forest(of: metadata)
    let links = try relationships.enumerated().map { index, link in
      try link.relationship(isDriver: forest.isDriver(index))
    }
    var model = FittedModel(
      metadata: metadata, seed: seed, minimumCount: Int(minimumCount), tables: [],
      relationships: links, notes: notes)
    for (index, table) in tables.enumerated() {
      model.tables.append(try table.table(metadata.tables[index], in: metadata))
    }
    if tables.contains(where: { $0.columns.contains { $0.isNumberedUnderDriver } })
      || relationships.contains(where: \.isUniquePair)
    {
      model.completeKeys(forest, pairs: relationships.map(\.isUniquePair))
    }
    try model.checkDimensions(forest)
    try model.checkCardinalities(forest)
    try model.checkLinks(forest)
    try model.checkReferences(forest)
    try model.checkCopies(forest)
    try model.checkRefinements()
    try model.checkElapsedTimes()
    try model.checkTrees(forest)
    try model.checkKeys(forest)
    try model.checkUniqueKeys()
    let consumed = try consumedKeys.map { keys in
      guard keys <= Self.mostKeys else { throw MalformedModel("its keys are used up") }
      return Int(keys)
    }
    return HMA1.State(model: model, consumedKeys: consumed, calls: calls)
  }

  /// The order of the tables, with the driving relationships that the file names.
  private func forest(of metadata: Metadata) throws -> SchemaForest {
    let plain = try SchemaForest(metadata)
    var preferred: [Int: Int] = [:]
    for (index, relationship) in relationships.enumerated() where relationship.isDriver {
      guard preferred.updateValue(index, forKey: plain.children[index]) == nil else {
        throw MalformedModel("two relationships drive one table")
      }
    }
    return try SchemaForest(metadata, preferred: preferred)
  }

  /// Keys are counted in 64 bits; this leaves room for any number of rows.
  private static let mostKeys: UInt64 = 1 << 62
}

extension StoredLink {
  fileprivate func relationship(isDriver: Bool) throws -> RelationshipModel {
    guard self.isDriver == isDriver else {
      throw MalformedModel("a relationship drives another table than its schema says")
    }
    guard meanCardinality.isFinite, meanCardinality >= 0, meanCardinality <= 1e9,
      (0...1).contains(nullShare)
    else { throw MalformedModel("a relationship's shares are out of their ranges") }
    return RelationshipModel(
      isDriver: isDriver, cardinality: hasCardinality ? try cardinality.marginal() : nil,
      meanCardinality: meanCardinality, nullShare: nullShare, loops: try rowLoops(),
      finding: try parentFinding())
  }

  private func rowLoops() throws -> RelationshipModel.Loops? {
    guard hasLoops else { return nil }
    guard (0...nullShare).contains(loops.selfShare), (0...1).contains(loops.circleShare),
      loops.circleLength >= 2
    else { throw MalformedModel("a relationship's loops are out of their ranges") }
    return RelationshipModel.Loops(
      selfShare: loops.selfShare, circleShare: loops.circleShare,
      circleLength: Int(loops.circleLength))
  }

  private func parentFinding() throws -> RelationshipModel.Finding {
    switch finding {
    case .matching(let matching): .link(try matching.link())
    case .path(let path): .path(path.relationships.map { Int($0) })
    case .choice(let distribution): .choice(try distribution.marginal())
    case .kinship(let kinship): .kinship(try kinship.kinship())
    case nil: .byChance
    }
  }
}

extension StoredTable {
  fileprivate func table(_ schema: TableMetadata, in metadata: Metadata) throws -> TableModel {
    guard columns.count == schema.columns.count else {
      throw MalformedModel("table '\(schema.name)' does not have the columns of its schema")
    }
    guard rowCount <= UInt64(SampleRequest.mostRows) else {
      throw MalformedModel("table '\(schema.name)' has too many rows")
    }
    let size = dimensions.count
    guard total.count == size * (size + 1) / 2, within.isEmpty || within.count == total.count,
      (total + within).allSatisfy(\.isFinite)
    else { throw MalformedModel("the covariances of table '\(schema.name)' are incomplete") }
    return TableModel(
      name: schema.name, rowCount: Int(rowCount),
      columns: try zip(columns, schema.columns).map { try $0.column($1.name, in: metadata) },
      dimensions: try dimensions.map { try $0.dimension() },
      total: LatentFactor(dimension: size, packed: total),
      within: LatentFactor(dimension: size, packed: within.isEmpty ? total : within),
      uniqueKeys: uniqueKeys.map { $0.columns.map { Int($0) } },
      trees: hasTrees ? try trees.model() : nil,
      choice: hasChoice ? try choice.choice() : nil)
  }
}

extension StoredCoordinate {
  func dimension() throws -> Dimension {
    switch kind {
    case .cardinality(let relationship): .cardinality(relationship: Int(relationship))
    case .effect(let effect):
      .effect(relationship: Int(effect.relationship), dimension: Int(effect.dimension))
    case .missingParent(let relationship): .missingParent(relationship: Int(relationship))
    case .value(let column): .value(column: Int(column))
    case .null(let column): .null(column: Int(column))
    case .choice(let relationship): .choice(relationship: Int(relationship))
    case .copied(let column): .copied(column: Int(column))
    case .level(let relationship): .level(relationship: Int(relationship))
    case nil: throw MalformedModel("a dimension has no meaning")
    }
  }
}

extension StoredColumn {
  fileprivate func column(_ name: String, in metadata: Metadata) throws -> ColumnModel {
    guard (0...1).contains(nullShare) else {
      throw MalformedModel("column '\(name)' has a share of nulls that is not between 0 and 1")
    }
    var column = ColumnModel(
      name: name, content: try columnContent(name, in: metadata), nullShare: nullShare,
      format: try textFormat())
    if hasCopy { column.copy = try copy.copy(in: column) }
    if hasRefinement { column.refinement = try refinement.refinement() }
    return column
  }

  private func textFormat() throws -> TextFormat? {
    switch format {
    case .decimalFormat(let decimal):
      return .decimal(places: try Self.places(decimal.placesPlusOne))
    case .booleanFormat(let boolean): return .boolean(true: boolean.true, false: boolean.false)
    case .timestampFormat(let format):
      _ = try TimestampFormat(format)
      return .timestamp(format)
    case nil: return nil
    }
  }

  private func columnContent(
    _ name: String, in metadata: Metadata
  ) throws -> ColumnModel.Content {
    switch content {
    case .integer(let distribution): return .integer(try distribution.marginal())
    case .decimal(let decimal):
      return .decimal(
        try decimal.distribution.marginal(), places: try Self.places(decimal.placesPlusOne))
    case .timestamp(let timestamp):
      guard let unit = Int64(exactly: timestamp.unit), unit > 0 else {
        throw MalformedModel("column '\(name)' has no unit of time")
      }
      return .timestamp(try timestamp.distribution.marginal(), unit: unit)
    case .clocked(let clocked):
      return .clocked(try clocked.distribution.marginal(), try clocked.clock(name))
    case .elapsed(let elapsed): return .elapsed(try elapsed.time(name))
    case .categorical(let categorical):
      let marginal = try categorical.distribution.marginal()
      guard case .categorical(let codes) = marginal.content,
        codes.probabilities.count == categorical.labels.count
      else { throw MalformedModel("column '\(name)' has codes without labels") }
      return .categorical(marginal, labels: categorical.labels)
    case .boolean(let distribution): return .boolean(try distribution.marginal())
    case .integerKey(let first): return .integerKey(first: first)
    case .patternKey(let source): return .patternKey(try KeyPattern(source: source))
    case .identifier(let source): return .identifier(try KeyPattern(source: source))
    case .foreignKey(let key):
      guard key.relationship < metadata.relationships.count,
        key.part < metadata.relationships[Int(key.relationship)].childKey.count
      else { throw MalformedModel("column '\(name)' copies a key that does not exist") }
      return .foreignKey(relationship: Int(key.relationship), part: Int(key.part))
    case .position(let first): return .position(first: first, within: [])
    case .polymorphic(let polymorphic):
      let places = polymorphic.relationships.map { Int($0) }
      guard places.allSatisfy(metadata.polymorphicRelationships.keys.contains) else {
        throw MalformedModel("column '\(name)' copies a key that does not exist")
      }
      return .polymorphic(relationships: places)
    case .numbered(let numbered):
      return .position(first: numbered.first, within: numbered.within.map { Int($0) })
    case .personal(let personal):
      return .personal(
        sdtype: personal.sdtype, shape: try personal.shape.textShape(),
        isUnique: personal.isUnique)
    case .text(let shape): return .text(try shape.textShape())
    case .empty: return .empty
    case .kept(let kept): return .kept(try kept.column(name, format: try textFormat()))
    case nil: throw MalformedModel("column '\(name)' has a content this version does not know")
    }
  }

  private static func places(_ plusOne: UInt32) throws -> Int? {
    guard plusOne <= 19 else { throw MalformedModel("a number of decimal places is too large") }
    return plusOne == 0 ? nil : Int(plusOne) - 1
  }
}
