import Foundation
import KindredCommand
import Testing

@Suite("kindred fit --memory")
struct MemoryLimitTests {
  @Test("The model is the same, byte for byte")
  func sameModel() throws {
    // Large enough that columns are paged: 256 KiB and more.
    let market = MarketFiles(buyers: 20_000)
    let plain = try Data(contentsOf: URL(fileURLWithPath: market.fitted()))
    for options in [["--memory", "256MB"], ["--memory", "0.5GiB", "--threads", "1"]] {
      let model = market.folder.path("limited.kindred")
      let outcome = try Program.start(["fit", market.path, "-o", model] + options).finish()
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try Data(contentsOf: URL(fileURLWithPath: model)) == plain)
    }
  }

  @Test(
    "Sizes that are none, or too small",
    arguments: [
      ("512", "512MB"), ("lots", "512MB"), ("-1GB", "512MB"), ("MB", "512MB"), ("nanGB", "512MB"),
      ("1e3MB ", "512MB"), ("9999999999TB", "512MB"), ("1MB", "At least"), ("95MB", "At least"),
    ])
  func unusableSizes(size: String, text: String) throws {
    let folder = Folder()
    let outcome = try Program.run(
      "fit", folder.path("none"), "-o", folder.path("model"), "--memory", size)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
  }

  @Test("The temporary file needs a folder, on a disk")
  func temporaryFolder() throws {
    let market = MarketFiles(buyers: 10)
    let model = market.folder.path("model")
    func fit(_ temporary: String) throws -> Program.Outcome {
      try Program.run(
        "fit", market.path, "-o", model, "--memory", "256MB", environment: ["TMPDIR": temporary])
    }
    let missing = try fit(market.folder.path("nowhere"))
    #expect(missing.status == 1)
    #expect(missing.errors.contains("No temporary file can be made"), "\(missing.errors)")
    if FileManager.default.fileExists(atPath: "/dev/shm") {
      let inMemory = try fit("/dev/shm")
      #expect(inMemory.status == 1)
      #expect(inMemory.errors.contains("lies in memory"), "\(inMemory.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: model))
    // Nothing is left in the folder, neither meanwhile nor afterwards.
    let temporary = market.folder.path("temporary")
    try FileManager.default.createDirectory(
      atPath: temporary, withIntermediateDirectories: false)
    #expect(try fit(temporary).status == 0)
    #expect(market.folder.contents("temporary") == [])
  }
}
