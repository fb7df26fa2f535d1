import CZlib
import Foundation

/// The content of a model file in less space: its length in 8 bytes, little-endian, and a zlib stream
/// (RFC 1950). Trees shrink to three fifths.
enum PackedContent {
  /// Less is written as it is.
  private static let leastBytes = 4096
  /// Bytes of content per byte of a file, at most: a small file cannot ask for much memory.
  private static let mostGain = 64
  private static let headSize = 8

  /// Nil where content is short, or gains too little or too much.
  static func pack(_ content: Data) -> Data? {
    guard content.count >= leastBytes else { return nil }
    var length = compressBound(UInt(content.count))
    var packed = Data(count: headSize + Int(length))
    let status = packed.withUnsafeMutableBytes { target in
      content.withUnsafeBytes { source in
        target.storeBytes(of: UInt64(content.count).littleEndian, as: UInt64.self)
        return compress2(
          target.bindMemory(to: UInt8.self).baseAddress.map { $0 + headSize }, &length,
          source.bindMemory(to: UInt8.self).baseAddress, UInt(content.count), Z_BEST_COMPRESSION)
      }
    }
    packed.removeLast(packed.count - headSize - Int(length))
    guard status == Z_OK, packed.count < content.count, content.count / mostGain < packed.count
    else { return nil }
    return packed
  }

  /// - Throws: `MalformedModel` when the stream is damaged or does not have the length it declares.
  static func unpack(_ packed: Data) throws -> Data {
    guard packed.count > headSize else { throw MalformedModel("its packed content is cut off") }
    var declared: UInt64 = 0
    for byte in packed.prefix(headSize).reversed() { declared = declared << 8 | UInt64(byte) }
    guard declared / UInt64(mostGain) < UInt64(packed.count) else {
      throw MalformedModel("its packed content declares more than \(mostGain) times its own length")
    }
    var content = Data(count: Int(declared))
    var length = UInt(declared)
    let stream = packed.dropFirst(headSize)
    let status = content.withUnsafeMutableBytes { target in
      stream.withUnsafeBytes { source in
        uncompress(
          target.bindMemory(to: UInt8.self).baseAddress, &length,
          source.bindMemory(to: UInt8.self).baseAddress, UInt(stream.count))
      }
    }
    guard status == Z_OK, length == UInt(declared) else {
      throw MalformedModel("its packed content is damaged")
    }
    return content
  }
}
