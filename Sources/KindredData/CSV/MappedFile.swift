import Glibc

/// A file's bytes, mapped into memory for reading. Pages come and go with use, so that a file larger
/// than memory can be read. Bytes that are in memory already can take its place.
final class MappedFile: Sendable {
  let path: String
  let count: Int
  // Read-only for as long as the object lives.
  nonisolated(unsafe) private let base: UnsafeRawPointer?
  private let isMapped: Bool

  /// Bytes of a text, which the caller keeps for as long as the object lives.
  /// - Parameter path: names them in errors.
  init(borrowing bytes: UnsafeBufferPointer<UInt8>, path: String) {
    self.path = path
    count = bytes.count
    base = bytes.isEmpty ? nil : UnsafeRawPointer(bytes.baseAddress)
    isMapped = false
  }

  /// - Throws: `KindredError` of kind `file` when the path names no regular, readable file.
  init(path: String, table: String) throws {
    self.path = path
    func failure(_ problem: String, _ remedy: String) -> KindredError {
      KindredError(.file, problem, table: table, value: path, remedy: remedy)
    }
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code = errno
      throw code == ENOENT
        ? failure("The file does not exist", "Check the folder and the table's name.")
        : failure("The file cannot be opened: \(errnoText(code))", "Check its permissions.")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw failure("The file cannot be examined: \(errnoText(errno))", "Check its permissions.")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw failure("This is not a regular file", "Give the path of a CSV file.")
    }
    count = Int(status.st_size)
    isMapped = count > 0
    guard isMapped else {
      base = nil
      return
    }
    let mapped = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let mapped, mapped != MAP_FAILED else {
      throw failure("The file cannot be read: \(errnoText(errno))", "Check the disk.")
    }
    madvise(mapped, count, MADV_SEQUENTIAL)
    base = UnsafeRawPointer(mapped)
  }

  deinit {
    if isMapped, let base { munmap(UnsafeMutableRawPointer(mutating: base), count) }
  }

  var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base?.assumingMemoryBound(to: UInt8.self), count: count)
  }

  /// Lets go of pages that have been read, so that they do not count as this process's memory.
  func release(_ range: Range<Int>) {
    guard isMapped, let base else { return }
    let page = Int(sysconf(CInt(_SC_PAGESIZE)))
    guard page > 0 else { return }
    let first = (range.lowerBound + page - 1) / page * page
    let last = range.upperBound / page * page
    guard first < last else { return }
    madvise(UnsafeMutableRawPointer(mutating: base + first), last - first, MADV_DONTNEED)
  }
}

/// What the operating system says about an error number.
func errnoText(_ code: CInt) -> String { strerror(code).map { String(cString: $0) } ?? "\(code)" }
