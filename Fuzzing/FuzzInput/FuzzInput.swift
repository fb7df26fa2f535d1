import Glibc

/// Whether an input is one in `count`, told by its bytes: for checks too slow for every input.
public func isOne(in count: UInt64, _ bytes: UnsafeRawBufferPointer) -> Bool {
  // FNV-1a, whose high bits depend on all bytes.
  let hash = bytes.reduce(0xCBF2_9CE4_8422_2325) { hash, byte in
    (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }
  return (hash >> 32) % count == 0
}

/// Ends the run as a finding: what must hold for every input did not.
public func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  guard !condition else { return }
  let bytes = Array("\n\(message())\n".utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
  abort()
}
