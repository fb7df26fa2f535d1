import Foundation

/// The built program, run as a user would run it.
enum Program {
  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The program stands in the folder of products, as does the bundle of these tests.
  static var url: URL {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent("kindred")
      if FileManager.default.isExecutableFile(atPath: candidate.path), !isFolder(candidate) {
        return candidate
      }
      folder.deleteLastPathComponent()
    }
    return URL(fileURLWithPath: "kindred")
  }

  /// Runs the program to its end.
  static func run(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try start(arguments, environment: environment).finish()
  }

  /// Runs a line of bash that finds the program in the variable KINDRED.
  static func runShell(_ line: String) throws -> Outcome {
    try start(["-c", line], executable: URL(fileURLWithPath: "/bin/bash")).finish()
  }

  static func start(
    _ arguments: [String], executable: URL = url, environment: [String: String] = [:]
  ) throws -> Running {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment
      .merging(["KINDRED": url.path]) { $1 }.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    let running = Running(process: process)
    process.standardOutput = try FileHandle(forWritingTo: running.output)
    process.standardError = try FileHandle(forWritingTo: running.errors)
    try process.run()
    return running
  }

  private static func isFolder(_ url: URL) -> Bool {
    (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false
  }

  /// A program that has been started. What it prints goes to files, so that no pipe can fill up.
  struct Running {
    let process: Process
    let folder = Folder()
    var output: URL { folder.file("output", "") }
    var errors: URL { folder.file("errors", "") }

    func finish() throws -> Outcome {
      process.waitUntilExit()
      return Outcome(
        status: process.terminationReason == .exit ? process.terminationStatus : -1,
        output: try folder.text("output"), errors: try folder.text("errors"))
    }
  }
}

/// A temporary folder that goes away with the value.
final class Folder: Sendable {
  let url: URL

  init() {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("kindred-tests-\(UUID().uuidString)", isDirectory: true)
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var path: String { url.path }

  /// The path of something in the folder.
  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Writes a file, unless it exists.
  @discardableResult
  func file(_ name: String, _ text: String) -> URL {
    let file = url.appendingPathComponent(name)
    if !FileManager.default.fileExists(atPath: file.path) {
      try? FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try? Data(text.utf8).write(to: file)
    }
    return file
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appendingPathComponent(name)), as: UTF8.self)
  }

  /// Everything in a folder inside, sorted; hidden files too. Nil when there is no such folder.
  func contents(_ name: String = "") -> [String]? {
    try? FileManager.default.contentsOfDirectory(
      atPath: name.isEmpty ? url.path : url.appendingPathComponent(name).path
    ).sorted()
  }
}
