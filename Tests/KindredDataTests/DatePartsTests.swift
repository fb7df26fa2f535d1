import KindredData
import Testing

@Suite struct DatePartsTests {
  private static let cases: [(Int64, [Int])] = [
    (0, [1970, 1, 1, 0, 0, 0, 0]),
    (-1, [1969, 12, 31, 23, 59, 59, 999_999]),
    (951_782_400_000_000, [2000, 2, 29, 0, 0, 0, 0]),
    (1_609_459_199_000_005, [2020, 12, 31, 23, 59, 59, 5]),
    (-62_135_596_800_000_000, [1, 1, 1, 0, 0, 0, 0]),
  ]

  @Test(arguments: cases)
  func partsOfTimestamps(microseconds: Int64, wanted: [Int]) {
    let parts = DateParts(microseconds: microseconds)
    let found = [
      parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second,
      parts.microsecond,
    ]
    #expect(found == wanted)
  }
}
