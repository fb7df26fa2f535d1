import KindredData
import KindredStatistics

// What relationships contribute: numbers of children, effects, missing parents, links.

extension ModelFitting {
  func childCounts(_ relationship: Int) -> [Int32] {
    var counts = [Int32](repeating: 0, count: rowCount(forest.parents[relationship]))
    counts.withUnsafeMutableBufferPointer { counts in
      for row in parentRows[relationship] where row >= 0 { counts[Int(row)] += 1 }
    }
    return counts
  }

  /// - Returns: what is learned, and how many children the parents that have any have on average.
  func learnRelationship(
    _ relationship: Int
  ) throws -> (model: RelationshipModel, groupSize: Double) {
    let counts = childCounts(relationship)
    let childRows = parentRows[relationship].count
    let linked = counts.reduce(0) { $0 + Int($1) }
    var finding = RelationshipModel.Finding.byChance
    if forest.choices[forest.children[relationship]].contains(relationship), !counts.isEmpty {
      finding = .choice(
        Marginal.categorical(counts: counts.map(Double.init), order: Array(counts.indices)))
    } else if forest.incoming[forest.children[relationship]].contains(relationship),
      let path = implied.path(to: relationship, forest)
    {
      finding = .path(path)
    } else if forest.parents[relationship] == forest.children[relationship], linked > 0 {
      finding = .kinship(
        KinshipModel(levels: try levels(relationship), context: [], directions: []))
    }
    var cardinality: Marginal?
    if !counts.isEmpty {
      cardinality = try Marginal.fit(
        WholeNumbers(counts),
        options: MarginalOptions(
          family: .empirical, minimumCount: options.minimumCount, isInteger: true))
    }
    let model = RelationshipModel(
      isDriver: forest.isDriver(relationship), cardinality: cardinality,
      meanCardinality: counts.isEmpty ? 0 : Double(linked) / Double(counts.count),
      nullShare: childRows == 0 ? 0 : 1 - Double(linked) / Double(childRows),
      loops: loops(relationship), finding: finding)
    let parents = counts.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    return (model, parents == 0 ? 0 : Double(linked) / Double(parents))
  }

  /// The distribution of the levels of rows with a parent in their own table; nil where all are on
  /// one level.
  private func levels(_ relationship: Int) throws -> Marginal? {
    let levels = KinshipLearning.levels(of: parentRows[relationship]).filter { $0 > 0 }
    guard let least = levels.min(), let most = levels.max(), least < most else { return nil }
    return try Marginal.fit(
      WholeNumbers(levels),
      options: MarginalOptions(
        family: .empirical, minimumCount: options.minimumCount, isInteger: true))
  }

  /// Learns how rows resemble their parents in the same table.
  mutating func learnKinship(of table: Int) throws {
    for relationship in forest.incoming[table] {
      guard var kinship = relationships[relationship].kinship else { continue }
      try progress.checkpoint()
      let columns = columnDimensions[table]
      kinship.directions = try KinshipLearning(
        columns: columns, parents: parentRows[relationship], parallel: parallel
      ).directions(checkpoint: progress.checkpoint)
      kinship.context = kinship.directions.isEmpty ? [] : columns.dimensions
      relationships[relationship].finding = .kinship(kinship)
    }
  }

  /// Which row of a reference table the rows refer to, as a dimension; nil when there is no choice.
  func choice(_ relationship: Int) -> (source: ChoiceSource, hermite: HermiteScore)? {
    guard case .choice(let marginal) = relationships[relationship].finding,
      marginal.hermite.variance > 0
    else { return nil }
    let count = rowCount(forest.parents[relationship])
    return (
      ChoiceSource(parents: parentRows[relationship], marginal: marginal, count: count),
      marginal.hermite
    )
  }

  /// Cardinalities, effects and missing parents: the dimensions that a table has beside those of
  /// its columns.
  func structure(of table: Int) -> DimensionList {
    var list = DimensionList()
    for relationship in forest.outgoing[table] where !relationships[relationship].isImplied {
      guard let marginal = relationships[relationship].cardinality else { continue }
      list.append(
        .cardinality(relationship: relationship),
        CardinalitySource(
          counts: effects[relationship]?.counts ?? childCounts(relationship), marginal: marginal),
        marginal.hermite)
      guard let groups = effects[relationship] else { continue }
      for (dimension, score) in effectScores[relationship].enumerated() {
        list.append(
          .effect(relationship: relationship, dimension: dimension),
          EffectSource(effects: groups, dimension: dimension), score)
      }
    }
    for relationship in forest.incoming[table] + forest.choices[table]
    where !forest.isDriver(relationship) && forest.polymorphic[relationship] == nil {
      let share = relationships[relationship].nullShare
      guard share > 0, share < 1 else { continue }
      let marginal = Marginal.categorical(counts: [1 - share, share], order: [0, 1])
      list.append(
        .missingParent(relationship: relationship),
        IndicatorSource(
          validity: Bitmap(parentRows[relationship].lazy.map { $0 >= 0 }), marginal: marginal),
        marginal.hermite)
    }
    for relationship in forest.incoming[table] {
      guard let marginal = relationships[relationship].kinship?.levels,
        marginal.hermite.variance > 0
      else { continue }
      list.append(
        .level(relationship: relationship),
        LevelSource(
          levels: KinshipLearning.levels(of: parentRows[relationship]), marginal: marginal),
        marginal.hermite)
    }
    return list
  }

  /// Learns how the rows of a table find the parents that do not drive them, in
  /// the order of links: what is known of the parents found before helps with the next.
  mutating func learnLinks(of table: Int, _ own: DimensionList) throws {
    var known: [Int] = []
    let order = forest.linkOrder(of: table, metadata) { relationships[$0].isImplied }
    for relationship in order where forest.extendsParent[relationship] {
      defer { known.append(relationship) }
      // What a row's other keys say need not be found.
      guard !forest.isDriver(relationship), !relationships[relationship].isImplied,
        !columns[table].isDetermined(relationship, metadata)
      else { continue }
      try progress.checkpoint()
      var context = LinkContext(own)
      for parent in known {
        let columns = columnDimensions[forest.parents[parent]]
        context.append(
          columns, relationship: parent, parents: parentRows[parent],
          parentCount: rowCount(forest.parents[parent]))
      }
      let groups = RowGroups(
        parents: parentRows[relationship], parentCount: rowCount(forest.parents[relationship]))
      let learning = LinkLearning(
        relationship: relationship, context: context, groups: groups, parallel: parallel)
      let learned = try learning.learn(checkpoint: progress.checkpoint)
      relationships[relationship].finding = .link(
        LinkModel(
          context: context.coordinates, directions: learned.directions,
          diamond: diamond(relationship), isNeverSame: isNeverSame(relationship)))
      effects[relationship] = learned.effects
      between[relationship] = learned.between
      effectScores[relationship] = learned.directions.map { _ in .identity }
    }
  }
}
