import KindredStatistics
import Testing

@Suite struct BinnedFeatureTests {
  @Test func fewNumbersKeepABinEach() {
    let feature = BinnedFeature(numbers: [3, .nan, 1, 2, 3])
    #expect(feature.bins == [3, 0, 1, 2, 3])
    #expect(feature.binCount == 4)
    #expect(feature.centres == [2.25, 1, 2, 3])
    #expect(BinnedFeature(numbers: [.nan, .nan]).binCount == 1)
    #expect(BinnedFeature(numbers: []).bins.isEmpty)
  }

  @Test func manyNumbersAreCutIntoBinsOfLikeWeight() {
    let numbers = ClassifierSamples.uniforms(20_000, "bins")
    let feature = BinnedFeature(numbers: numbers)
    #expect(feature.binCount == 256)
    var counts = [Int](repeating: 0, count: 256)
    for bin in feature.bins { counts[Int(bin)] += 1 }
    #expect(counts[0] == 0)
    #expect(counts.dropFirst().allSatisfy { 77...81 ~= $0 })
    let sorted = zip(numbers, feature.bins).sorted { $0.0 < $1.0 }.map(\.1)
    #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func frequentNumbersAreNotMixedWithOthers() {
    let numbers =
      ClassifierSamples.uniforms(4000, "frequent") + [Double](repeating: 0.5, count: 4000)
    let feature = BinnedFeature(numbers: numbers)
    let bin = feature.bins[4000]
    #expect(zip(numbers, feature.bins).count { $1 == bin && $0 != 0.5 } == 0)
    #expect(feature.binCount > 240)
  }

  @Test func labelsAreSpreadOverFeatures() {
    let codes = (0..<3000).map { Int32($0 % 300) } + [300, -1]
    let features = BinnedFeature.features(labels: codes, count: 301)
    #expect(features.map(\.binCount) == [256, 46])
    for (first, second) in zip(features[0].bins, features[1].bins).dropLast(2) {
      #expect((first == 0) != (second == 0))
    }
    #expect(features.allSatisfy { $0.bins[3000] == 0 && $0.bins[3001] == 0 })
    #expect(BinnedFeature.features(labels: codes, count: 301, mostFeatures: 1).count == 1)
    #expect(BinnedFeature.features(labels: [], count: 0).isEmpty)
  }
}
