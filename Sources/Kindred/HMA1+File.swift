public import Foundation
import KindredData

extension HMA1 {
  /// Writes the fitted model, the state of its keys included, into a file. The file is written
  /// beside its place and then renamed, so that a failure leaves what was there.
  /// - Throws: `KindredError` of kind `notFitted`, or `file` when it cannot be written.
  public func save(to url: URL) throws {
    guard let state else { throw KindredError.notFitted }
    try WholeFile.write(
      try ModelFile.data(of: state), to: url.relativePath, what: "The model file")
  }

  /// Reads a fitted model that `save` has written.
  /// - Throws: `KindredError` of kind `file` when there is no such file, of kind `model` when it
  ///   is foreign, damaged or from a newer version.
  public static func load(from url: URL) throws -> HMA1 {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw KindredError(
        .file, "The model file cannot be read", value: url.relativePath,
        remedy: "Give a file that exists and may be read.")
    }
    return try load(from: data, named: url.relativePath)
  }

  /// Reads a fitted model from the bytes of a model file.
  /// - Parameter path: names the file in errors.
  /// - Throws: `KindredError` of kind `model` as `load(from:)`.
  package static func load(from data: Data, named path: String) throws -> HMA1 {
    HMA1(state: try ModelFile.state(of: data, path: path))
  }
}
