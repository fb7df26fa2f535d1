import KindredData
import KindredStatistics

/// The rows, or entities, of one table in all datasets, as records that can be compared.
struct RecordTables: Sendable {
  var real: [RecordColumn]
  var synthetic: [RecordColumn]
  /// Nil without a holdout.
  var holdout: [RecordColumn]?
  /// Whether the real numbers are whole and complete; random ones are then whole, too.
  var isWhole: [Bool]

  var realRows: Int { real.first?.values.count ?? 0 }
  var syntheticRows: Int { synthetic.first?.values.count ?? 0 }
  var holdoutRows: Int? { holdout.map { $0.first?.values.count ?? 0 } }

  /// The rows of tables, by their columns of modelled types.
  /// - Complexity: O(rows × columns).
  init(rows tables: [Table], _ metadata: TableMetadata) {
    let statistical = metadata.columns.filter(\.sdtype.isStatistical)
    let columns = parallelMap(statistical.count) { index in
      let columns = tables.compactMap { $0[column: statistical[index].name] }
      return columns.count == tables.count ? SharedColumn(columns, statistical[index].sdtype) : nil
    }.compactMap { $0 }
    self.init(columns.map { ($0.kind, $0.sides) }, isWhole: columns.map(\.isWhole))
  }

  /// - Parameter columns: the kind of each and its values: real, synthetic, holdout.
  init(_ columns: [(kind: RecordColumn.Kind, sides: [[Double]])], isWhole: [Bool]) {
    func side(_ index: Int) -> [RecordColumn] {
      columns.map { RecordColumn($0.kind, $0.sides[index]) }
    }
    real = side(0)
    synthetic = side(1)
    holdout = columns.contains { $0.sides.count > 2 } ? side(2) : nil
    self.isWhole = isWhole
  }
}

/// A column of several tables as numbers that can be compared with each other: labels get codes that
/// the tables share, nulls are NaN.
struct SharedColumn: Sendable {
  let kind: RecordColumn.Kind
  let sides: [[Double]]
  /// Whether the first table's numbers are integers without nulls.
  let isWhole: Bool

  /// Nil when numbers or timestamps are declared and a table has something else.
  init?(_ columns: [Column], _ sdtype: SDType) {
    guard sdtype == .numerical || sdtype == .datetime else {
      kind = .label
      isWhole = false
      sides = CategoryPair.codes(of: columns).map { codes in
        let null = Int32(truncatingIfNeeded: codes.labels - 1)
        return codes.signed.map { $0 == null ? .nan : Double($0) }
      }
      return
    }
    let numbers = columns.compactMap { NumberValues($0) }
    guard let first = numbers.first, numbers.count == columns.count,
      numbers.allSatisfy({ $0.unit == first.unit })
    else { return nil }
    kind = .number
    if case .integers = columns[0].values {
      isWhole = columns[0].nullCount == 0
    } else {
      isWhole = false
    }
    sides = numbers.map { values in
      // Timestamps as microseconds: exact, where nanoseconds would not be.
      (0..<values.count).map { values.isValid($0) ? values.number(at: $0) / values.unit : .nan }
    }
  }
}

extension Codes {
  /// All codes as signed numbers.
  var signed: [Int32] {
    switch storage {
    case .narrow(let codes): codes.map { Int32($0) }
    case .wide(let codes): codes.map { Int32(truncatingIfNeeded: $0) }
    }
  }
}
