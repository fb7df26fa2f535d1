import KindredStatistics
import Testing

struct NormalMeanTests {
  /// E[Z | a < Z <= b], by mpmath with 60 digits.
  static let means: [(a: Double, b: Double, mean: Double)] = [
    (-.infinity, 0, -0.7978845608028654), (-.infinity, -30, -30.033259667433676),
    (-.infinity, 1.5, -0.13878975045885075),
    (-1, 1.5, 0.14518744715252618), (-0.25, 0.25, 0.0), (0.1, 0.11, 0.10499912500293275),
    (2, 3, 2.315821326743782), (6, .infinity, 6.158482604544599), (5, 5.5, 5.152101776907269),
    (-12, -11, -11.089455799303224), (-3, 8, 0.004437839042120607), (-35, -34, -34.02936109799502),
  ]

  @Test(arguments: means)
  func meansOfIntervalsAreAccurate(a: Double, b: Double, mean: Double) {
    #expect(abs(Normal.meanBetween(a, b) - mean) < 1e-12 * max(abs(mean), 1))
    #expect(Normal.meanBetween(-b, -a) == -Normal.meanBetween(a, b))
  }

  @Test func endsAndNonsense() {
    let infinity = Double.infinity
    #expect(Normal.meanBetween(-infinity, infinity) == 0)
    #expect(Normal.meanBetween(2, 2) == 2 && Normal.meanBetween(3, 2) == 3)
    #expect(Normal.meanBetween(infinity, infinity) == 0)
    #expect(Normal.meanBetween(-infinity, -infinity) == 0)
    for (a, b) in [(.nan, 1), (1, .nan), (.nan, .nan)] as [(Double, Double)] {
      #expect(Normal.meanBetween(a, b).isFinite)
    }
    // Without mass: still a point of the interval.
    for (a, b) in [(-infinity, -39), (39, infinity), (-50, -45), (1e300, 2e300)] {
      let mean = Normal.meanBetween(a, b)
      #expect(mean.isFinite && mean >= a && mean <= b)
    }
  }

  /// Cells of a scale have means in order and within their bounds, however thin they are.
  @Test func meansAreOrderedAndInside() {
    for step in [5e-2, 1e-3, 1e-6, 1e-9] {
      var last = -Double.infinity
      for start in [-9.0, -5, -1, 0, 1, 5, 8] {
        for index in 0..<20 {
          let a = start + Double(index) * step
          let b = start + Double(index + 1) * step
          let mean = Normal.meanBetween(a, b)
          #expect(mean >= a && mean <= b && mean >= last)
          last = mean
        }
      }
    }
  }
}
