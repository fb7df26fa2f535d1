import Foundation
import Glibc
import Testing

/// Ctrl-C: status 130, and what was begun is gone.
@Suite("Interruption")
struct InterruptionTests {
  @Test("During sample", arguments: [SIGINT, SIGTERM])
  func sample(signal: Int32) throws {
    let folder = Folder()
    #expect(try Program.run("demo", "-q", "-o", folder.path("demo")).status == 0)
    let arguments = [
      "sample", folder.path("demo/demo.kindred"), "-o", folder.path("new"), "--scale", "500000",
    ]
    try interrupt(arguments, by: signal, after: 0.4)
    #expect(folder.contents() == ["demo"])
  }

  @Test("While files are being written")
  func writing() throws {
    let folder = Folder()
    #expect(try Program.run("demo", "-q", "-o", folder.path("demo")).status == 0)
    let running = try Program.start([
      "sample", folder.path("demo/demo.kindred"), "-o", folder.path("new"), "--scale", "200000",
    ])
    // With the first rows a folder appears beside the one to be.
    let deadline = Date(timeIntervalSinceNow: 60)
    while folder.contents() == ["demo"], running.process.isRunning, Date() < deadline {
      usleep(1000)
    }
    kill(running.process.processIdentifier, SIGINT)
    try running.finish().expectFailure(130, saying: ["interrupted"])
    #expect(folder.contents() == ["demo"])
  }

  @Test("During fit")
  func fit() throws {
    let folder = Folder()
    var text = "id," + (0..<20).map { "c\($0)" }.joined(separator: ",") + "\n"
    for row in 0..<100_000 {
      text += "\(row)"
      for column in 0..<20 { text += ",0.\((row &* 7919 &+ column &* 104_729) % 99_991)" }
      text += "\n"
    }
    folder.file("data/t.csv", text)
    for seconds in [0.02, 0.1] {
      try interrupt(
        ["fit", folder.path("data"), "-o", folder.path("model")], by: SIGINT, after: seconds)
      #expect(folder.contents() == ["data"])
    }
  }

  private func interrupt(_ arguments: [String], by signal: Int32, after seconds: Double) throws {
    let running = try Program.start(arguments)
    usleep(UInt32(seconds * 1e6))
    kill(running.process.processIdentifier, signal)
    try running.finish().expectFailure(130, saying: ["nterrupted"])
  }
}
