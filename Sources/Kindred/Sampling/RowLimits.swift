import KindredData

/// How many rows a table may have, lest they repeat a key or have no parent.
struct RowLimits {
  /// Rows under one row of the driving parent.
  private(set) var perParent = Int(Int32.max)
  /// Rows in all.
  private(set) var total = Int(Int32.max)

  /// - Parameters:
  ///   - driver: the driving relationship; nil for roots.
  ///   - known: the number of parents there are in a relationship; nil where they are not drawn, or
  ///     not yet.
  init(
    of table: Int, driver: Int?, model: FittedModel, forest: SchemaForest, known: (Int) -> Int?
  ) {
    let learned = model.tables[table]
    for relationship in forest.incoming[table] + forest.choices[table]
    where relationship != driver && forest.parents[relationship] != table {
      if known(relationship) == 0, model.relationships[relationship].nullShare == 0 { total = 0 }
    }
    // Keys that are not declared give way to the number of rows.
    for key in learned.uniqueKeys where model.isDeclared(key, of: table) {
      let origins = Set(key.compactMap { learned.columns.origin(of: $0) })
      var product = 1
      for relationship in origins.sorted() where relationship != driver {
        let isOptional = model.relationships[relationship].nullShare > 0
        let parents = isOptional ? nil : known(relationship)
        product = Self.product(product, parents ?? Int(Int32.max))
      }
      for column in key where learned.columns.origin(of: column) == nil {
        product = Self.product(product, learned.columns[column].distinctValues)
      }
      if let driver, origins.contains(driver) {
        perParent = min(perParent, product)
      } else {
        total = min(total, product)
      }
    }
  }

  static func product(_ first: Int, _ second: Int) -> Int {
    let (product, isTooLarge) = first.multipliedReportingOverflow(by: second)
    return isTooLarge ? Int.max : product
  }
}

extension FittedModel {
  /// Whether the metadata name the columns as a primary or alternate key.
  func isDeclared(_ key: [Int], of table: Int) -> Bool {
    let schema = metadata.tables[table]
    let names = Set(key.map { tables[table].columns[$0].name })
    return ([schema.primaryKey] + schema.alternateKeys).contains { Set($0) == names }
  }
}

extension ColumnModel {
  /// How many values a column can have; as good as endless unless it has labels.
  fileprivate var distinctValues: Int {
    switch content {
    case .categorical(_, let labels): labels.count
    case .boolean: 2
    case .kept(let column): column.count
    default: Int(Int32.max)
    }
  }
}
