import ArgumentParser

/// Numbers in arguments, with errors that say what is wanted. The options that hold them take
/// whatever follows as their value, so that `--rows -1` is a wrong number and no missing one.
enum NumberArgument {
  static func rows(_ text: String) throws -> Int { try whole(text, from: 0, to: 2_000_000_000) }

  static func count(_ text: String) throws -> Int { try whole(text, from: 1, to: 2_000_000_000) }

  static func threads(_ text: String) throws -> Int { try whole(text, from: 1, to: 1024) }

  static func seed(_ text: String) throws -> UInt64 {
    guard let number = UInt64(text), !text.hasPrefix("+") else {
      throw ValidationError("Give a whole number from 0 to \(UInt64.max).")
    }
    return number
  }

  /// A factor above 0.
  static func scale(_ text: String) throws -> Double {
    guard let number = Double(text), number.isFinite, number > 0, number <= 1e9 else {
      throw ValidationError("Give a number above 0, such as 0.5 or 10.")
    }
    return number
  }

  private static func whole(_ text: String, from lowest: Int, to highest: Int) throws -> Int {
    guard let number = Int(text), !text.hasPrefix("+"), (lowest...highest).contains(number) else {
      throw ValidationError("Give a whole number from \(lowest) to \(Quantity.count(highest)).")
    }
    return number
  }
}
