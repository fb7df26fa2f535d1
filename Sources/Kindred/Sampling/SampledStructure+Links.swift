import KindredData
import KindredStatistics

// Rows find the parents that do not drive them.

extension SampledStructure {
  mutating func link(
    _ relationship: Int, known: [Int], model: FittedModel, forest: SchemaForest,
    drawing: LatentDrawing
  ) {
    let child = forest.children[relationship]
    let parent = forest.parents[relationship]
    guard let childRows = rows[child] else { return }
    guard !model.tables[child].columns.isDetermined(relationship, model.metadata) else {
      determine(relationship, model: model, forest: forest)
      return
    }
    let learned = model.relationships[relationship]
    let random = CounterRandom(
      seed: drawing.seed, stream: CounterRandom.stream("link", "\(relationship)"))
    let linking = linking(
      relationship, of: childRows, known: known, model: model, forest: forest, drawing: drawing,
      random: random)

    if case .path(let path) = learned.finding, let marginal = learned.cardinality,
      follow(
        path, to: relationship, linking: linking, bounds: self.bounds(of: relationship, marginal),
        parentCount: rowCounts[parent])
    {
      linking.blocks?.confine(&parents[relationship], random: random)
      return
    }
    guard let parentRows = rows[parent], let marginal = learned.cardinality else {
      // Hidden parents have no learned number of children: they take turns.
      let linked = linking.isLinked.lazy.filter { $0 }.count
      var counts = [Int32](repeating: 0, count: rowCounts[parent])
      for index in counts.indices {
        counts[index] = Int32(linked * (index + 1) / counts.count - linked * index / counts.count)
      }
      parents[relationship] = linking.parents(counts: counts, bounds: 0...Int32.max) { _ in
        PlaceMatching(rows: [], places: [], strengths: [])
      }
      return
    }
    var counts =
      trees.counts(in: relationship)
      ?? drawing.counts(
        of: parentRows, in: relationship, isStratified: parentRows.count <= drawing.rankedRows,
        model: model)
    let bounds = self.bounds(of: relationship, marginal)
    counts = counts.map { min($0, bounds.upperBound) }
    guard child != parent else {
      parents[relationship] = linking.forest(
        counts: counts, bounds: bounds, learned: learned,
        kin: kinMatching(
          relationship, childRows, isLinked: linking.isLinked, model: model, drawing: drawing))
      return
    }
    // Rows that trees draw follow the row that they find, whichever it is.
    let link = linking.keepsOrder ? nil : learned.link
    parents[relationship] = linking.parents(counts: counts, bounds: bounds) { places in
      matching(
        link, relationship, childRows, parentRows, places: places, model: model, random: random)
    }
  }

  /// What rows have to observe when they find their parents.
  /// - Parameter known: the relationships whose parents the rows have already.
  mutating func linking(
    _ relationship: Int, of childRows: LatentRows, known: [Int], model: FittedModel,
    forest: SchemaForest, drawing: LatentDrawing, random: CounterRandom
  ) -> Linking {
    let child = forest.children[relationship]
    let learned = model.relationships[relationship]
    var linking = Linking(
      isLinked: linkedRows(relationship, of: childRows, model: model, drawing: drawing),
      random: random)
    if var blocks = sharedBlocks(relationship, model: model, forest: forest) {
      if learned.nullKeyShare <= 0,
        moveRows(
          without: relationship, blocks: blocks, isLinked: linking.isLinked, known: known,
          model: model, forest: forest, random: random)
      {
        blocks = sharedBlocks(relationship, model: model, forest: forest) ?? blocks
      }
      for row in linking.isLinked.indices where blocks.ofRows[row] < 0 {
        linking.isLinked[row] = false
      }
      linking.blocks = blocks
    } else if let diamond = learned.link?.diamond {
      linking.blocks = blocks(diamond, relationship, forest: forest, random: random)
      if forest.implicit.contains(relationship) { linking.confine() }
    }
    linking.rounding = drawing.rounding
    linking.keepsOrder = forest.implicit.contains(relationship) && model.tables[child].trees != nil
    linking.rules = rules(relationship, known: known, model: model, forest: forest)
    if learned.link?.isNeverSame == true, let driver = forest.drivers[child] {
      linking.forbidden = parents[driver]
    }
    let schema = model.metadata.tables[child]
    linking.isOptional =
      learned.nullKeyShare > 0
      && Set(schema.primaryKey).isDisjoint(
        with: model.metadata.relationships[relationship].childKey)
    return linking
  }

  /// Which rows have a parent in the relationship.
  func linkedRows(
    _ relationship: Int, of childRows: LatentRows, model: FittedModel, drawing: LatentDrawing
  ) -> [Bool] {
    if let key = model.metadata.polymorphicRelationships[relationship] {
      return typedRows(key, relationship, of: childRows, model: model, drawing: drawing)
    }
    let share = model.relationships[relationship].nullShare
    let hasParents =
      share < 1
      && rowCounts[
        model.metadata.tableNames.firstIndex(
          of: model.metadata.relationships[relationship].parentTable) ?? 0] > 0
    var isLinked = [Bool](repeating: hasParents, count: childRows.count)
    guard hasParents,
      let dimension = model.tables[childRows.table].dimensions.firstIndex(
        of: .missingParent(relationship: relationship))
    else { return isLinked }
    let probabilities =
      childRows.count <= drawing.rankedRows
      ? drawing.stratifiedProbabilities(
        dimension, of: childRows, among: Array(0..<Int32(childRows.count)))
      : drawing.probabilities(dimension, of: childRows, in: 0..<childRows.count)
    for row in isLinked.indices where probabilities[row] >= 1 - share { isLinked[row] = false }
    return isLinked
  }

  /// Which rows of a table have the type that a relationship is for, and a key.
  private func typedRows(
    _ key: PolymorphicKey, _ relationship: Int, of childRows: LatentRows, model: FittedModel,
    drawing: LatentDrawing
  ) -> [Bool] {
    let table = childRows.table
    let target = model.metadata.relationships[relationship].parentTable
    let types = Set(key.targets.filter { $0.table == target }.map(\.type))
    let columns = model.tables[table].columns
    guard let type = columns.firstIndex(where: { $0.name == key.typeColumn }),
      let id = columns.firstIndex(where: { $0.name == key.idColumn }),
      let known = keyColumns[KeyPlace(table: table, column: type)],
      case .strings(let labels) = known.values
    else { return Array(repeating: false, count: childRows.count) }
    let isMeant = labels.dictionary.strings.map(types.contains)
    let drawn = ColumnDrawing(id, childRows, 0..<childRows.count, model: model, drawing: drawing)
    return zip(labels.codes, drawn.isNull(in: 0..<childRows.count)).enumerated().map {
      row, entry in !isMeant.isEmpty && known.isValid(row) && isMeant[Int(entry.0)] && !entry.1
    }
  }

  /// Coordinates of rows and places along the directions of a link.
  private func matching(
    _ link: LinkModel?, _ relationship: Int, _ childRows: LatentRows, _ parentRows: LatentRows,
    places: [Int32], model: FittedModel, random: CounterRandom
  ) -> PlaceMatching {
    let directions = link?.directions ?? []
    guard let link, !directions.isEmpty else {
      return PlaceMatching(rows: [], places: [], strengths: [])
    }
    var rowCoordinates = directions.map { _ in [Float](repeating: 0, count: childRows.count) }
    for (index, coordinate) in link.context.enumerated() {
      let latents = latents(of: coordinate, childRows, model: model)
      guard let latents else { continue }
      for (place, direction) in directions.enumerated() {
        let coefficient = direction.coefficients[index]
        for row in latents.indices { rowCoordinates[place][row] += coefficient * latents[row] }
      }
    }
    let effects = model.tables[parentRows.table].dimensions.firstIndex(
      of: .effect(relationship: relationship, dimension: 0))
    let placeCoordinates = directions.enumerated().map { index, direction -> [Float] in
      // What rows of one parent do not share differs from place to place.
      let spread = max(0, 1 - direction.strength).squareRoot()
      return places.enumerated().map { place, parent in
        let effect = effects.map {
          Float(parentRows.latents[Int(parent) * parentRows.dimension + $0 + index])
        }
        let own = Float(random.normal(row: UInt64(place), lane: 16 + UInt64(index)))
        return (effect ?? 0) + spread * own
      }
    }
    return PlaceMatching(
      rows: rowCoordinates, places: placeCoordinates, strengths: directions.map(\.strength))
  }

  /// A latent of every child row, or of its parent; nil when the dimension does not exist.
  private func latents(
    of coordinate: LinkModel.Coordinate, _ childRows: LatentRows, model: FittedModel
  ) -> [Float]? {
    func column(_ rows: LatentRows) -> Int? {
      model.tables[rows.table].dimensions.firstIndex(of: coordinate.dimension)
    }
    guard let relationship = coordinate.relationship else {
      guard let column = column(childRows) else { return nil }
      return (0..<childRows.count).map {
        Float(childRows.latents[$0 * childRows.dimension + column])
      }
    }
    let name = model.metadata.relationships[relationship].parentTable
    guard let table = model.metadata.tableNames.firstIndex(of: name), let parent = rows[table],
      let column = column(parent)
    else { return nil }
    return parents[relationship].map { row in
      row < 0 ? 0 : Float(parent.latents[Int(row) * parent.dimension + column])
    }
  }

  /// The blocks in which rows and parents share an ancestor.
  private func blocks(
    _ diamond: LinkModel.Diamond, _ relationship: Int, forest: SchemaForest, random: CounterRandom
  ) -> LinkBlocks? {
    guard let driver = forest.drivers[forest.children[relationship]] else { return nil }
    let top = diamond.fromDriver.last.map { forest.parents[$0] } ?? forest.parents[driver]
    var ofRows = ancestors(of: parents[driver], diamond.fromDriver)
    let own = (0..<Int32(rowCounts[forest.parents[relationship]])).map { $0 }
    let ofParents = ancestors(of: own, diamond.fromParent)
    for row in ofRows.indices
    where random.uniform(row: UInt64(row), lane: 8) >= diamond.share { ofRows[row] = -1 }
    return LinkBlocks(
      ofRows: ofRows, ofParents: ofParents, count: rowCounts[top])
  }

  private func ancestors(of rows: [Int32], _ path: [Int]) -> [Int32] {
    path.reduce(rows) { rows, relationship in
      let next = parents[relationship]
      return rows.map { $0 < 0 || Int($0) >= next.count ? -1 : next[Int($0)] }
    }
  }
}
