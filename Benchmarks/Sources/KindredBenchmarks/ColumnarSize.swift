import KindredData

extension Dataset {
  /// Bytes of the values, the nulls and the distinct strings, without anything else.
  var columnBytes: Int {
    tables.flatMap(\.columns).reduce(0) { $0 + $1.bytes }
  }
}

extension Column {
  fileprivate var bytes: Int {
    let nulls = validity.map { ($0.count + 7) / 8 } ?? 0
    switch values {
    case .integers(let values), .timestamps(let values): return nulls + 8 * values.count
    case .decimals(let values): return nulls + 8 * values.count
    case .booleans(let values): return nulls + values.count
    case .strings(let strings):
      return nulls + 4 * strings.codes.count + strings.dictionary.bytes.count
        + 8 * strings.dictionary.offsets.count
    }
  }
}
