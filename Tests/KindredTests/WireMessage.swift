/// A Protocol Buffers message taken apart into fields, without knowing its schema.
struct WireMessage {
  enum Value {
    case varint(UInt64)
    case fixed([UInt8])
    case bytes([UInt8])
  }

  var fields: [(number: UInt64, value: Value)] = []

  /// Nil when the bytes are no message.
  init?(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      guard let tag = Self.varint(&rest), tag >> 3 > 0 else { return nil }
      switch tag & 7 {
      case 0:
        guard let value = Self.varint(&rest) else { return nil }
        fields.append((tag >> 3, .varint(value)))
      case 1, 5:
        let size = tag & 7 == 1 ? 8 : 4
        guard rest.count >= size else { return nil }
        fields.append((tag >> 3, .fixed(Array(rest.prefix(size)))))
        rest = rest.dropFirst(size)
      case 2:
        guard let length = Self.varint(&rest), length <= UInt64(rest.count) else { return nil }
        fields.append((tag >> 3, .bytes(Array(rest.prefix(Int(length))))))
        rest = rest.dropFirst(Int(length))
      default: return nil
      }
    }
  }

  var bytes: [UInt8] {
    fields.reduce(into: []) { bytes, field in
      switch field.value {
      case .varint(let value):
        bytes += Self.varint(field.number << 3) + Self.varint(value)
      case .fixed(let value):
        bytes += Self.varint(field.number << 3 | (value.count == 8 ? 1 : 5)) + value
      case .bytes(let value):
        bytes += Self.varint(field.number << 3 | 2) + Self.varint(UInt64(value.count)) + value
      }
    }
  }

  static func varint(_ value: UInt64) -> [UInt8] {
    var value = value
    var bytes: [UInt8] = []
    while value > 127 {
      bytes.append(UInt8(value & 127) | 128)
      value >>= 7
    }
    return bytes + [UInt8(value)]
  }

  private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 127) << shift
      if byte < 128 { return value }
    }
    return nil
  }
}
