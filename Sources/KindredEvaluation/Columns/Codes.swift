/// A label per row as a small number; one byte each where that suffices.
struct Codes: Sendable {
  enum Storage: Sendable {
    case narrow([UInt8])
    case wide([UInt32])
  }

  let storage: Storage
  /// Codes are below this.
  let labels: Int

  init(_ storage: Storage, labels: Int) {
    self.storage = storage
    self.labels = labels
  }

  var count: Int {
    switch storage {
    case .narrow(let codes): codes.count
    case .wide(let codes): codes.count
    }
  }

  /// The codes of the rows listed; the last label, which stands for null, for negative ones.
  func gather(_ rows: [Int32]) -> Codes {
    switch storage {
    case .narrow(let codes): Codes(.narrow(Self.pick(codes, rows, labels)), labels: labels)
    case .wide(let codes): Codes(.wide(Self.pick(codes, rows, labels)), labels: labels)
    }
  }

  /// Number of rows per code.
  /// - Complexity: O(rows + labels).
  func counts() -> [Int] {
    switch storage {
    case .narrow(let codes): Self.counts(codes, labels)
    case .wide(let codes): Self.counts(codes, labels)
    }
  }

  private static func pick<Code: FixedWidthInteger>(
    _ codes: [Code], _ rows: [Int32], _ labels: Int
  ) -> [Code] {
    let null = Code(truncatingIfNeeded: labels - 1)
    return codes.withUnsafeBufferPointer { codes in
      rows.map { $0 >= 0 ? codes[Int($0)] : null }
    }
  }

  private static func counts<Code: FixedWidthInteger>(_ codes: [Code], _ labels: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: labels)
    counts.withUnsafeMutableBufferPointer { counts in
      codes.withUnsafeBufferPointer { codes in
        for code in codes { counts[Int(truncatingIfNeeded: code)] += 1 }
      }
    }
    return counts
  }
}
