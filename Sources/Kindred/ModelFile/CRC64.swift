import Foundation

/// The 64-bit cyclic redundancy check CRC-64/XZ (ECMA-182 polynomial, reflected), which finds every
/// change of up to 64 neighbouring bits.
enum CRC64 {
  private static let table: [UInt64] = (0..<256).map { byte in
    (0..<8).reduce(UInt64(byte)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0xC96C_5795_D787_0F42 : value >> 1
    }
  }

  /// The check of all bytes of some data, one after the other; 0x995D_C9BB_DF19_39FA for the nine
  /// bytes "123456789".
  static func checksum(_ parts: [Data]) -> UInt64 {
    table.withUnsafeBufferPointer { table in
      ~parts.reduce(UInt64.max) { value, part in
        part.withUnsafeBytes { bytes in
          bytes.reduce(value) { value, byte in
            table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ value >> 8
          }
        }
      }
    }
  }
}
