extension CSVTableReading {
  /// Reads the table in batches of the columns named, in their order, once its types are known;
  /// `progress` is told the bytes read.
  ///
  /// Joined by a `DatasetBuilder`, the batches are the table that `read` gives: what depends on all
  /// rows (types where they are inferred, offsets from universal time) is found out before.
  func readBatches(
    columns names: [String], batchRows: Int, progress: (Int) -> Void,
    receive: (Table) throws -> Void
  ) throws {
    let (hints, formats) = try resolvedHints()
    let offsets = try offsets(hints, formats)
    let places = names.compactMap { columns.firstIndex(of: $0) }
    let most = max(batchRows, 1)
    var rows = 0
    var marks = [MissingMarks](repeating: MissingMarks(), count: places.count)
    try forEachChunk(hints, formats, firstRow: { rows }) { chunk, end in
      for (index, place) in places.enumerated() { marks[index].add(chunk.parts[place].marks) }
      rows += chunk.rows
      let batch = try Table(
        table,
        columns: places.map { place in
          var builder = CSVColumnBuilder(
            name: columns[place], hint: hints[place], format: formats[place],
            expectedRows: chunk.rows)
          builder.offsets = offsets[place]
          do throws(CSVFault) { try builder.append(chunk.parts[place]) } catch {
            throw error.error(table: table, columns: columns, firstRow: rows - chunk.rows)
          }
          return builder.finish()
        })
      var first = 0
      while first < batch.rowCount {
        let last = min(batch.rowCount, first + most)
        try receive(batch.rows(first..<last))
        first = last
      }
      progress(end)
    }
    for (place, marks) in zip(places, marks) { warn(of: marks, in: columns[place]) }
    guard rows == 0 else { return }
    try receive(
      Table(
        table,
        columns: places.map { place in
          var builder = CSVColumnBuilder(
            name: columns[place], hint: hints[place], format: formats[place], expectedRows: 0)
          return builder.finish()
        }))
  }

  /// What is known of the offsets of columns that have some, by column.
  private func offsets(
    _ hints: [ColumnHint], _ formats: [TimestampFormat?]
  ) throws -> [CSVOffsets?] {
    var result = [CSVOffsets?](repeating: nil, count: columns.count)
    let places = columns.indices.filter { formats[$0]?.hasOffset ?? false }
    guard !places.isEmpty else { return result }
    var rows = 0
    try forEachChunk(hints, formats, firstRow: { rows }) { chunk, _ in
      rows += chunk.rows
      for place in places {
        guard case .timestamps(_, let traits) = chunk.parts[place].values,
          let found = CSVOffsets(traits, validity: chunk.parts[place].validity)
        else { continue }
        result[place] = result[place]?.joined(found) ?? found
      }
    }
    return result
  }
}
