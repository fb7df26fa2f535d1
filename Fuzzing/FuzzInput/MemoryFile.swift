public import Glibc

/// A file that exists in memory only, for readers that take a path.
public struct MemoryFile: ~Copyable {
  private let descriptor: CInt

  /// A file with these bytes; nil when the system has no descriptors left.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    descriptor = memfd_create("fuzz", CUnsignedInt(MFD_CLOEXEC))
    guard descriptor >= 0 else { return nil }
    guard bytes.isEmpty || write(descriptor, bytes.baseAddress, bytes.count) == bytes.count else {
      return nil
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Where readers find it.
  public var path: String { "/proc/self/fd/\(descriptor)" }
}

/// Ends the run as a finding: what must hold for every input did not.
public func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  guard !condition else { return }
  let bytes = Array("\n\(message())\n".utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
  abort()
}
