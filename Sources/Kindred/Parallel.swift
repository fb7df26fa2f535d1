import Dispatch
import Foundation
import KindredStatistics

/// Runs independent pieces of work on a bounded number of threads.
///
/// Which thread runs which piece is left to chance, so pieces must write to places of their own;
/// what they compute must depend on their index alone.
struct Parallel: Sendable {
  let threads: Int

  /// - Parameter threads: at least 1; nil uses all cores.
  init(threads: Int?) {
    self.threads = max(1, threads ?? ProcessInfo.processInfo.activeProcessorCount)
  }

  /// The results of independent pieces of work, in order.
  func map<Element>(_ count: Int, _ body: (_ index: Int) -> Element) -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      // Every index is written by exactly one thread.
      nonisolated(unsafe) let target = buffer
      self(count) { target.initializeElement(at: $0, to: body($0)) }
      initialized = count
    }
  }

  /// Lets go of a large value while work goes on: to give memory back takes as long as to fill it.
  func discard(_ value: some Sendable) {
    guard threads > 1 else { return }
    DispatchQueue.global().async { withExtendedLifetime(value) {} }
  }

  func callAsFunction(_ count: Int, _ body: (_ index: Int) -> Void) {
    WorkQueue.run(count, threads: threads, body)
  }
}
