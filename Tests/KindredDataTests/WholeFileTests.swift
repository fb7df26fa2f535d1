import Foundation
import KindredData
import Testing

@Suite struct WholeFileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("kindred-whole-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  @Test func replacesAFileAndLeavesNothingBeside() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try WholeFile.write("old".utf8, to: path("file"))
    try WholeFile.write("new".utf8, to: path("file"))
    #expect(try text("file") == "new")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["file"])
  }

  @Test func keepsThePermissionsOfWhatItReplaces() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try WholeFile.write("old".utf8, to: path("file"))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path("file"))
    try WholeFile.write("new".utf8, to: path("file"))
    let mode = try FileManager.default.attributesOfItem(atPath: path("file"))[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test func writesBehindASymbolicLink() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try WholeFile.write("old".utf8, to: path("file"))
    try FileManager.default.createSymbolicLink(
      atPath: path("link"), withDestinationPath: path("file"))
    try WholeFile.write("new".utf8, to: path("link"))
    #expect(try text("file") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path("link")) == path("file"))
  }

  @Test func namesAsLongAsTheFileSystemAllows() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let name = String(repeating: "n", count: 255)
    try WholeFile.write("new".utf8, to: path(name))
    #expect(try text(name) == "new")
  }

  @Test(arguments: ["", "/", "nowhere/file", "file/inside"])
  func placesThatCannotBe(name: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try WholeFile.write("old".utf8, to: path("file"))
    let place = name.isEmpty ? folder.path : path(name)
    for attempt in [
      { try WholeFile.check(place, what: "The thing") },
      { try WholeFile.write("new".utf8, to: place, what: "The thing") },
    ] {
      let error = #expect(throws: KindredError.self) { try attempt() }
      #expect(error?.kind == .file)
      #expect(error?.problem.hasPrefix("The thing cannot be written: ") == true)
    }
    #expect(try text("file") == "old")
  }

  @Test func checkingLeavesNoTrace() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try WholeFile.check(path("file"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
