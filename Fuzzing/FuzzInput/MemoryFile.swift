import Glibc

/// A file that is held in memory, for readers that take a path. There is one per process: libFuzzer
/// runs inputs one after the other.
public struct MemoryFile {
  /// Where readers find it.
  public let path: String

  /// A file with these bytes; nil when it cannot be written.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    path = "/dev/shm/kindred-fuzz-\(getpid())"
    let descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard bytes.isEmpty || write(descriptor, bytes.baseAddress, bytes.count) == bytes.count else {
      return nil
    }
  }

  /// Removes it.
  public func remove() { unlink(path) }
}

/// Ends the run as a finding: what must hold for every input did not.
public func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  guard !condition else { return }
  let bytes = Array("\n\(message())\n".utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
  abort()
}
