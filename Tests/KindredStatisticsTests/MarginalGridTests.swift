import Glibc
import KindredStatistics
import Testing

/// However values are counted, by integers, by steps or sorted, the marginal is the same.
struct MarginalGridTests {
  /// Seconds as microseconds: counted by their common divisor. In other units they are counted
  /// directly, and cells are in proportion.
  @Test func multiplesOfAStepAreCountedLikeIntegers() throws {
    var samples = MarginalSamples(seed: 1)
    let seconds = samples.uniforms(50_000).map { ($0 * 40_000).rounded() }
    let options = MarginalOptions(exactExtremes: true)
    let plain = cells(of: try Marginal.fit(seconds, options: options))
    let scaled = cells(of: try Marginal.fit(seconds.map { $0 * 1e6 + 3 }, options: options))
    #expect(plain.map(\.mass) == scaled.map(\.mass))
    for (own, other) in zip(plain, scaled) {
      #expect(abs(own.lower * 1e6 + 3 - other.lower) <= 0.5)
      #expect(abs(own.upper * 1e6 + 3 - other.upper) <= 0.5)
    }
  }

  /// Cents, and the same shifted by so little that they are on no grid: sorted.
  @Test func decimalsOnAGridAreCountedAsIfSorted() throws {
    var samples = MarginalSamples(seed: 2)
    let cents = samples.uniforms(50_000).map { ($0 * $0 * 20_000).rounded() / 100 }
    let onGrid = try Marginal.fit(cents, options: MarginalOptions(decimalPlaces: 2))
    #expect(distance(of: onGrid, to: cents) <= 0.01)
    // A value beside the grid shares a step with another one; no step helps then.
    let beside = cents + [17.121, 17.122]
    let declared = try Marginal.fit(beside, options: MarginalOptions(decimalPlaces: 2))
    #expect(try declared == Marginal.fit(beside))
  }

  /// Zero and minus zero are one value, wherever they come first.
  @Test(arguments: [[0.0, -0.0], [-0.0, 0.0]]) func zeros(zeros: [Double]) throws {
    let values = zeros + (0..<500).map { Double($0 % 50) / 10 } + zeros
    let marginal = try Marginal.fit(values, options: MarginalOptions(decimalPlaces: 1))
    let first = try #require(cells(of: marginal).first)
    #expect(first.lower.sign == .plus && first.isAtom)
    #expect(abs(first.mass - 14.0 / 504) < 1e-12)
  }

  /// Rows without a number do not count, wherever pieces end.
  @Test func sourcesLeaveOutRows() throws {
    var samples = MarginalSamples(seed: 3)
    let values = samples.normals(30_000)
    let holes = HoleSource(values: values)
    let kept = values.indices.filter { $0 % 7 != 0 }.map { values[$0] }
    #expect(try Marginal.fit(holes) == Marginal.fit(kept))
  }

  private struct HoleSource: NumberSource {
    let values: [Double]
    var rowCount: Int { values.count }

    func readNumbers(in rows: Range<Int>, into target: UnsafeMutablePointer<Double>) -> Int {
      var count = 0
      for row in rows where row % 7 != 0 {
        target[count] = values[row]
        count += 1
      }
      return count
    }
  }
}
