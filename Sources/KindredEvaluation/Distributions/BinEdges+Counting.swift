import KindredData

extension BinEdges {
  /// Bins for numbers of two datasets together, or for dates; nil when there are none, or nothing can
  /// be divided.
  ///
  /// Ends of the range that lie far out, with less than a hundredth of the values, get no bins.
  init?(spanning sides: [NumberValues]) {
    let extents = sides.map { $0.extent(of: nil) }.filter { $0.count > 0 }
    let unit = sides.first?.unit ?? 1
    guard var least = extents.map(\.least).min(), var most = extents.map(\.most).max() else {
      return nil
    }
    let samples = sides.map(\.sample).filter { !$0.isEmpty }
    if let low = samples.map({ $0[$0.count / 200] }).min(),
      let high = samples.map({ $0[$0.count - 1 - $0.count / 200] }).max(), low < high
    {
      let reach = (high - low) / 2
      if low - least > reach { least = low }
      if most - high > reach { most = high }
    }
    if sides.allSatisfy(\.isDated) {
      self.init(datesFrom: least / unit, to: most / unit)
    } else {
      self.init(numbersFrom: least, to: most, isWhole: sides.allSatisfy(\.isWhole))
    }
  }

  /// Number of values per bin; nulls are left out.
  /// - Complexity: O(rows).
  func counts(of values: NumberValues) -> BinCounts {
    counts { visit in
      values.forEach(0..<values.count, of: nil) { _, number in
        if let number { visit(number / values.unit) }
      }
    }
  }

  /// Number of counts per bin.
  func counts(of numbers: [Int64]) -> BinCounts {
    counts { visit in
      for number in numbers { visit(Double(number)) }
    }
  }

  @inline(__always)
  private func counts(_ forEach: ((Double) -> Void) -> Void) -> BinCounts {
    var bins = [Int](repeating: 0, count: count)
    var (below, above) = (0, 0)
    let perWidth = Double(count) / (edges[count] - edges[0])
    bins.withUnsafeMutableBufferPointer { bins in
      edges.withUnsafeBufferPointer { edges in
        forEach { number in
          let bin = Self.bin(of: number, edges, perWidth: perWidth)
          if bin < 0 {
            below += 1
          } else if bin >= bins.count {
            above += 1
          } else {
            bins[bin] += 1
          }
        }
      }
    }
    return BinCounts(bins: bins, below: below, above: above)
  }
}

extension NumberValues {
  /// Whether no number has a fraction.
  fileprivate var isWhole: Bool {
    guard case .decimal(let numbers) = storage else { return true }
    return numbers.indices.allSatisfy { !isValid($0) || numbers[$0].rounded() == numbers[$0] }
  }

  /// Some thousand of the values, in ascending order: those of rows at equal distances.
  fileprivate var sample: [Double] {
    let stride = max(1, count / 4000)
    return Swift.stride(from: 0, to: count, by: stride)
      .compactMap { isValid($0) ? number(at: $0) : nil }.sorted()
  }
}
