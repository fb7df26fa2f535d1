import KindredData
import KindredStatistics

// Columns that follow a parent's column.

extension TableRendering {
  /// Per row of the scope, the parent's row whose value it copies; -1 where it has its own.
  func copiedRows(
    _ copy: ColumnCopy, _ source: Column, into index: Int, _ latents: LatentRows,
    _ scope: Range<Int>
  ) -> [Int32] {
    let table = model.tables[latents.table]
    var rows = Array(structure.parents[copy.relationship][scope])
    let isAcceptable = table.columns[index].accepts(source)
    for row in rows.indices where rows[row] >= 0 && !isAcceptable[Int(rows[row])] { rows[row] = -1 }
    guard !copy.isWhole,
      let dimension = table.dimensions.firstIndex(of: .copied(column: index))
    else { return rows }
    let linked = rows.indices.filter { rows[$0] >= 0 }
    let isRanked = scope == 0..<latents.count && latents.count <= drawing.rankedRows
    let probabilities =
      isRanked
      ? drawing.stratifiedProbabilities(dimension, of: latents, among: linked.map { Int32($0) })
      : drawing.probabilities(dimension, of: latents, in: scope)
    for (place, row) in linked.enumerated()
    where probabilities[isRanked ? place : row] < 1 - copy.share {
      rows[row] = -1
    }
    return rows
  }
}

extension ColumnModel {
  /// Per row, whether a value of another column is one that this column can have.
  fileprivate func accepts(_ source: Column) -> [Bool] {
    let isNullable = nullShare > 0
    var accepted: [Bool]
    switch (content, source.values) {
    case (.categorical(_, let labels), .strings(let strings)):
      let known = Set(labels)
      let isKnown = strings.dictionary.strings.map { known.contains($0) }
      accepted = strings.codes.map { isKnown.isEmpty ? false : isKnown[Int($0)] }
    case (.integer(let marginal), .integers(let values)):
      accepted = values.map { marginal.reaches(Double($0)) }
    case (.timestamp(let marginal, _), .timestamps(let values)):
      accepted = values.map { marginal.reaches(Double($0)) }
    case (.clocked(let marginal, let clock), .timestamps(let values)):
      accepted = values.map { marginal.reaches(clock.shown(at: $0)) }
    case (.decimal(let marginal, _), .decimals(let values)):
      accepted = values.map { marginal.reaches($0) }
    default: accepted = Array(repeating: true, count: source.count)
    }
    if source.nullCount > 0 {
      for row in accepted.indices where !source.isValid(row) { accepted[row] = isNullable }
    }
    return accepted
  }
}

extension Marginal {
  fileprivate func reaches(_ value: Double) -> Bool { value >= minimum && value <= maximum }
}

extension Column {
  /// The same column with the values that another column of its type has in the rows given; -1
  /// leaves a value as it is.
  func overlaid(with source: Column, rows: ArraySlice<Int32>) -> Column {
    var result = self
    func mix<T>(_ own: [T], _ theirs: [T]) -> [T] {
      zip(own, rows).map { value, row in row < 0 ? value : theirs[Int(row)] }
    }
    switch (values, source.values) {
    case (.integers(let own), .integers(let theirs)): result.values = .integers(mix(own, theirs))
    case (.decimals(let own), .decimals(let theirs)): result.values = .decimals(mix(own, theirs))
    case (.booleans(let own), .booleans(let theirs)): result.values = .booleans(mix(own, theirs))
    case (.timestamps(let own), .timestamps(let theirs)):
      result.values = .timestamps(mix(own, theirs))
    case (.strings(let own), .strings(let theirs)):
      var mixed = own
      var added = [Int32](repeating: -1, count: theirs.dictionary.count)
      // Labels are shared; texts of their own, one per row, are not worth comparing.
      let labels = own.dictionary.count < count ? own.dictionary.strings : []
      let known = Dictionary(zip(labels, Int32(0)...)) { first, _ in first }
      for (place, row) in rows.enumerated() where row >= 0 && source.isValid(Int(row)) {
        let code = Int(theirs.codes[Int(row)])
        if added[code] < 0, let label = known[theirs.dictionary[code]] { added[code] = label }
        if added[code] < 0 {
          added[code] = Int32(mixed.dictionary.count)
          mixed.dictionary.append(utf8: theirs.dictionary.utf8(at: code))
        }
        mixed.codes[place] = added[code]
      }
      result.values = .strings(mixed)
    default: return self
    }
    if validity != nil || source.nullCount > 0 {
      result.validity = Bitmap(
        zip(rows, 0..<count).lazy.map { row, place in
          row < 0 ? self.isValid(place) : source.isValid(Int(row))
        })
    }
    return result
  }
}
