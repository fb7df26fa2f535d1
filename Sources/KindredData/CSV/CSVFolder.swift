import Glibc

/// The files of a folder of tables.
enum CSVFolder {
  static let suffix = ".csv"

  /// The names of the folder's CSV files without their suffix, sorted by bytes.
  /// - Throws: `KindredError` of kind `file` when the folder cannot be listed.
  static func tableNames(in folder: String) throws -> [String] {
    guard let directory = opendir(folder) else {
      let code = errno
      let problem =
        switch code {
        case ENOENT: "The folder does not exist"
        case ENOTDIR: "This is not a folder"
        default: "The folder cannot be read: \(errnoText(code))"
        }
      throw KindredError(
        .file, problem, value: folder, remedy: "Give a folder with one CSV file per table.")
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      guard name.hasSuffix(suffix), name.utf8.count > suffix.utf8.count, !name.hasPrefix(".")
      else { continue }
      names.append(String(name.dropLast(suffix.count)))
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The path of a table's file.
  /// - Throws: `KindredError` of kind `argument` when the name cannot be a file's name.
  static func path(ofTable table: String, in folder: String) throws -> String {
    let isUsable =
      !table.isEmpty && table != "." && table != ".." && !table.utf8.contains(0x2F)
      && !table.utf8.contains(0)
    guard isUsable else {
      throw KindredError(
        .argument, "The table's name cannot be the name of a file", table: table,
        remedy: "Rename the table, without slashes.")
    }
    return folder.hasSuffix("/") ? folder + table + suffix : folder + "/" + table + suffix
  }
}
