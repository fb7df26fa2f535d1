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

  @Test(arguments: [0, 3, 77, UInt32.max]) func otherVersionsAreTold(version: UInt32) throws {
    let file = ModelFileForge.file(try Self.forge().payload, version: version)
    let error = #expect(throws: KindredError.self) { try ModelFileForge.load(file) }
    #expect(error?.kind == .model)
    #expect(error?.problem.contains("format version \(version)") == true)
    #expect(error?.remedy?.contains("Update Kindred") == true)
  }

  /// The file as it is saved: packed, as it has more than a few thousand bytes.
  private static func packedFile() throws -> [UInt8] {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("kindred-\(UUID().uuidString).kindred")
    defer { try? FileManager.default.removeItem(at: url) }
    try Shop(customers: 60).fitted().save(to: url)
    return [UInt8](try Data(contentsOf: url))
  }

  @Test func largerContentIsPacked() throws {
    let model = try Shop(customers: 60).fitted()
    let forge = try ModelFileForge(model)
    #expect(forge.version == 2)
    #expect(forge.size < forge.payload.count)
    #expect(
      try ModelFileForge.load(Self.packedFile()).sample(seed: 4)
        == ModelFileForge.load(ModelFileForge.file(forge.payload)).sample(seed: 4))
  }

  @Test func damageToPackedContentIsTold() throws {
    let file = try Self.packedFile()
    for place in stride(from: 0, to: file.count, by: 3) {
      var damaged = file
      damaged[place] ^= 1 << UInt8(place % 8)
      #expect(throws: KindredError.self, "byte \(place)") { try ModelFileForge.load(damaged) }
    }
    // The same under a right checksum. A few bits between the stream's blocks say nothing.
    let payload = Array(file.dropFirst(32))
    let sound = try ModelFileForge.load(file).sample(seed: 4)
    for place in payload.indices {
      var damaged = payload
      damaged[place] ^= 1 << UInt8(place % 8)
      do {
        let model = try ModelFileForge.load(ModelFileForge.file(damaged, version: 2, packing: 1))
        #expect(try model.sample(seed: 4) == sound, "byte \(place)")
      } catch let error as KindredError {
        #expect(error.problem.contains("packed content"), "byte \(place)")
      }
    }
    for length in [0, 7, 8, 9, 100, payload.count - 1] {
      #expect(throws: KindredError.self, "\(length) bytes") {
        try ModelFileForge.load(
          ModelFileForge.file(Array(payload.prefix(length)), version: 2, packing: 1))
      }
    }
  }

  /// A small file may not ask for much memory, nor for a packing that does not exist.
  @Test func packedContentIsBounded() throws {
    let payload = Array(try Self.packedFile().dropFirst(32))
    for declared in [UInt64(payload.count) * 64 + 64, 1 << 40, .max] {
      let head = withUnsafeBytes(of: declared.littleEndian) { Array($0) }
      let file = ModelFileForge.file(head + payload.dropFirst(8), version: 2, packing: 1)
      let error = #expect(throws: KindredError.self) { try ModelFileForge.load(file) }
      #expect(error?.problem.contains("64 times") == true)
    }
    let file = ModelFileForge.file(payload, version: 2, packing: 2)
    let error = #expect(throws: KindredError.self) { try ModelFileForge.load(file) }
    #expect(error?.problem.contains("not known") == true)
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
