/// The greatest distance between the distribution of `values` and the uniform one on 0...1.
func uniformDistance(_ values: [Double]) -> Double {
  let count = Double(values.count)
  return values.sorted().enumerated().reduce(0) { distance, next in
    let (index, value) = next
    return max(distance, value - Double(index) / count, Double(index + 1) / count - value)
  }
}

/// The correlation of values with those `lag` places on; its standard error without any is 1 / √n.
func serialCorrelation(_ values: [Double], lag: Int) -> Double {
  guard values.count > lag else { return 0 }
  let mean = values.reduce(0, +) / Double(values.count)
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  let covariance = zip(values, values.dropFirst(lag)).reduce(0) {
    $0 + ($1.0 - mean) * ($1.1 - mean)
  }
  return covariance / variance
}
