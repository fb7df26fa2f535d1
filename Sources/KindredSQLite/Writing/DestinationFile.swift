import Glibc
import KindredData

/// A database file that is written beside its place and then takes it.
struct DestinationFile {
  /// Where the database goes, symbolic links followed.
  let path: String
  /// Where it is written.
  let temporary: String

  /// What stands at a path.
  enum Occupant {
    case nothing
    case emptyFile
    case database
  }

  init(path: String) {
    self.path = WholeFile.target(of: path)
    temporary = "\(WholeFile.folder(of: self.path))/\(TemporaryName.make())"
  }

  /// What stands at a path.
  /// - Throws: `KindredError` of kind `file` for what is neither a database nor empty, for a missing or
  ///   protected folder, and for journals without a database, which would be taken for the new one's.
  static func occupant(of path: String) throws -> Occupant {
    var status = stat()
    guard stat(path, &status) == 0 else {
      let code = errno
      guard code == ENOENT else { throw failure(code, path) }
      let folder = WholeFile.folder(of: WholeFile.target(of: path))
      guard stat(folder, &status) == 0 else { throw failure(errno, path) }
      guard access(folder, W_OK | X_OK) == 0 else { throw failure(errno, path) }
      for suffix in ["-journal", "-wal"] where access(path + suffix, F_OK) == 0 {
        throw KindredError(
          .file, "The journal of a database that is gone stands in the way", value: path + suffix,
          remedy: "Remove it, or write elsewhere.")
      }
      return .nothing
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw failure(status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL, path)
    }
    if status.st_size == 0 { return .emptyFile }
    guard isDatabase(path) else {
      throw KindredError(
        .file, "The file is not an SQLite database and will not be replaced", value: path,
        remedy: "Remove it, or write elsewhere.")
    }
    return .database
  }

  /// Whether a file begins as SQLite databases do.
  static func isDatabase(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    return count == 16 && bytes.elementsEqual("SQLite format 3\0".utf8)
  }

  /// Puts the file in its place.
  ///
  /// Where a database stands there, it is locked until then: no other process may be writing to it, and
  /// nothing of its journals may be left that would be taken for the new one's.
  /// - Throws: `KindredError` of kind `file`; the place is as it was then.
  func publish() throws {
    var status = stat()
    if stat(path, &status) == 0 { chmod(temporary, status.st_mode & 0o7777) }
    try synchronize(temporary, O_RDWR)
    var locked: SQLiteConnection?
    if Self.isDatabase(path) {
      let old = try SQLiteConnection(path: path, mode: .readWrite)
      locked = old
      try old.execute("PRAGMA busy_timeout = 2000")
      let mode = try old.rows("PRAGMA journal_mode = DELETE") { $0.text(0) ?? "" }
      guard mode == ["delete"] else {
        throw KindredError(
          .file, "The database is in use by another process", value: path,
          remedy: "Wait until it is free, or write elsewhere.")
      }
      try old.execute("BEGIN EXCLUSIVE")
    }
    let code = rename(temporary, path) == 0 ? 0 : errno
    locked?.close()
    guard code == 0 else { throw Self.failure(code, path) }
    // The name is in place; that it survives a power failure is all that is left.
    try? synchronize(WholeFile.folder(of: path), O_RDONLY)
  }

  /// Removes what was begun.
  func discard() {
    unlink(temporary)
    unlink(temporary + "-journal")
  }

  private func synchronize(_ path: String, _ flags: CInt) throws {
    let descriptor = open(path, flags | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure(errno, path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw Self.failure(errno, path) }
  }

  private static func failure(_ code: CInt, _ path: String) -> KindredError {
    let reason = strerror(code).map { String(cString: $0) } ?? "\(code)"
    return KindredError(
      .file, "The database cannot be written: \(reason)", value: path,
      remedy: code == ENOENT
        ? "Make the folder first." : "Check the path, the folder and its permissions.")
  }
}
