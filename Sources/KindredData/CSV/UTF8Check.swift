/// Looks for what a text file must not contain.
enum UTF8Check {
  enum Flaw: Equatable {
    case nul(at: Int)
    case invalid(at: Int)

    var offset: Int {
      switch self {
      case .nul(let offset), .invalid(let offset): offset
      }
    }
  }

  /// The first NUL byte or byte that is not UTF-8, nil when there is none.
  static func firstFlaw(_ text: UnsafePointer<UInt8>, _ length: Int) -> Flaw? {
    let raw = UnsafeRawPointer(text)
    var position = 0
    while position < length {
      while position + 8 <= length {
        let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        // ASCII, and no byte zero (the borrow of the subtraction shows one).
        let zeros = (word &- 0x0101_0101_0101_0101) & ~word
        if (word | zeros) & 0x8080_8080_8080_8080 != 0 { break }
        position += 8
      }
      guard position < length else { break }
      let byte = text[position]
      if byte == 0 { return .nul(at: position) }
      if byte < 0x80 {
        position += 1
        continue
      }
      let width = sequenceLength(text + position, length - position)
      if width == 0 { return .invalid(at: position) }
      position += width
    }
    return nil
  }

  /// Bytes of the multi-byte scalar that begins here, 0 when it is not well formed (Unicode 16,
  /// table 3-7).
  @inline(__always)
  private static func sequenceLength(_ text: UnsafePointer<UInt8>, _ available: Int) -> Int {
    let first = text[0]
    let width = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0
    guard width > 0, width <= available else { return 0 }
    let second = text[1]
    let lowest: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
    let highest: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
    guard second >= lowest, second <= highest else { return 0 }
    for offset in 2..<max(width, 2) where text[offset] & 0xC0 != 0x80 { return 0 }
    return width
  }
}

extension StringPool {
  /// The first text with a NUL byte, or that is not UTF-8; nil when there is none.
  /// - Complexity: O(bytes).
  package var firstMalformedIndex: Int? {
    bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return nil }
      return (0..<count).first {
        UTF8Check.firstFlaw(base + offsets[$0], offsets[$0 + 1] - offsets[$0]) != nil
      }
    }
  }
}
