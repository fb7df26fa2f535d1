/// Seconds of SDV's `HMASynthesizer` on data of the same structure, for one fit and one sample at
/// scale 1.
///
/// Measured with SDV 1.38.2, defaults, its refusal of three levels of tables switched off, on a
/// machine of two cores at another time: good for orders of magnitude. Ratios of times measured
/// together are in the other tables.
struct Baseline {
  let users: Int
  let fitSeconds: Double
  let sampleSeconds: Double
  let peakMegabytes: Double

  static let sdv = [
    Baseline(users: 100, fitSeconds: 2.0, sampleSeconds: 3.7, peakMegabytes: 382),
    Baseline(users: 300, fitSeconds: 4.9, sampleSeconds: 9.4, peakMegabytes: 385),
    Baseline(users: 1000, fitSeconds: 15.4, sampleSeconds: 30.0, peakMegabytes: 401),
  ]
}
