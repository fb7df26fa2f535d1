import KindredData

/// Whether a part of a composite key numbers rows 1, 2, 3, and which other parts the rows that are
/// numbered together agree in.
struct RowNumbering {
  let column: Column
  /// The other parts of the key.
  let key: [String]
  /// Those parts that copy no parent.
  let free: Set<String>
  let table: Table

  /// The share of rows that must have the number that is their turn.
  private static let leastShare = 0.9

  /// The parts that rows numbered together agree in; nil when the column is no number.
  /// - Parameter isIdentifier: whether numbering is right whatever the values look like.
  func columns(isIdentifier: Bool) throws -> [String]? {
    guard case .integers(let values) = column.values else { return nil }
    let copied = key.filter { !free.contains($0) }
    for columns in copied == key ? [key] : [key, copied]
    where try isSequence(values, within: columns) { return columns }
    return isIdentifier ? copied : nil
  }

  private func isSequence(_ values: [Int64], within columns: [String]) throws -> Bool {
    guard let first = values.min(), !values.isEmpty else { return true }
    var groups = [Int32](repeating: 0, count: values.count)
    if !columns.isEmpty {
      // The first row of every group stands for it.
      groups = try RelationshipIndex(
        Relationship(
          parentTable: table.name, parentKey: columns, childTable: table.name, childKey: columns),
        parent: table, child: table
      ).parentRows
    }
    var counts = [Int64](repeating: 0, count: values.count)
    for group in groups where group >= 0 { counts[Int(group)] += 1 }
    // Keys do not repeat, so numbers below the size of their group make up a sequence.
    var rows = 0.0
    for (row, group) in groups.enumerated() where group >= 0 {
      let place = values[row].subtractingReportingOverflow(first)
      if !place.overflow, place.partialValue < counts[Int(group)] { rows += 1 }
    }
    return rows >= Self.leastShare * Double(values.count)
  }
}
