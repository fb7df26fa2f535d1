import KindredData

/// A categorical or boolean column of real and synthetic data, with codes that both share. The last
/// code stands for null.
struct CategoryPair: Sendable {
  let real: Codes
  let synthetic: Codes

  /// Values are the same when they are spelled the same; a decimal without a fraction is spelled as
  /// an integer.
  /// - Complexity: O(rows + bytes of distinct labels).
  init(real: Column, synthetic: Column) {
    let codes = Self.codes(of: [real, synthetic])
    (self.real, self.synthetic) = (codes[0], codes[1])
  }

  /// Codes that any number of columns share, one for each of them; the last code stands for null.
  static func codes(of columns: [Column]) -> [Codes] {
    let sides = columns.map { LocalLabels($0) }
    var shared: [[UInt8]: UInt32] = [:]
    let maps = sides.map { side in
      side.labels.map { label in
        if let code = shared[label] { return code }
        let code = UInt32(truncatingIfNeeded: shared.count)
        shared[label] = code
        return code
      }
    }
    let null = UInt32(truncatingIfNeeded: shared.count)
    return zip(sides, maps).map { side, map in
      Self.codes(side, map, null: null, labels: shared.count + 1)
    }
  }

  var nullCode: Int { real.labels - 1 }

  private static func codes(
    _ side: LocalLabels, _ map: [UInt32], null: UInt32, labels: Int
  ) -> Codes {
    labels <= 256
      ? Codes(
        .narrow(
          mapped(
            side, map.map { UInt8(truncatingIfNeeded: $0) },
            null: UInt8(truncatingIfNeeded: null))), labels: labels)
      : Codes(.wide(mapped(side, map, null: null)), labels: labels)
  }

  private static func mapped<Code>(_ side: LocalLabels, _ map: [Code], null: Code) -> [Code] {
    map.withUnsafeBufferPointer { map in
      side.codes.withUnsafeBufferPointer { codes in
        (0..<codes.count).map { row in
          let code = Int(codes[row])
          return side.validity?[row] ?? true && code < map.count ? map[code] : null
        }
      }
    }
  }
}

/// The distinct values of one column as texts, and which of them each row has.
private struct LocalLabels {
  var labels: [[UInt8]]
  var codes: [Int32]
  var validity: Bitmap?

  init(_ column: Column) {
    validity = column.validity
    switch column.values {
    case .strings(let strings):
      codes = strings.codes
      labels = (0..<strings.dictionary.count).map { Array(strings.dictionary.utf8(at: $0)) }
    case .booleans(let values):
      codes = values.map { $0 ? 1 : 0 }
      labels = [Array("False".utf8), Array("True".utf8)]
    case .integers(let values): (codes, labels) = Self.encoded(values) { String($0) }
    case .timestamps(let values):
      // All timestamps are compared as the same count, whatever their spelling.
      (codes, labels) = Self.encoded(values) { "t\($0)" }
    case .decimals(let values):
      (codes, labels) = Self.encoded(values) { number in
        Int64(exactly: number).map { String($0) } ?? "\(number)"
      }
    }
  }

  private static func encoded<Value: Hashable>(
    _ values: [Value], spelling: (Value) -> String
  ) -> ([Int32], [[UInt8]]) {
    var known: [Value: Int32] = [:]
    var labels: [[UInt8]] = []
    let codes = values.map { value in
      if let code = known[value] { return code }
      let code = Int32(truncatingIfNeeded: labels.count)
      known[value] = code
      labels.append(Array(spelling(value).utf8))
      return code
    }
    return (codes, labels)
  }
}
