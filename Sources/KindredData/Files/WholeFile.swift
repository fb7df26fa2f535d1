import Glibc

/// Files that appear whole or not at all.
public enum WholeFile {
  /// Whether `write` has a chance: for asking before long work.
  /// - Throws: `KindredError` of kind `file` when the destination is a folder or write-protected, or
  ///   the folder around it is missing or write-protected.
  public static func check(_ path: String, what: String = "The file") throws {
    var status = stat()
    if stat(path, &status) == 0 {
      if status.st_mode & S_IFMT == S_IFDIR { throw failure(EISDIR, path, what) }
      if access(path, W_OK) != 0 { throw failure(errno, path, what) }
      if status.st_mode & S_IFMT != S_IFREG { return }
    }
    let folder = folder(of: target(of: path))
    guard stat(folder, &status) == 0 else { throw failure(errno, path, what) }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw failure(ENOTDIR, path, what) }
    guard access(folder, W_OK | X_OK) == 0 else { throw failure(errno, path, what) }
  }

  /// Writes bytes into a file beside the destination and renames it, so that a failure leaves what
  /// was there. Devices and pipes, which cannot be replaced, are written directly; a symbolic link
  /// stays, and the file that it leads to is replaced, with the permissions that it has.
  /// - Parameter what: names the file in errors, such as "The model file".
  /// - Throws: `KindredError` of kind `file`.
  public static func write(
    _ bytes: some Collection<UInt8>, to path: String, what: String = "The file"
  ) throws {
    try check(path, what: what)
    var status = stat()
    let exists = stat(path, &status) == 0
    let isSpecial = exists && status.st_mode & S_IFMT != S_IFREG
    let target = target(of: path)
    let temporary = isSpecial ? path : "\(folder(of: target))/\(TemporaryName.make())"
    let flags = isSpecial ? O_WRONLY : O_WRONLY | O_CREAT | O_EXCL
    let descriptor = open(temporary, flags | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure(errno, path, what) }
    if exists, !isSpecial { fchmod(descriptor, status.st_mode & 0o7777) }
    var code = fill(descriptor, with: Array(bytes))
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, !isSpecial, rename(temporary, target) != 0 { code = errno }
    guard code == 0 else {
      if !isSpecial { unlink(temporary) }
      throw failure(code, path, what)
    }
  }

  private static func failure(_ code: CInt, _ path: String, _ what: String) -> KindredError {
    let remedy =
      switch code {
      case ENOSPC, EDQUOT, EFBIG: "Free some space, or write elsewhere."
      case ENOENT: "Make the folder first."
      case EISDIR: "Give the name of a file."
      default: "Check the folder and its permissions."
      }
    return KindredError(
      .file, "\(what) cannot be written: \(errnoText(code))", value: path, remedy: remedy)
  }

  /// Where symbolic links lead to; the path itself when nothing is there.
  package static func target(of path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The folder that a path lies in.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
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
