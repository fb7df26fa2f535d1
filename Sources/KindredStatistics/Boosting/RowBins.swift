/// The bins of all features, row by row.
struct RowBins: Sendable {
  /// Number of features.
  let width: Int
  let bins: [UInt8]

  /// - Parameter rows: those to hold, in this order; nil for all.
  init(_ features: [BinnedFeature], rows: [Int32]? = nil) {
    let width = features.count
    let count = rows?.count ?? features.first?.bins.count ?? 0
    self.width = width
    bins = [UInt8](unsafeUninitializedCapacity: width * count) { result, filled in
      for (place, feature) in features.enumerated() {
        feature.bins.withUnsafeBufferPointer { bins in
          if let rows {
            for (index, row) in rows.enumerated() { result[index * width + place] = bins[Int(row)] }
          } else {
            for row in 0..<count { result[row * width + place] = bins[row] }
          }
        }
      }
      filled = width * count
    }
  }
}
