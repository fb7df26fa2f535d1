import CKindredFiles
import Glibc

/// A folder that is filled beside its place and then takes it, so that its files appear together.
///
/// A folder that does not exist, or is empty, is put in place by one renaming. Where it holds files,
/// those that are not replaced are linked into the new folder, and the two folders are exchanged by one
/// call. Only where that cannot be (the folder is the current one or a mount point, holds folders, lies
/// in one that must not be changed, or the file system knows no exchange) files are written into a
/// folder within it and renamed one by one.
struct StagingFolder {
  /// The folder to fill, as it was named.
  let destination: String
  /// Where files are written.
  let path: String
  /// Whether the staging folder lies beside the destination, else within.
  private let isBeside: Bool

  /// Makes the folder to write in, and the folders above the destination.
  /// - Throws: `KindredError` of kind `file` when neither the destination's folder nor the destination can
  ///   be written to.
  init(destination: String) throws {
    let named = Self.trimmed(destination)
    self.destination = named
    let name = TemporaryName.make()
    var status = stat()
    let exists = stat(named, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFDIR {
      throw CSVOutputFile.failure(nil, destination, "The folder cannot be made", ENOTDIR)
    }
    let resolved = exists ? Self.resolved(named) : named
    let parent = Self.parent(of: resolved)
    if !exists { try Self.makeFolder(parent, for: destination) }
    let beside = "\(parent)/\(name)"
    if !exists || resolved != Self.resolved("."), mkdir(beside, 0o777) == 0 {
      path = beside
      isBeside = true
      return
    }
    guard exists else {
      throw CSVOutputFile.failure(nil, destination, "The folder cannot be made", errno)
    }
    path = "\(resolved)/\(name)"
    isBeside = false
    guard mkdir(path, 0o777) == 0 else {
      throw CSVOutputFile.failure(nil, destination, "The folder cannot be written to", errno)
    }
  }

  /// Puts the files, which are closed, in their places.
  /// - Throws: `KindredError` of kind `file`.
  func publish(_ files: [CSVOutputFile]) throws {
    if isBeside, try publishWhole(files) { return }
    var created: [String] = []
    if mkdir(destination, 0o777) == 0 { created.append(destination) }
    for file in files {
      let isNew = !CSVOutputFile.exists(file.destination)
      do {
        try file.publish()
      } catch {
        for path in created.reversed() { if unlink(path) != 0 { rmdir(path) } }
        throw error
      }
      if isNew { created.append(file.destination) }
    }
    rmdir(path)
  }

  /// Removes the folder and what is in it.
  func discard() {
    for name in Self.names(in: path) { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  // MARK: - The folder as a whole

  /// False when the folder cannot be put in place as a whole; nothing has changed then.
  private func publishWhole(_ files: [CSVOutputFile]) throws -> Bool {
    let own = Set(Self.names(in: path))
    var status = stat()
    guard stat(destination, &status) == 0 else { return rename(path, destination) == 0 }
    let target = Self.resolved(destination)
    let others = Self.names(in: target).filter { !own.contains($0) }
    chmod(path, status.st_mode & 0o7777)
    if rename(path, target) == 0 { return true }
    var linked: [String] = []
    func withdraw() -> Bool {
      for name in linked { unlink("\(path)/\(name)") }
      return false
    }
    for name in others {
      // Folders cannot be linked.
      guard linkat(AT_FDCWD, "\(target)/\(name)", AT_FDCWD, "\(path)/\(name)", 0) == 0 else {
        return withdraw()
      }
      linked.append(name)
    }
    guard kindred_exchange(path, target) == 0 else { return withdraw() }
    // What was there before is now beside.
    discard()
    return true
  }

  // MARK: - Paths

  private static func names(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func trimmed(_ path: String) -> String {
    var path = path[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    return path.isEmpty ? "." : String(path)
  }

  private static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a folder and those above it.
  private static func makeFolder(_ path: String, for destination: String) throws {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw CSVOutputFile.failure(nil, destination, "The folder cannot be made", ENOTDIR)
      }
      return
    }
    let above = parent(of: path)
    if above != path { try makeFolder(above, for: destination) }
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw CSVOutputFile.failure(nil, destination, "The folder cannot be made", errno)
    }
  }
}
