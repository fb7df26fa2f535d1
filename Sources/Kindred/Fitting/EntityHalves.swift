import KindredData
import KindredStatistics

/// Two parts of a dataset that share no root entity: rows follow the row that drives them. Root
/// tables that drive no other one, and reference tables, are in both parts; of the former, rows
/// that are referred to.
struct EntityHalves {
  /// Per part and table, rows in ascending order.
  let rows: [[[Int32]]]

  private static let neither: Int8 = -1
  private static let both: Int8 = 2

  /// - Parameters:
  ///   - parentRows: per relationship, the parent row of every child row; negative without one.
  ///   - mostRows: rows of a part, about, at most.
  /// - Complexity: O(rows).
  init(
    forest: SchemaForest, parentRows: [[Int32]], rowCounts: [Int], mostRows: Int, seed: UInt64,
    parallel: Parallel
  ) {
    let total = rowCounts.enumerated().reduce(0) {
      forest.references.contains($1.offset) ? $0 : $0 + $1.element
    }
    let share = min(0.5, Double(mostRows) / Double(max(1, total)))
    var parts = [[Int8]](repeating: [], count: rowCounts.count)
    // Tables with rows that may be in both parts.
    var isShared = [Bool](repeating: false, count: rowCounts.count)
    for table in forest.parentsFirst {
      let random = CounterRandom(
        seed: seed, stream: CounterRandom.stream("held-out entities", "\(table)"))
      func drawn(_ row: Int) -> Int8 {
        let place = random.uniform(row: UInt64(row)) / share
        return place < 1 ? 0 : place < 2 ? 1 : Self.neither
      }
      guard let driver = forest.drivers[table] else {
        let count = rowCounts[table]
        let below = forest.outgoing[table]
        isShared[table] =
          forest.references.contains(table)
          || !below.isEmpty && !below.contains(where: forest.isDriver)
        parts[table] =
          isShared[table]
          ? [Int8](repeating: Self.both, count: count)
          : parallel.parts(of: count) { rows, parts in
            for row in rows { parts[row] = drawn(row) }
          }
        continue
      }
      isShared[table] = isShared[forest.parents[driver]]
      let above = parts[forest.parents[driver]]
      let driving = parentRows[driver]
      parts[table] = driving.withUnsafeBufferPointer { driving in
        above.withUnsafeBufferPointer { above in
          parallel.parts(of: driving.count) { rows, parts in
            for row in rows {
              let parent = Int(driving[row])
              parts[row] = parent < 0 ? drawn(row) : above[parent]
            }
          }
        }
      }
    }
    for table in forest.parentsFirst {
      // A row needs all its parents; one that other rows of its table are above does without.
      var own = parts[table]
      for relationship in forest.incoming[table]
      where forest.extendsParent[relationship] && relationship != forest.drivers[table] {
        let above = parts[forest.parents[relationship]]
        for (row, parent) in parentRows[relationship].enumerated() where parent >= 0 {
          let part = above[Int(parent)]
          if part != Self.both, part != own[row] { own[row] = Self.neither }
        }
      }
      parts[table] = own
    }
    let settled = parts
    var rows = [[[Int32]]](
      repeating: Array(repeating: [], count: rowCounts.count), count: 2)
    for table in rowCounts.indices {
      let own = settled[table]
      if forest.references.contains(table) {
        for part in 0..<2 { rows[part][table] = Array(0..<Int32(rowCounts[table])) }
      } else if isShared[table], own.contains(Self.both) {
        for part in 0..<2 {
          var isKept = own.map { $0 == Int8(part) }
          for relationship in forest.outgoing[table] {
            let below = settled[forest.children[relationship]]
            for (row, parent) in parentRows[relationship].enumerated()
            where parent >= 0 && below[row] == Int8(part) {
              isKept[Int(parent)] = true
            }
          }
          rows[part][table] = isKept.indices.filter { isKept[$0] }.map {
            Int32(truncatingIfNeeded: $0)
          }
        }
      } else {
        // Of a large table, few rows are in a part.
        let size = Parallel.partRows
        let found = parallel.map((own.count + size - 1) / size) { part in
          (part * size..<min(own.count, (part + 1) * size)).filter { own[$0] >= 0 }
        }
        for row in found.joined() {
          rows[Int(own[row])][table].append(Int32(truncatingIfNeeded: row))
        }
      }
    }
    self.rows = rows
  }

  /// One part of the data.
  /// - Throws: `KindredError` when tables or columns are missing.
  func part(_ part: Int, of dataset: Dataset, _ metadata: Metadata) throws -> Dataset {
    try Dataset(
      metadata.tables.enumerated().map { index, schema in
        let table = try dataset.table(named: schema.name)
        return try Table(
          table.name, columns: table.columns.map { $0.gather(rows[part][index]).compacted() })
      })
  }
}

extension Parallel {
  /// Rows that one thread looks at.
  fileprivate static let partRows = 1 << 16

  /// The part of every row.
  /// - Parameter write: writes the parts of some rows.
  fileprivate func parts(
    of count: Int,
    _ write: (_ rows: Range<Int>, _ parts: UnsafeMutableBufferPointer<Int8>) -> Void
  ) -> [Int8] {
    [Int8](unsafeUninitializedCapacity: count) { parts, filled in
      filled = count
      // Every row is written by exactly one thread.
      self((count + Self.partRows - 1) / Self.partRows) { chunk in
        write(chunk * Self.partRows..<min(count, (chunk + 1) * Self.partRows), parts)
      }
    }
  }
}

extension Column {
  /// The same column with no more strings than its rows have.
  fileprivate func compacted() -> Column {
    guard case .strings(let strings) = values, strings.dictionary.count > count else { return self }
    var dictionary = StringPool()
    var places = [Int32](repeating: -1, count: strings.dictionary.count)
    let codes = strings.codes.map { code -> Int32 in
      if places[Int(code)] < 0 {
        places[Int(code)] = Int32(truncatingIfNeeded: dictionary.count)
        dictionary.append(utf8: strings.dictionary.utf8(at: Int(code)))
      }
      return places[Int(code)]
    }
    var result = self
    result.values = .strings(StringColumn(codes: codes, dictionary: dictionary))
    return result
  }
}
