import Glibc
import KindredData
import KindredPostgres

/// The reader of standard output has gone away; there is no point in going on.
struct ClosedOutput: Error {}

/// Standard output: results, and nothing else.
enum Output {
  /// Writes the text and a line end.
  /// - Throws: `ClosedOutput` when nobody reads it, `KindredError` when it cannot be written.
  static func print(_ text: String) throws {
    try write(text.hasSuffix("\n") ? text : text + "\n")
  }

  private static func write(_ text: String) throws {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno == EPIPE {
        throw ClosedOutput()
      } else if errno != EINTR {
        throw KindredError(
          .file, "Standard output cannot be written: \(String(cString: strerror(errno)))",
          remedy: "Check the device or file it is redirected to.")
      }
    }
  }
}

/// Standard error: what the program has to say beside its results.
struct Notes: Sendable {
  /// Whether only errors are wanted.
  var quiet: Bool

  func callAsFunction(_ line: String) {
    if !quiet { Self.always(line) }
  }

  /// Lines that `--quiet` does not silence.
  static func always(_ line: String) {
    // What the user gave, an unexpected argument for instance, may hold a password.
    let bytes = Array("\(Redaction()(line))\n".utf8)
    // A message that cannot be shown has nowhere else to go.
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
