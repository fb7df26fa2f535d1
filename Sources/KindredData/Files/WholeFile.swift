import Glibc
import Synchronization

/// Files that appear whole or not at all.
public enum WholeFile {
  private static let serial = Atomic<Int>(0)

  /// Writes bytes into a file beside the destination and renames it, so that a failure leaves what
  /// was there. Devices and pipes, which cannot be replaced, are written directly.
  /// - Parameter what: names the file in errors, such as "The model file".
  /// - Throws: `KindredError` of kind `file`.
  public static func write(
    _ bytes: some Collection<UInt8>, to path: String, what: String = "The file"
  ) throws {
    func failure(_ code: CInt) -> KindredError {
      let remedy =
        switch code {
        case ENOSPC, EDQUOT: "Free some space, or write elsewhere."
        case ENOENT: "Make the folder first."
        default: "Check the folder and its permissions."
        }
      return KindredError(
        .file, "\(what) cannot be written: \(errnoText(code))", value: path, remedy: remedy)
    }
    var status = stat()
    let isSpecial = stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    if isSpecial, status.st_mode & S_IFMT == S_IFDIR { throw failure(EISDIR) }
    let number = serial.wrappingAdd(1, ordering: .relaxed).newValue
    let temporary = isSpecial ? path : "\(path).\(getpid())-\(number).tmp"
    let flags = isSpecial ? O_WRONLY : O_WRONLY | O_CREAT | O_EXCL
    let descriptor = open(temporary, flags | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(errno) }
    var code = fill(descriptor, with: Array(bytes))
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, !isSpecial, rename(temporary, path) != 0 { code = errno }
    guard code == 0 else {
      if !isSpecial { unlink(temporary) }
      throw failure(code)
    }
  }

  /// - Returns: 0, or the error number.
  private static func fill(_ descriptor: CInt, with bytes: [UInt8]) -> CInt {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Glibc.write(
          descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        if count > 0 {
          written += count
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }
}
