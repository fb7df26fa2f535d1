import KindredData
import KindredStatistics

/// Columns with all their rows that are needed before others can be drawn.
struct PreparedColumns: Sendable {
  private var columns: [Place: Column] = [:]

  private struct Place: Hashable {
    let table: Int
    let column: Int
  }

  /// A column; nil when it is not needed, or its table is not drawn.
  subscript(table: Int, column: Int) -> Column? {
    get { columns[Place(table: table, column: column)] }
    set { columns[Place(table: table, column: column)] = newValue }
  }
}

extension TableRendering {
  /// Renders what columns of these tables copy, and what belongs to labels of other columns.
  mutating func prepare(for tables: Set<Int>, forest: SchemaForest) {
    for table in tables.sorted() where structure.rows[table] != nil {
      for (index, column) in model.tables[table].columns.enumerated() {
        if let copy = column.copy { prepareSource(of: copy, forest) }
        if column.refinement != nil { prepare(index, of: table, forest) }
      }
    }
  }

  private mutating func prepareSource(of copy: ColumnCopy, _ forest: SchemaForest) {
    let parent = parentTables[copy.relationship]
    let isDrawn = structure.rows[parent] != nil || forest.references.contains(parent)
    guard isDrawn, !structure.parents[copy.relationship].isEmpty else { return }
    prepare(copy.column, of: parent, forest)
  }

  /// Renders one column with all its rows, after those it depends on: copies go up the schema, and
  /// labels belong to fewer labels, so this ends.
  private mutating func prepare(_ index: Int, of table: Int, _ forest: SchemaForest) {
    guard prepared[table, index] == nil else { return }
    let column = model.tables[table].columns[index]
    if let copy = column.copy { prepareSource(of: copy, forest) }
    let rows = 0..<structure.rowCounts[table]
    guard let refinement = column.refinement, let latents = structure.rows[table] else {
      prepared[table, index] = self.column(index, of: table, rows: rows)
      return
    }
    for part in refinement.coarser { prepare(part.column, of: table, forest) }
    let refined = refined(column, refinement, index, latents)
    guard structure.trees.values(of: index, in: table) != nil, let refined else {
      prepared[table, index] = refined
      return
    }
    let drawn = self.column(index, of: table, rows: rows)
    prepared[table, index] = drawn.overlaid(
      with: refined, rows: contradictions(of: drawn, refinement, column, in: table)[...])
  }

  private func refined(
    _ column: ColumnModel, _ refinement: LabelRefinement, _ index: Int, _ latents: LatentRows
  ) -> Column? {
    let table = model.tables[latents.table]
    guard case .categorical(let marginal, let labels) = column.content,
      case .categorical(let codes) = marginal.content
    else { return nil }
    let drawn = LabelDrawing(
      refinement: refinement, probabilities: codes.probabilities, order: codes.order,
      coarser: refinement.coarser.map { part in
        prepared[latents.table, part.column]?.codes(of: table.columns[part.column].labels ?? [])
          ?? Array(repeating: -1, count: latents.count)
      }, latents: latents, drawing: drawing,
      valueDimension: table.dimensions.firstIndex(of: .value(column: index)),
      nullDimension: table.dimensions.firstIndex(of: .null(column: index))
    ).labels()
    return Column(
      column.name,
      .strings(StringColumn(codes: drawn.map { max($0, 0) }, dictionary: StringPool(labels))),
      validity: drawn.contains { $0 < 0 } ? Bitmap(drawn.lazy.map { $0 >= 0 }) : nil,
      format: column.format)
  }
}

extension TableRendering {
  /// Per row itself where its label, drawn by trees, does not belong to those of other columns;
  /// else -1.
  private func contradictions(
    of drawn: Column, _ refinement: LabelRefinement, _ column: ColumnModel, in table: Int
  ) -> [Int32] {
    var rows = [Int32](repeating: -1, count: drawn.count)
    let labels = drawn.codes(of: column.labels ?? [])
    for part in refinement.coarser {
      let learned = model.tables[table].columns[part.column]
      guard let coarser = prepared[table, part.column]?.codes(of: learned.labels ?? []) else {
        continue
      }
      for row in rows.indices
      where labels[row] >= 0 && part.labels[Int(labels[row])] != coarser[row] {
        rows[row] = Int32(row)
      }
    }
    return rows
  }
}

extension Column {
  /// The index of every row's text among labels; -1 where it is null or none of them.
  fileprivate func codes(of labels: [String]) -> [Int32] {
    guard case .strings(let strings) = values else { return Array(repeating: -1, count: count) }
    let known = Dictionary(zip(labels, Int32(0)...)) { first, _ in first }
    let codes = strings.dictionary.strings.map { known[$0] ?? -1 }
    return (0..<count).map { row in
      isValid(row) && !codes.isEmpty ? codes[Int(strings.codes[row])] : -1
    }
  }
}
