import Kindred
import Synchronization

/// Adds up the rows that a long call reports, and shows them.
final class RowCounter: Sendable {
  private let done = Mutex(0)
  private let line: ProgressLine
  private let total: Int

  init(_ line: ProgressLine, total: Int) {
    self.line = line
    self.total = total
  }

  /// What to hand to the call.
  var progress: Progress {
    Progress(isCancelled: Interruption.hasToStop) { phase, rows in
      let done = self.done.withLock { done in
        done += rows
        return done
      }
      self.line.update(phase.rawValue, done: done, total: self.total)
    }
  }
}
