import Foundation
import Kindred
import KindredData
import KindredStatistics
import Testing

/// Model files come from anywhere: they are read whole, or refused with a reason.
@Suite struct ModelFileTests {
  private static func forge() throws -> ModelFileForge {
    try ModelFileForge(try Shop(customers: 12).fitted())
  }

  @Test func theChecksumIsTheStandardOne() {
    #expect(ModelFileForge.checksum(Array("123456789".utf8)) == 0x995D_C9BB_DF19_39FA)
  }

  @Test func aLoadedModelSamplesAsTheSavedOne() throws {
    let model = try Shop(customers: 60).fitted()
    let forge = try ModelFileForge(model)
    let loaded = try ModelFileForge.load(ModelFileForge.file(forge.payload))
    #expect(try loaded.sample(seed: 4) == model.sample(seed: 4))
    // Keys go on where the saved model stood.
    let again = try ModelFileForge.load(ModelFileForge.file(ModelFileForge(model).payload))
    #expect(try again.sample(seed: 4) == model.sample(seed: 4))
  }

  @Test func everyTruncationIsTold() throws {
    let file = ModelFileForge.file(try Self.forge().payload)
    for length in stride(from: 0, to: file.count, by: 7) {
      #expect(throws: KindredError.self, "the first \(length) bytes") {
        try ModelFileForge.load(Array(file.prefix(length)))
      }
    }
  }

  @Test func everyFlippedBitIsTold() throws {
    let file = ModelFileForge.file(try Self.forge().payload)
    for place in file.indices {
      var damaged = file
      damaged[place] ^= 1 << UInt8(place % 8)
      #expect(throws: KindredError.self, "byte \(place)") { try ModelFileForge.load(damaged) }
    }
  }

  @Test(arguments: [0, 2, 77, UInt32.max]) func otherVersionsAreTold(version: UInt32) throws {
    let file = ModelFileForge.file(try Self.forge().payload, version: version)
    let error = #expect(throws: KindredError.self) { try ModelFileForge.load(file) }
    #expect(error?.kind == .model)
    #expect(error?.problem.contains("format version \(version)") == true)
    #expect(error?.remedy?.contains("Update Kindred") == true)
  }

  @Test func foreignFilesAreTold() throws {
    for bytes in [[], Array("PK\u{3}\u{4}".utf8), Array("id,name\n1,x\n".utf8)] {
      let error = #expect(throws: KindredError.self) { try ModelFileForge.load(bytes) }
      #expect(error?.problem == "This is not a Kindred model file")
    }
  }

  /// A content that nobody has written, under a right checksum, is refused or can be sampled from.
  @Test(arguments: 0..<8) func anyContentIsRefusedOrUsable(part: Int) throws {
    let payload =
      part % 2 == 0 ? try Self.forge().payload : try ModelFileForge(Staff.fitted()).payload
    for trial in 0..<500 {
      var mutation = ModelMutation(trial: UInt64(part * 500 + trial))
      try use(mutation.apply(to: payload))
    }
  }

  @Test func randomBytesAreRefusedOrUsable() throws {
    let random = CounterRandom(seed: 3, stream: CounterRandom.stream("bytes"))
    for trial in 0..<500 {
      let length = Int(random.integer(below: 200, row: UInt64(trial), lane: 0))
      try use(
        (0..<length).map {
          UInt8(random.integer(below: 256, row: UInt64(trial), lane: UInt64($0 + 1)))
        })
    }
  }

  /// Nothing but a `KindredError` may come out of it.
  private func use(_ payload: [UInt8]) throws {
    do {
      let model = try ModelFileForge.load(ModelFileForge.file(payload))
      _ = try model.sample(rows: 10, seed: 1)
      for table in model.metadata.tableNames { _ = try model.sample(table, rows: 10, seed: 1) }
      _ = try model.summary()
    } catch is KindredError {
    }
  }
}
