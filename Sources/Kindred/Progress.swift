import KindredData

/// How far a call is, and whether it should stop. Reports come from the calling thread; whether to
/// stop is asked on all threads that do the work.
public struct Progress: Sendable {
  /// What is being done.
  public enum Phase: String, Sendable {
    case fitting
    case sampling
  }

  private let isCancelled: @Sendable () -> Bool
  private let report: @Sendable (Phase, Int) -> Void

  /// - Parameters:
  ///   - isCancelled: asked often; once true, the call throws an error of kind `interrupted`.
  ///   - report: told the phase and how many more rows are done.
  public init(
    isCancelled: @escaping @Sendable () -> Bool = { false },
    report: @escaping @Sendable (Phase, _ rows: Int) -> Void = { _, _ in }
  ) {
    self.isCancelled = isCancelled
    self.report = report
  }

  func checkpoint() throws {
    if isCancelled() {
      throw KindredError(.interrupted, "The work was interrupted", remedy: "Nothing was written.")
    }
  }

  func advance(_ phase: Phase, by rows: Int) { report(phase, rows) }
}
