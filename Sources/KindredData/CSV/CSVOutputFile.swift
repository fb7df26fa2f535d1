import Glibc

/// A file being written beside its destination, under a temporary name.
struct CSVOutputFile {
  /// nil for a file that holds no table.
  let table: String?
  let columns: [String]
  /// Where the file goes in the end.
  let destination: String
  let temporary: String
  private(set) var rowCount = 0
  private var descriptor: CInt

  init(table: String?, columns: [String], destination: String, temporary: String) throws {
    self.table = table
    self.columns = columns
    self.destination = destination
    self.temporary = temporary
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw Self.failure(table, destination, "The file cannot be created", errno)
    }
  }

  /// Writes all bytes.
  mutating func write(_ bytes: UnsafeBufferPointer<UInt8>, rows: Int) throws {
    var written = 0
    while written < bytes.count, let base = bytes.baseAddress {
      let count = Glibc.write(descriptor, base + written, bytes.count - written)
      if count > 0 {
        written += count
      } else if count == 0 || errno != EINTR {
        throw Self.failure(table, destination, "The file cannot be written", errno)
      }
    }
    rowCount += rows
  }

  /// Closes the file; some file systems report a full disk only here.
  mutating func close() throws {
    guard descriptor >= 0 else { return }
    let code = Glibc.close(descriptor)
    descriptor = -1
    if code != 0 { throw Self.failure(table, destination, "The file cannot be written", errno) }
  }

  /// Gives the file its name.
  func publish() throws {
    var code = rename(temporary, destination) == 0 ? 0 : errno
    if code == EXDEV { code = copy() }
    guard code == 0 else {
      throw Self.failure(table, destination, "The file cannot be put in place", code)
    }
  }

  /// Copies the file beside its destination, on another file system, and renames it there.
  /// - Returns: 0, or the error number.
  private func copy() -> CInt {
    let folder = destination.lastIndex(of: "/").map { String(destination[...$0]) } ?? ""
    let beside = folder + TemporaryName.make()
    let source = Glibc.open(temporary, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { return errno }
    defer { Glibc.close(source) }
    let target = Glibc.open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard target >= 0 else { return errno }
    var code: CInt = 0
    var count = 1
    while count > 0 {
      count = sendfile(target, source, nil, 1 << 24)
      if count < 0 { code = errno }
    }
    if Glibc.close(target) != 0, code == 0 { code = errno }
    if code == 0, rename(beside, destination) != 0 { code = errno }
    if code == 0 { unlink(temporary) } else { unlink(beside) }
    return code
  }

  /// Removes the temporary file.
  mutating func discard() {
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
    descriptor = -1
    unlink(temporary)
  }

  static func failure(
    _ table: String?, _ path: String, _ problem: String, _ code: CInt
  ) -> KindredError {
    let remedy =
      switch code {
      case ENOSPC, EDQUOT, EFBIG: "Free some space, or write elsewhere."
      case ENAMETOOLONG: "Use shorter names."
      default: "Check the folder and its permissions."
      }
    return KindredError(
      .file, "\(problem): \(errnoText(code))", table: table, value: path, remedy: remedy)
  }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }
}
