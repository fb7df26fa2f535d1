import KindredStatistics
import Testing

struct CounterRandomTests {
  struct Known: Sendable {
    let row: UInt64
    let group: UInt64
    let key: (UInt64, UInt64)
    let bits: [UInt64]
  }

  /// Philox4x64-10 by NumPy 2.4 (`numpy.random.Philox`); the first is Random123's own known answer.
  static let known = [
    Known(
      row: 0, group: 0, key: (0, 0),
      bits: [
        0x1655_4D9E_CA36_314C, 0xDB20_FE9D_672D_0FDC, 0xD7E7_72CE_E186_176B,
        0x7E68_B68A_EC7B_A23B,
      ]),
    Known(
      row: 1, group: 0, key: (0, 0),
      bits: [
        0x02F4_BA64_08E4_D89B, 0x3DD6_2B0B_9CA8_C5B2, 0x1C86_67A5_5D90_2E79,
        0x907D_7A05_2FD5_B4DC,
      ]),
    Known(
      row: 0, group: 1, key: (42, 0),
      bits: [
        0x13FE_1DDB_B29D_354C, 0xDC10_8500_29C4_37F2, 0xAA99_6DF8_AF64_2547,
        0x580A_C26F_823B_6147,
      ]),
    Known(
      row: 123_456_789, group: 2, key: (42, 7),
      bits: [
        0x0108_D5E2_116A_7144, 0x02E2_BE63_39BC_4518, 0xAE0C_7BA4_C2B0_2835,
        0x9F34_7EE8_FAAF_28FD,
      ]),
  ]

  @Test(arguments: known)
  func bitsAreThoseOfPhilox(known: Known) {
    let random = CounterRandom(seed: known.key.0, stream: known.key.1)
    for (lane, bits) in known.bits.enumerated() {
      #expect(random.bits(row: known.row, lane: 4 * known.group + UInt64(lane)) == bits)
    }
  }

  @Test func farPlacesAreUsable() {
    let random = CounterRandom(seed: .max, stream: .max)
    #expect(random.bits(row: .max, lane: .max) != random.bits(row: .max, lane: .max - 1))
    #expect((0..<1).contains(random.uniform(row: .max, lane: .max)))
    var block = [0.0, 0, 0]
    random.fillUniforms(firstRow: .max, rows: 3, lanes: 1, into: &block)
    #expect(block == [.max, 0, 1].map { random.uniform(row: $0) })
  }

  @Test func nothingDependsOnTheOrderOfUse() {
    let random = CounterRandom(seed: 5, stream: 9)
    let places = (0..<300).map { (row: UInt64($0 / 3), lane: UInt64($0 % 3)) }
    let forwards = places.map { random.bits(row: $0.row, lane: $0.lane) }
    let backwards = places.reversed().map { random.bits(row: $0.row, lane: $0.lane) }
    #expect(forwards == backwards.reversed())
    #expect(Set(forwards).count == forwards.count)
    for other in [CounterRandom(seed: 6, stream: 9), CounterRandom(seed: 5, stream: 10)] {
      #expect(Set(places.map { other.bits(row: $0.row, lane: $0.lane) }).isDisjoint(with: forwards))
    }
  }

  /// Whatever the shape of a block and wherever it begins.
  @Test(arguments: [0, 1, 2, 3, 4, 5, 7, 8, 9, 13])
  func blocksAgreeWithSingleNumbers(lanes: Int) {
    let random = CounterRandom(seed: 1, stream: 2)
    for (firstRow, rows) in [(0, 0), (0, 1), (0, 17), (5, 12), (1 << 40, 3)] as [(UInt64, Int)] {
      var uniforms = [Double](repeating: -1, count: rows * lanes + 1)
      var normals = uniforms
      random.fillUniforms(firstRow: firstRow, rows: rows, lanes: lanes, into: &uniforms)
      random.fillNormals(firstRow: firstRow, rows: rows, lanes: lanes, into: &normals)
      for row in 0..<rows {
        for lane in 0..<lanes {
          let place = (row: firstRow + UInt64(row), lane: UInt64(lane))
          let index = row * lanes + lane
          #expect(uniforms[index] == random.uniform(row: place.row, lane: place.lane))
          #expect(normals[index] == random.normal(row: place.row, lane: place.lane))
        }
      }
      #expect(uniforms[rows * lanes] == -1 && normals[rows * lanes] == -1)
    }
  }

  /// Odd multiples of 2^-53 below 1 cannot be 0 or 1, so quantiles of them are finite.
  @Test func uniformsAreInsideTheOpenInterval() {
    var uniforms = [Double](repeating: 0, count: 400_000)
    CounterRandom(seed: 3, stream: 4).fillUniforms(
      firstRow: 0, rows: 100_000, lanes: 4, into: &uniforms)
    #expect(uniforms.allSatisfy { $0 > 0 && $0 < 1 })
    #expect(
      uniforms.allSatisfy { ($0 * 0x1p53).truncatingRemainder(dividingBy: 2) == 1 })
  }

  /// Kolmogorov-Smirnov at 99.9 %: 1.949 / √n. Lag-1 correlations: 4 standard errors.
  @Test func uniformsAreUniformAndUncorrelated() {
    let count = 200_000
    var uniforms = [Double](repeating: 0, count: count)
    CounterRandom(seed: 11, stream: 0).fillUniforms(
      firstRow: 0, rows: count / 2, lanes: 2, into: &uniforms)
    #expect(uniformDistance(uniforms) < 1.949 / Double(count).squareRoot())
    for lag in [1, 2, 3, 4, 8] {
      #expect(
        abs(serialCorrelation(uniforms, lag: lag)) < 4 / Double(count).squareRoot(), "lag \(lag)")
    }
  }

  @Test func integersStayBelowTheirBound() {
    let random = CounterRandom(seed: 8, stream: 1)
    #expect((0..<100).allSatisfy { random.integer(below: 0, row: $0) == 0 })
    #expect((0..<100).allSatisfy { random.integer(below: 1, row: $0) == 0 })
    #expect((0..<100).allSatisfy { random.integer(below: .max, row: $0) < .max })
    // Chi-squared with 6 degrees of freedom is below 22.46 with 99.9 %.
    var counts = [Double](repeating: 0, count: 7)
    for row in 0..<70_000 { counts[Int(random.integer(below: 7, row: UInt64(row)))] += 1 }
    #expect(counts.reduce(0) { $0 + ($1 - 10_000) * ($1 - 10_000) / 10_000 } < 22.46)
  }

  @Test func streamsTellNamesApart() {
    // FNV-1a: the published offset basis for nothing at all.
    #expect(CounterRandom.stream() == 0xCBF2_9CE4_8422_2325)
    let streams = [
      CounterRandom.stream(""), CounterRandom.stream("", ""), CounterRandom.stream("ab"),
      CounterRandom.stream("a", "b"), CounterRandom.stream("b", "a"), CounterRandom.stream("a"),
      CounterRandom.stream("ab", ""), CounterRandom.stream("", "ab"), CounterRandom.stream("é"),
    ]
    #expect(Set(streams).count == streams.count)
  }
}
