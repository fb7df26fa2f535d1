public import Foundation
import KindredData

extension HMA1 {
  /// Writes the fitted model, the state of its keys included, into a file. The file is written
  /// beside its place and then renamed, so that a failure leaves what was there.
  /// - Throws: `KindredError` of kind `notFitted`, or `file` when it cannot be written.
  public func save(to url: URL) throws {
    guard let state else { throw KindredError.notFitted }
    let data = try ModelFile.data(of: state)
    do {
      try data.write(to: url, options: .atomic)
    } catch {
      throw KindredError(
        .file, "The model file cannot be written: \(Self.reason(error))", value: url.path,
        remedy: "Check the folder, its permissions and the space on the disk.")
    }
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
        .file, "The model file cannot be read: \(reason(error))", value: url.path,
        remedy: "Give the path of a file that `kindred fit` has written.")
    }
    return HMA1(state: try ModelFile.state(of: data, path: url.path))
  }

  /// What the operating system says, where it says something.
  private static func reason(_ error: any Error) -> String {
    let error = error as NSError
    if let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError,
      cause.domain == NSPOSIXErrorDomain,
      let text = strerror(CInt(truncatingIfNeeded: cause.code))
    {
      return String(cString: text)
    }
    return error.localizedDescription
  }
}
