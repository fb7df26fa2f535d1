import Glibc

/// Colours and weights, where a terminal shows them and the user has not set NO_COLOR.
struct Style {
  private let enabled: Bool

  static let forResults = Style(descriptor: STDOUT_FILENO)
  static let forErrors = Style(descriptor: STDERR_FILENO)

  private init(descriptor: Int32) {
    enabled = Terminal.isTerminal(descriptor) && Terminal.environment("NO_COLOR") == nil
  }

  func bold(_ text: String) -> String { code(1, text) }
  func dim(_ text: String) -> String { code(2, text) }
  func red(_ text: String) -> String { code(31, text) }

  private func code(_ number: Int, _ text: String) -> String {
    enabled ? "\u{1B}[\(number)m\(text)\u{1B}[22;39m" : text
  }
}

/// What is known about the device behind a stream.
enum Terminal {
  static func isTerminal(_ descriptor: Int32) -> Bool {
    isatty(descriptor) == 1 && environment("TERM") != "dumb"
  }

  /// Columns of text that fit in a line.
  static func width(_ descriptor: Int32) -> Int {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// The variable's value, nil when it is unset or empty.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
