import KindredData
import KindredGenerators

/// Keys of rows: numbers or patterns that continue over calls, and copies of parents' keys.
struct KeyRendering: Sendable {
  let model: FittedModel
  let structure: SampledStructure
  /// Keys that earlier calls consumed, per table.
  let consumed: [Int]

  /// - Throws: `KindredError` of kind `exhausted` when a table has more rows than unused keys.
  func checkCapacity() throws {
    for table in model.tables.indices where structure.given[table] == nil {
      try model.checkKeys(
        of: table, rows: structure.rowCounts[table], consumed: consumed[table])
    }
  }

  /// The values of a key column in the given rows of a table; -1 stands for null.
  func values(of column: Int, in table: Int, rows: [Int32]) -> Column {
    let learned = model.tables[table].columns[column]
    if let given = structure.given[table]?[column: learned.name] { return given.gather(rows) }
    let validity = rows.contains { $0 < 0 } ? Bitmap(rows.lazy.map { $0 >= 0 }) : nil
    switch learned.content {
    case .integerKey(let first):
      let base = first &+ Int64(consumed[table])
      return Column(
        learned.name, .integers(rows.map { $0 < 0 ? 0 : base &+ Int64($0) }), validity: validity)
    case .patternKey(let pattern):
      return Column(learned.name, .strings(spelled(pattern, table, rows)), validity: validity)
    case .kept(let column):
      return column.gather(rows)
    case .position(let first, _):
      let numbers = structure.numbers[KeyPlace(table: table, column: column)] ?? []
      return Column(
        learned.name,
        .integers(
          rows.map { row in
            row < 0 ? 0 : first &+ Int64(numbers.isEmpty ? row : numbers[Int(row)])
          }), validity: validity)
    case .foreignKey(let relationship, let part):
      let schema = model.metadata.relationships[relationship]
      guard let parent = model.metadata.tableNames.firstIndex(of: schema.parentTable),
        part < schema.parentKey.count,
        let key = model.tables[parent].columns.firstIndex(where: {
          $0.name == schema.parentKey[part]
        }), parent != table || key != column
      else { return Column(learned.name, strings: rows.map { _ in nil }) }
      let parents = structure.parents[relationship]
      var result = values(
        of: key, in: parent, rows: rows.map { $0 < 0 || parents.isEmpty ? -1 : parents[Int($0)] })
      result.name = learned.name
      return result
    case .polymorphic(let relationships):
      return merged(relationships, learned.name, rows)
    default:
      return structure.keyColumns[KeyPlace(table: table, column: column)]?.gather(rows)
        ?? Column(learned.name, strings: rows.map { _ in nil })
    }
  }

  /// The keys of the parents that rows have in one of several relationships.
  private func merged(_ relationships: [Int], _ name: String, _ rows: [Int32]) -> Column {
    let parts = relationships.compactMap { relationship -> Column? in
      guard let (parent, key) = model.referenced(by: relationship, part: 0) else { return nil }
      let parents = structure.parents[relationship]
      return values(
        of: key, in: parent,
        rows: rows.map { $0 < 0 || parents.isEmpty ? -1 : parents[Int($0)] })
    }
    let numbers = parts.compactMap { part -> [Int64]? in
      if case .integers(let values) = part.values { values } else { nil }
    }
    let owners = rows.indices.map { row in parts.firstIndex { $0.isValid(row) } }
    guard numbers.count < parts.count else {
      return Column(
        name, integers: owners.enumerated().map { row, part in part.map { numbers[$0][row] } })
    }
    let texts = owners.enumerated().map { row, part -> String? in
      guard let part else { return nil }
      switch parts[part].values {
      case .strings(let strings): return strings[row]
      case .integers(let values): return String(values[row])
      default: return nil
      }
    }
    return Column(name, strings: texts)
  }

  private func spelled(_ pattern: KeyPattern, _ table: Int, _ rows: [Int32]) -> StringColumn {
    // Rows of one parent repeat its key; consecutive equal rows share a dictionary entry.
    var pool = StringPool()
    var codes: [Int32] = []
    codes.reserveCapacity(rows.count)
    var last: Int32 = -1
    for row in rows {
      guard row >= 0 else {
        codes.append(0)
        continue
      }
      if row != last || pool.count == 0 {
        pool.append(pattern.string(at: UInt64(consumed[table]) + UInt64(row)))
        last = row
      }
      codes.append(Int32(pool.count - 1))
    }
    return StringColumn(codes: codes, dictionary: pool)
  }
}

extension FittedModel {
  /// - Parameter consumed: keys used up before.
  /// - Throws: `KindredError` of kind `exhausted` when a table has more rows than unused keys.
  func checkKeys(of index: Int, rows: Int, consumed: Int) throws {
    guard rows > 0 else { return }
    let table = tables[index]
    let needed = UInt64(consumed) + UInt64(rows)
    for column in table.columns {
      switch column.content {
      case .patternKey(let pattern) where pattern.capacity < needed:
        throw KindredError(
          .exhausted,
          "Not enough unique values for primary key of table \(table.name) to generate "
            + "\(rows) samples",
          table: table.name, column: column.name,
          remedy: "The pattern has \(pattern.capacity) values: ask for fewer rows, reset the "
            + "keys, or give a wider regex_format in the metadata.")
      case .integerKey(let first) where first.addingReportingOverflow(Int64(needed)).overflow:
        throw KindredError(
          .exhausted, "The key would exceed 64 bits", table: table.name, column: column.name,
          remedy: "Ask for fewer rows or reset the keys.")
      default: continue
      }
    }
  }
}
