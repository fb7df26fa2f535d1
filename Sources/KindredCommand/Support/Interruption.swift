import Glibc
import KindredData
import Synchronization

/// Whether the user asked to stop (Ctrl-C, a closed terminal, or a polite `kill`).
///
/// Long work polls `isRequested` and unwinds by throwing, so that files begun are removed. The third
/// request ends the process at once.
enum Interruption {
  private static let requests = Atomic<Int>(0)

  /// Catches SIGINT, SIGTERM and SIGHUP, unless they are ignored (by nohup, or in the background of a
  /// script), and makes closed pipes and limits on file sizes ordinary write errors.
  static func install() {
    // The counter's lazy initialization must not happen inside a signal handler.
    requests.store(0, ordering: .relaxed)
    var caught = sigset_t()
    sigemptyset(&caught)
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { _ in
        if Interruption.requests.add(1, ordering: .relaxed).newValue >= 3 { _exit(130) }
      }
      sigaction(number, &action, nil)
      sigaddset(&caught, number)
    }
    // A parent process may have started this one from a thread that blocks signals.
    sigprocmask(SIG_UNBLOCK, &caught, nil)
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  private static func isIgnored(_ number: CInt) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  @Sendable static func isRequested() -> Bool { requests.load(ordering: .relaxed) > 0 }

  /// Whether long work has to stop: as the user asked, or as `MemoryLimit` does not hold.
  @Sendable static func hasToStop() -> Bool { isRequested() || MemoryLimit.isBroken() }

  /// - Throws: `KindredError` of kind `interrupted` when the user asked to stop.
  static func check() throws {
    if isRequested() {
      throw KindredError(.interrupted, "Interrupted", remedy: "Nothing was written.")
    }
  }
}
