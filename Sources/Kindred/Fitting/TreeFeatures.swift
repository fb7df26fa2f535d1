import KindredData
import KindredStatistics

/// What trees may know about the rows of a table, and what they draw: a function of the schema and
/// the columns' models alone.
struct TreeFeatures {
  let forest: SchemaForest
  /// Per table.
  let columns: [[ColumnModel]]
  /// Per table, the columns that vary.
  let varying: [Set<Int>]
  let metadata: Metadata
  /// Per relationship, children of the parents that have any, on average.
  let groupSizes: [Double]
  /// Relationships whose parents follow from others.
  let implied: Set<Int>
  /// Per table, whether trees draw it.
  let hasTrees: [Bool]
  /// Per table, the columns whose values are a dimension of the copula.
  let latent: [Set<Int>]

  /// Labels of a column that trees draw, at most.
  static let mostLabels = 1 << 16
  /// Features of a parent's parents, at most.
  private static let mostFurther = 20

  /// Columns that trees can draw, in the order in which they do.
  func drawn(_ table: Int) -> [Int] {
    guard !forest.references.contains(table) else { return [] }
    let columns = columns[table]
    let drawn = columns.indices.filter {
      columns[$0].marginal != nil && varying[table].contains($0) && columns[$0].copy == nil
        && columns[$0].treeLabelCount <= Self.mostLabels
    }
    // Labels from few to many: where many tell few, groups could not be led to numbers of the few.
    // Two labels stay where they are: numbers of them are no target.
    var labelled = drawn.filter { columns[$0].treeLabelCount > 2 }.sorted {
      (columns[$0].treeLabelCount, $0) < (columns[$1].treeLabelCount, $1)
    }
    let ordered = drawn.map { columns[$0].treeLabelCount > 2 ? labelled.removeFirst() : $0 }
    // Times first: all else may ask for their parts.
    return ordered.filter { columns[$0].isTime } + ordered.filter { !columns[$0].isTime }
  }

  /// Relationships that lead up from a table, to parents that are drawn before it.
  func upward(_ table: Int) -> [Int] {
    (forest.incoming[table].filter { forest.extendsParent[$0] } + forest.choices[table]).sorted()
  }

  /// Relationships in which a table's rows have children that are drawn after it.
  func downward(_ table: Int) -> [Int] {
    forest.outgoing[table].filter { forest.extendsParent[$0] }
  }

  /// What is drawn for a table: its columns, then what its children have in common.
  func targets(_ table: Int) -> [TreeModel.Attribute] {
    // After those that they are relative to.
    let counts = (drawsCounts(table) ? forest.outgoing[table] : []).sorted {
      (companions(of: $0), $0) < (companions(of: $1), $1)
    }
    let told = told(table)
    let early = told.dropFirst().flatMap(shares)
    return drawn(table).map { .value(column: $0) }
      + counts.map { .childCount(relationship: $0) } + early
      + told.flatMap(toldSummaries).filter { !early.contains($0) }
  }

  /// How many numbers of children must be known before those of a relationship.
  private func companions(of relationship: Int) -> Int {
    var next = forest.companion(of: relationship)
    // References never go round in a circle.
    for count in forest.parents.indices {
      guard let before = next else { return count }
      next = forest.companion(of: before)
    }
    return 0
  }

  /// The shares of labels among the children in a relationship: what kind of parent this is. Those of
  /// all children but the first are drawn before any child, so that rows of the others go with them.
  private func shares(_ relationship: Int) -> [TreeModel.Attribute] {
    summaries(relationship).filter { if case .summary(_, _, .share) = $0 { true } else { false } }
  }

  /// Relationships whose children are told about, in the order in which the children are drawn:
  /// later ones may ask what the first turned out.
  private func told(_ table: Int) -> [Int] {
    let places = Dictionary(
      uniqueKeysWithValues: forest.bottomUp.reversed().enumerated().map { ($1, $0) })
    return downward(table).filter { hasTrees[forest.children[$0]] }.sorted {
      (places[forest.children[$0]] ?? 0, $0) < (places[forest.children[$1]] ?? 0, $1)
    }
  }

  /// The means of a parent's other children drawn before, and shares of those drawn after: rows that leave open what is the parent's
  /// know them, as no mean of their own tells what they have in common with those.
  private func otherMeans(_ relationship: Int) -> [TreeModel.Attribute] {
    let child = forest.children[relationship]
    guard drawn(child).contains(where: { tellsResidual(relationship, $0) })
    else { return [] }
    let told = told(forest.parents[relationship])
    let earlier = told.prefix { $0 != relationship }
    let later = told.dropFirst(earlier.count + 1)
    return earlier.flatMap { other in
      summaries(other).filter { if case .summary(_, _, .mean) = $0 { true } else { false } }
        + [.childCount(relationship: other)]
    } + later.flatMap(shares)
  }

  /// The driving relationships of the tables whose rows belong to a table's rows without a key.
  private func referring(_ table: Int) -> [Int] {
    forest.outgoing[table].filter(forest.implicit.contains).compactMap {
      forest.drivers[forest.children[$0]]
    }
  }

  /// What a parent draws of its children: of numbers that leave open what is the parent's, that.
  private func toldSummaries(_ relationship: Int) -> [TreeModel.Attribute] {
    summaries(relationship).map {
      guard case .summary(_, let column, .mean) = $0, tellsResidual(relationship, column) else {
        return $0
      }
      return .summary(relationship: relationship, column: column, kind: .residual)
    }
  }

  /// Whether a parent draws what is left open of a column of its children, instead of their mean.
  /// The column drawn first, and times, have nothing of the row to follow.
  func tellsResidual(_ relationship: Int, _ column: Int) -> Bool {
    let (child, parent) = (forest.children[relationship], forest.parents[relationship])
    guard forest.isDriver(relationship), hasTrees[child], hasTrees[parent],
      columns[child][column].treeLabelCount == 0, !columns[child][column].isTime
    else { return false }
    let drawn = drawn(child)
    return drawn.first != column
      && upward(child).allSatisfy {
        $0 == relationship || forest.references.contains(forest.parents[$0])
          || forest.implicit.contains($0)
      }
  }

  /// Whether a table's rows are drawn before their children are counted: all that is known of them
  /// is then above them. Other tables have their numbers of children from the latents.
  func drawsCounts(_ table: Int) -> Bool {
    guard !forest.references.contains(table),
      forest.outgoing[table].allSatisfy({ !implied.contains($0) })
    else { return false }
    let upward = upward(table)
    guard let driver = forest.drivers[table] else { return upward.isEmpty }
    return upward == [driver] && hasTrees[forest.parents[driver]]
      && drawsCounts(forest.parents[driver])
  }

  /// What is told about the children in a relationship.
  func summaries(_ relationship: Int) -> [TreeModel.Attribute] {
    // What a parent's only child has, and what another parent of that child says of it, would
    // contradict each other.
    guard groupSizes[relationship] >= 1.5 || isPrimary(relationship),
      !forest.implicit.contains(relationship)
    else { return [] }
    let child = forest.children[relationship]
    return drawn(child).flatMap { column in
      kinds(of: columns[child][column]).map {
        .summary(relationship: relationship, column: column, kind: $0)
      }
    }
  }

  /// What the effects of a parent without trees tell about the children that it drives.
  private func effectMeans(_ relationship: Int) -> [TreeModel.Attribute] {
    let child = forest.children[relationship]
    guard forest.isDriver(relationship) else { return [] }
    return summaries(relationship).filter {
      guard case .summary(_, let column, .mean) = $0 else { return false }
      return latent[child].contains(column)
    }
  }

  /// Labels of a column whose shares are told, at most.
  private static let mostShares = 6
  /// Labels of a column that tells shares, at most.
  private static let mostSharedLabels = 40

  private func kinds(of column: ColumnModel) -> [TreeModel.SummaryKind] {
    let count = column.treeLabelCount
    guard count > 2 else { return [.mean] }
    guard count <= Self.mostSharedLabels, case .categorical(let marginal, _) = column.content,
      case .categorical(let codes) = marginal.content
    else { return [.distinct] }
    let shares = codes.probabilities
    let frequent = shares.indices.sorted { (shares[$1], $0) < (shares[$0], $1) }
    let told = frequent.prefix(min(count - 1, Self.mostShares))
    return [.distinct] + told.map { .share(label: $0) }
  }

  /// Whether no other relationship of the child has larger groups.
  private func isPrimary(_ relationship: Int) -> Bool {
    let others = upward(forest.children[relationship]).filter {
      !forest.references.contains(forest.parents[$0])
    }
    let primary = others.max {
      (groupSizes[$0], forest.isDriver($0) ? 1 : 0, -$0)
        < (groupSizes[$1], forest.isDriver($1) ? 1 : 0, -$1)
    }
    return primary == relationship
  }

  /// What is known of a table's rows.
  func context(_ table: Int) -> [TreeModel.Feature] {
    var features =
      drawsCounts(table)
      ? []
      : forest.outgoing[table].map {
        TreeModel.Feature(path: [], attribute: .childCount(relationship: $0))
      }
    features += dateParts(table).map { TreeModel.Feature(path: [], attribute: $0) }
    // Means of children are known once these are drawn.
    for case .summary(let relationship, let column, .residual) in targets(table) {
      features.append(
        TreeModel.Feature(
          path: [],
          attribute: .summary(relationship: relationship, column: column, kind: .mean)))
    }
    var further: [TreeModel.Feature] = []
    for relationship in upward(table) {
      let parent = forest.parents[relationship]
      var known = known(parent).map { TreeModel.Attribute.value(column: $0) }
      if !forest.references.contains(parent) {
        known.append(.childCount(relationship: relationship))
        known += hasTrees[parent] ? summaries(relationship) : effectMeans(relationship)
        known += otherMeans(relationship)
        if forest.isDriver(relationship) {
          known += referring(table).map { .childCount(relationship: $0) }
        }
      }
      features += known.map { TreeModel.Feature(path: [relationship], attribute: $0) }
      // The parents of a row beside it are its own.
      for next in upward(parent) where !forest.implicit.contains(relationship) {
        further += self.known(forest.parents[next]).map {
          TreeModel.Feature(path: [relationship, next], attribute: .value(column: $0))
        }
      }
    }
    return features + further.prefix(Self.mostFurther)
  }

  /// The parts of the dates that a table's rows draw.
  private func dateParts(_ table: Int) -> [TreeModel.Attribute] {
    drawn(table).filter { columns[table][$0].isTime }.flatMap { column in
      TreeModel.DatePart.parts(step: columns[table][column].treeStep).map {
        .datePart(column: column, part: $0)
      }
    }
  }

  /// Columns whose values are known of a table's rows.
  private func known(_ table: Int) -> [Int] {
    guard forest.references.contains(table) else {
      // Labels of others that the copula draws are known when they are written.
      return drawn(table).filter { hasTrees[table] || columns[table][$0].refinement == nil }
    }
    return columns[table].indices.filter {
      let column = columns[table][$0]
      return metadata.tables[table][column: column.name]?.sdtype.isStatistical ?? false
        && column.treeColumn(nil) != nil
    }
  }
}
