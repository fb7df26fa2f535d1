import Glibc
import KindredData

/// A file written from the beginning, a megabyte at a time. Failures are told on closing.
final class TextFile {
  private let path: String
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var failure: Int32 = 0

  init(path: String) throws {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if descriptor < 0 { throw fileFailure(path, errno) }
    buffer.reserveCapacity(1 << 20)
  }

  func append(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= 1 << 20 { flush() }
  }

  func close() throws {
    flush()
    if Glibc.close(descriptor) != 0, failure == 0 { failure = errno }
    if failure != 0 { throw fileFailure(path, failure) }
  }

  private func flush() {
    var start = 0
    while start < buffer.count, failure == 0 {
      let written = buffer.withUnsafeBytes {
        write(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start)
      }
      if written < 0 { failure = errno } else { start += written }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// The system's words for what went wrong with a file.
func fileFailure(_ path: String, _ number: Int32) -> KindredError {
  KindredError(.file, "\(path): \(String(cString: strerror(number)))")
}

/// Copies a file in pieces through memory, as the plainest program would.
/// - Returns: the bytes and the line ends in it.
@discardableResult
func copyFile(from source: String, to target: String?) throws -> (bytes: Int, lines: Int) {
  let input = open(source, O_RDONLY | O_CLOEXEC)
  if input < 0 { throw fileFailure(source, errno) }
  defer { close(input) }
  var output: Int32 = -1
  if let target {
    output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    if output < 0 { throw fileFailure(target, errno) }
  }
  defer { if output >= 0 { close(output) } }
  var piece = [UInt8](repeating: 0, count: 1 << 18)
  var result = (bytes: 0, lines: 0)
  while true {
    let count = piece.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
    if count < 0 { throw fileFailure(source, errno) }
    if count == 0 { return result }
    result.bytes += count
    if output < 0 {
      result.lines += piece[..<count].count { $0 == UInt8(ascii: "\n") }
    } else if piece.withUnsafeBytes({ write(output, $0.baseAddress, count) }) != count {
      throw fileFailure(target ?? "", errno)
    }
  }
}
