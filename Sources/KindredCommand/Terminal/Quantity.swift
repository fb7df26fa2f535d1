import Foundation

/// Numbers as people read them.
enum Quantity {
  /// With a comma between thousands: 1,234,567.
  static func count(_ number: Int) -> String {
    var digits = String(number.magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits[...], at: 0)
    return (number < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// A rate, to the nearest whole number below ten thousand and rounded beyond: 1.2 M.
  static func count(_ number: Double) -> String {
    switch number {
    case ..<10_000: count(Int(max(0, number).rounded()))
    case ..<1_000_000: "\(Int((number / 1000).rounded())) k"
    case ..<1e15: String(format: "%.1f M", number / 1_000_000)
    default: "many"
    }
  }

  /// A number and its noun: "1 row", "2 rows".
  static func count(_ number: Int, _ noun: String) -> String {
    "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// Seconds: "0.42 s", "12 s", "3 min 05 s".
  static func duration(_ seconds: Double) -> String {
    switch seconds {
    case ..<10: String(format: "%.2f s", max(0, seconds))
    case ..<60: "\(Int(seconds.rounded())) s"
    case ..<360_000:
      String(format: "%d min %02d s", Int(seconds) / 60, Int(seconds) % 60)
    default: "days"
    }
  }

  /// Bytes: "812 bytes", "4.2 kB", "1.3 MB".
  static func bytes(_ number: Int) -> String {
    switch number {
    case ..<1000: "\(number) bytes"
    case ..<1_000_000: String(format: "%.1f kB", Double(number) / 1000)
    default: String(format: "%.1f MB", Double(number) / 1_000_000)
    }
  }
}
