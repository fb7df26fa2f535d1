import KindredData
import KindredGenerators
import KindredStatistics

/// The values of a column that is generated, not learned.
struct GeneratedColumn {
  let content: ColumnModel.Content
  let table: String
  let column: String
  let seed: UInt64
  /// Keys that earlier calls consumed: values that must never repeat continue from there.
  let firstKey: Int

  /// One string per row of the range.
  func values(rows: Range<Int>) -> StringColumn {
    let field = CounterRandom(seed: seed, stream: CounterRandom.stream("field", table, column))
    let person = CounterRandom(seed: seed, stream: CounterRandom.stream("person", table))
    var pool = StringPool()
    var bytes: [UInt8] = []
    func fill(_ append: (UInt64, inout [UInt8]) -> Void) {
      for row in rows {
        bytes.removeAll(keepingCapacity: true)
        append(UInt64(row), &bytes)
        pool.append(utf8: bytes)
      }
    }
    switch content {
    case .identifier(let pattern):
      fill { row, bytes in
        pattern.append(at: field.integer(below: pattern.usualCapacity, row: row), to: &bytes)
      }
    case .personal(let sdtype, let shape, let isUnique):
      let generator = PersonalGenerator(
        sdtype: sdtype, shape: shape, isUnique: isUnique, consumed: UInt64(firstKey))
      fill { generator.append(row: $0, person: person, field: field, to: &$1) }
    case .text(let shape):
      let generator = TextGenerator(shape: shape)
      fill { generator.append(row: $0, random: field, to: &$1) }
    default:
      fill { _, _ in }
    }
    return StringColumn(codes: Array(0..<Int32(rows.count)), dictionary: pool)
  }
}
