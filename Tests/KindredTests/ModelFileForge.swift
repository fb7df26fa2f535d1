import CZlib
import Foundation
import Kindred

/// The bytes of a model file, to be damaged in ways that its checksum does not show.
struct ModelFileForge {
  private static let envelopeSize = 32
  let version: UInt32
  /// Bytes of the whole file.
  let size: Int
  /// The message, unpacked.
  let payload: [UInt8]

  /// Takes a saved file apart.
  init(_ model: HMA1) throws {
    let url = Self.place()
    defer { try? FileManager.default.removeItem(at: url) }
    try model.save(to: url)
    let bytes = [UInt8](try Data(contentsOf: url))
    version = UInt32(bytes[8])
    size = bytes.count
    let stored = Array(bytes.dropFirst(Self.envelopeSize))
    payload = bytes[12] == 0 ? stored : try Self.unpacked(stored)
  }

  private static func unpacked(_ stored: [UInt8]) throws -> [UInt8] {
    struct IsDamaged: Error {}
    let stream = Array(stored.dropFirst(8))
    var length = stored.prefix(8).reversed().reduce(UInt(0)) { $0 << 8 | UInt($1) }
    var content = [UInt8](repeating: 0, count: Int(length))
    guard uncompress(&content, &length, stream, UInt(stream.count)) == Z_OK else {
      throw IsDamaged()
    }
    return content
  }

  /// A whole file with any payload; its checksum is right.
  /// - Parameter packing: 1 where the payload is packed.
  static func file(_ payload: [UInt8], version: UInt32 = 1, packing: UInt32 = 0) -> [UInt8] {
    var bytes: [UInt8] = [0x8B, 0x4B, 0x4E, 0x44, 0x0D, 0x0A, 0x1A, 0x0A]
    func append(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
    append(version)
    append(packing)
    append(UInt64(payload.count))
    append(checksum(bytes + payload))
    return bytes + payload
  }

  /// Loads a model from a file with these bytes.
  static func load(_ bytes: [UInt8]) throws -> HMA1 {
    let url = place()
    defer { try? FileManager.default.removeItem(at: url) }
    try Data(bytes).write(to: url)
    return try HMA1.load(from: url)
  }

  private static func place() -> URL {
    FileManager.default.temporaryDirectory
      .appendingPathComponent("kindred-\(UUID().uuidString).kindred")
  }

  private static let table: [UInt64] = (0..<256).map { byte in
    (0..<8).reduce(byte) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0xC96C_5795_D787_0F42 : value >> 1
    }
  }

  /// CRC-64/XZ, written down here again so that the format cannot change unnoticed.
  static func checksum(_ bytes: [UInt8]) -> UInt64 {
    table.withUnsafeBufferPointer { table in
      ~bytes.reduce(UInt64.max) { value, byte in
        table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] ^ value >> 8
      }
    }
  }
}
