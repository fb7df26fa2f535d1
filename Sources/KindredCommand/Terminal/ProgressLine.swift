import Glibc
import KindredData
import Synchronization

/// Shows how far a long piece of work has come, on standard error.
///
/// On a terminal one line is redrawn at most ten times a second, with the phase, the share done,
/// rows per second and the time left. Elsewhere a plain line appears about every tenth of the way,
/// and none for work that is over within two seconds.
final class ProgressLine: Sendable {
  private struct State {
    var phase = ""
    var phaseStart = ContinuousClock.now
    var lastShown = ContinuousClock.now
    var lastTenth = 0
    var isDrawn = false
  }

  private enum Form { case none, bar, lines }

  private let form: Form
  private let state = Mutex(State())

  init(quiet: Bool) {
    form = quiet ? .none : Terminal.isTerminal(STDERR_FILENO) ? .bar : .lines
  }

  deinit { finish() }

  /// Reports that `done` of `total` units of the phase are done. May be called from any thread.
  /// - Parameter unit: what is counted.
  func update(_ phase: String, done: Int, total: Int, unit: String = "rows") {
    guard form != .none else { return }
    let now = ContinuousClock.now
    state.withLock { state in
      if state.phase != phase {
        state.phase = phase
        state.phaseStart = now
        state.lastTenth = 0
        state.lastShown = now - .milliseconds(form == .bar ? 100 : 0)
      }
      let sinceShown = state.lastShown.duration(to: now)
      let elapsed = state.phaseStart.duration(to: now) / .seconds(1)
      let share = total > 0 ? min(1, max(0, Double(done) / Double(total))) : 0
      switch form {
      case .bar where sinceShown >= .milliseconds(100):
        draw(Self.bar(phase, share, done, elapsed, unit))
        state.isDrawn = true
        state.lastShown = now
      case .lines where elapsed >= 2 && Int(share * 10) > state.lastTenth:
        state.lastTenth = Int(share * 10)
        Notes.always(Self.text(phase, share, done, elapsed, unit))
        state.lastShown = now
      default: break
      }
    }
  }

  /// Removes the bar, so that what is printed next begins on a clean line.
  func finish() {
    state.withLock { state in
      if state.isDrawn { write("\r\u{1B}[K") }
      state.isDrawn = false
    }
  }

  private func draw(_ line: String) {
    write("\r" + line.prefix(max(0, Terminal.width(STDERR_FILENO) - 1)) + "\u{1B}[K")
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  private static func bar(
    _ phase: String, _ share: Double, _ done: Int, _ elapsed: Double, _ unit: String
  ) -> String {
    let filled = Int(share * 20)
    let bar =
      String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    return "\(bar) " + text(phase, share, done, elapsed, unit)
  }

  private static func text(
    _ phase: String, _ share: Double, _ done: Int, _ elapsed: Double, _ unit: String
  ) -> String {
    var line = "\(phase) \(Int(share * 100)) %"
    if elapsed > 0.2, done > 0 {
      line += ", \(Quantity.count(Double(done) / elapsed)) \(unit)/s"
      if share > 0.01, share < 1 {
        line += ", \(Quantity.duration(elapsed * (1 - share) / share)) left"
      }
    }
    return line
  }
}
