import Glibc
import KindredData

/// What one run of a program took.
struct ProcessCost {
  /// From before the start of the program to after its end.
  var seconds: Double
  /// The most memory it held at once.
  var peakMegabytes: Double
}

/// Runs a program to its end, its output thrown away and its errors shown.
///
/// Peaks are those of the child alone only if this process is smaller: at its start a child counts
/// for an instant as large as its parent. So data are generated and read in children too.
/// - Throws: `KindredError` when it cannot be started or does not end with status 0.
func run(_ arguments: [String]) throws -> ProcessCost {
  guard let program = arguments.first else { throw KindredError(.argument, "Nothing to run") }
  var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
  defer { for word in words { free(word) } }
  words.append(nil)

  var files = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&files)
  defer { posix_spawn_file_actions_destroy(&files) }
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)

  let clock = ContinuousClock()
  let start = clock.now
  var child = pid_t()
  let refused = posix_spawn(&child, program, &files, nil, words, environ)
  if refused != 0 { throw fileFailure(program, refused) }
  var status: Int32 = 0
  var usage = rusage()
  while wait4(child, &status, 0, &usage) < 0 {
    if errno != EINTR { throw fileFailure(program, errno) }
  }
  let duration = start.duration(to: clock.now).components
  if status != 0 {
    throw KindredError(
      .argument, "\(arguments.joined(separator: " ")) failed with status \(status >> 8)")
  }
  return ProcessCost(
    seconds: Double(duration.seconds) + Double(duration.attoseconds) * 1e-18,
    peakMegabytes: Double(usage.ru_maxrss) * 1024 / 1e6)
}
