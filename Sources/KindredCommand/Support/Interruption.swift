import Glibc
import KindredData
import Synchronization

/// Whether the user asked to stop (Ctrl-C, or a polite `kill`).
///
/// Long work polls `isRequested` and unwinds by throwing, so that files begun are removed. A second
/// signal ends the process at once.
enum Interruption {
  private static let requested = Atomic<Bool>(false)

  /// Catches SIGINT and SIGTERM, and makes a closed pipe an ordinary write error.
  static func install() {
    // The flag's lazy initialization must not happen inside a signal handler.
    requested.store(false, ordering: .relaxed)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      Interruption.requested.store(true, ordering: .relaxed)
    }
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
    // A parent process may have started this one from a thread that blocks signals.
    var caught = sigset_t()
    sigemptyset(&caught)
    sigaddset(&caught, SIGINT)
    sigaddset(&caught, SIGTERM)
    sigprocmask(SIG_UNBLOCK, &caught, nil)
    signal(SIGPIPE, SIG_IGN)
  }

  @Sendable static func isRequested() -> Bool { requested.load(ordering: .relaxed) }

  /// - Throws: `KindredError` of kind `interrupted` when the user asked to stop.
  static func check() throws {
    if isRequested() {
      throw KindredError(.interrupted, "Interrupted", remedy: "Nothing was written.")
    }
  }
}
