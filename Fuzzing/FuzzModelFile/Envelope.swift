/// The envelope of a model file (`docs/model-file.md`), so that the content is reached.
enum Envelope {
  /// - Parameter isPacked: whether the payload is a packed one.
  static func file(_ payload: UnsafeRawBufferPointer, isPacked: Bool = false) -> [UInt8] {
    var bytes: [UInt8] = [0x8B, 0x4B, 0x4E, 0x44, 0x0D, 0x0A, 0x1A, 0x0A]
    bytes.reserveCapacity(32 + payload.count)
    func append(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
    append(UInt32(isPacked ? 2 : 1))
    append(UInt32(isPacked ? 1 : 0))
    append(UInt64(payload.count))
    var checksum = bytes.withUnsafeBytes { update(UInt64.max, $0) }
    checksum = update(checksum, payload)
    append(~checksum)
    bytes.append(contentsOf: payload)
    return bytes
  }

  /// CRC-64/XZ.
  private static func update(_ value: UInt64, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
    table.withUnsafeBufferPointer { table in
      bytes.reduce(value) { value, byte in
        table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ value >> 8
      }
    }
  }

  private static let table: [UInt64] = (0..<256).map { byte in
    (0..<8).reduce(byte) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0xC96C_5795_D787_0F42 : value >> 1
    }
  }
}
