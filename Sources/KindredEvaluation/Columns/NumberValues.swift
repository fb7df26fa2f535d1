import KindredData

/// The values of a numerical or datetime column, read as numbers without being copied.
struct NumberValues: Sendable {
  enum Storage: Sendable {
    case whole([Int64])
    case decimal([Double])
  }

  let storage: Storage
  let validity: Bitmap?
  /// What a stored number counts: 1000 nanoseconds for timestamps, whose metrics count nanoseconds.
  let unit: Double

  /// Nil when the column holds neither numbers nor timestamps.
  init?(_ column: Column) {
    switch column.values {
    case .integers(let values): (storage, unit) = (.whole(values), 1)
    case .timestamps(let values): (storage, unit) = (.whole(values), 1000)
    case .decimals(let values): (storage, unit) = (.decimal(values), 1)
    case .strings, .booleans: return nil
    }
    validity = column.validity
  }

  var count: Int {
    switch storage {
    case .whole(let values): values.count
    case .decimal(let values): values.count
    }
  }

  /// Whether the numbers are timestamps.
  var isDated: Bool { unit == 1000 }

  func isValid(_ row: Int) -> Bool { validity?[row] ?? true }

  /// The number of a row, in nanoseconds for timestamps.
  func number(at row: Int) -> Double {
    switch storage {
    case .whole(let values): Double(values[row]) * unit
    case .decimal(let values): values[row]
    }
  }

  /// Calls `body` with the position, and the number or nil for a null, of the rows listed (all when
  /// nil; negative ones are nulls) in `range`.
  @inline(__always)
  func forEach(
    _ range: Range<Int>, of rows: [Int32]?, _ body: (_ position: Int, _ number: Double?) -> Void
  ) {
    switch storage {
    case .whole(let values):
      values.withUnsafeBufferPointer { values in
        visit(range, rows) { position, row in body(position, row.map { Double(values[$0]) * unit })
        }
      }
    case .decimal(let values):
      values.withUnsafeBufferPointer { values in
        visit(range, rows) { position, row in body(position, row.map { values[$0] }) }
      }
    }
  }

  /// Calls `body` with every position and its row, nil when the row is null.
  @inline(__always)
  private func visit(
    _ range: Range<Int>, _ rows: [Int32]?, _ body: (_ position: Int, _ row: Int?) -> Void
  ) {
    switch (rows, validity) {
    case (nil, nil):
      for row in range { body(row, row) }
    case (nil, let validity?):
      validity.words.withUnsafeBufferPointer { words in
        for row in range {
          body(row, words[row >> 6] >> UInt64(row & 63) & 1 != 0 ? row : nil)
        }
      }
    case (let rows?, nil):
      rows.withUnsafeBufferPointer { rows in
        for position in range {
          let row = Int(rows[position])
          body(position, row >= 0 ? row : nil)
        }
      }
    case (let rows?, let validity?):
      rows.withUnsafeBufferPointer { rows in
        validity.words.withUnsafeBufferPointer { words in
          for position in range {
            let row = Int(rows[position])
            let isValid = row >= 0 && words[row >> 6] >> UInt64(row & 63) & 1 != 0
            body(position, isValid ? row : nil)
          }
        }
      }
    }
  }

  /// The extent of the rows listed (all when nil).
  /// - Complexity: O(rows).
  func extent(of rows: [Int32]?) -> NumberExtent {
    var extent = NumberExtent()
    forEach(0..<(rows?.count ?? count), of: rows) { _, number in
      guard let number else { return }
      extent.count += 1
      extent.least = min(extent.least, number)
      extent.most = max(extent.most, number)
      extent.sum += number
    }
    return extent
  }
}

/// How many numbers there are, and how far they reach.
struct NumberExtent: Sendable {
  var count = 0
  var least = Double.infinity
  var most = -Double.infinity
  var sum = 0.0

  var isConstant: Bool { count > 0 && least == most }
  /// Near the mean; finite even where the sum is not.
  var centre: Double {
    guard count > 0 else { return 0 }
    let mean = sum / Double(count)
    return mean.isFinite ? mean : least / 2 + most / 2
  }
}
