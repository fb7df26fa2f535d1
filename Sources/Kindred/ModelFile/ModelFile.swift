import Foundation
import KindredData
import KindredStatistics
import SwiftProtobuf

/// The bytes of a model file: an envelope that tells a damaged or foreign file before anything in
/// it is believed, and a Protocol Buffers message. See `docs/model-file.md`.
///
/// Envelope, 32 bytes, numbers little-endian: 8 bytes magic number, 4 bytes format version, 4 bytes
/// that are 1 where the payload is packed, 8 bytes payload length, 8 bytes CRC-64/XZ of the 24 bytes
/// before it and the payload.
enum ModelFile {
  /// The newest format this program writes. It reads all versions from 1 to this one.
  static let version: UInt32 = 2
  /// That of files whose payload is not packed.
  private static let plainVersion: UInt32 = 1

  /// Not text, so that a transfer that translates line ends shows (as in PNG).
  private static let magic: [UInt8] = [0x8B, 0x4B, 0x4E, 0x44, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let envelopeSize = 32

  // MARK: - Writing

  static func data(of state: HMA1.State) throws -> Data {
    let content: Data = try StoredModel(state).serializedData()
    let packed = PackedContent.pack(content)
    let payload = packed ?? content
    var data = Data(magic)
    data.append(littleEndian: packed == nil ? plainVersion : version)
    data.append(littleEndian: UInt32(packed == nil ? 0 : 1))
    data.append(littleEndian: UInt64(payload.count))
    let checksum = CRC64.checksum([data, payload])
    data.append(littleEndian: checksum)
    data.append(payload)
    return data
  }

  // MARK: - Reading

  /// - Parameter path: names the file in errors.
  /// - Throws: `KindredError` of kind `model` when the file is foreign, damaged or from a newer
  ///   version.
  static func state(of data: Data, path: String) throws -> HMA1.State {
    func failure(_ problem: String, _ remedy: String) -> KindredError {
      KindredError(.model, problem, value: path, remedy: remedy)
    }
    let copyAgain = "Copy it again in binary mode, or fit the model again."
    guard data.count >= magic.count, data.prefix(magic.count).elementsEqual(magic) else {
      throw data.starts(with: magic.prefix(4))
        ? failure("The model file is damaged: it was transferred as text", copyAgain)
        : failure("This is not a Kindred model file", "Give a file that `kindred fit` has written.")
    }
    guard data.count >= envelopeSize else {
      throw failure("The model file is truncated: it ends within its envelope", copyAgain)
    }
    let version: UInt32 = data.littleEndian(at: 8)
    let length: UInt64 = data.littleEndian(at: 16)
    let payload = data.dropFirst(envelopeSize)
    guard UInt64(payload.count) == length else {
      throw failure(
        UInt64(payload.count) < length
          ? "The model file is truncated: \(payload.count) of \(length) bytes of content are there"
          : "The model file is damaged: \(UInt64(payload.count) - length) bytes follow its end",
        copyAgain)
    }
    let checksum: UInt64 = data.littleEndian(at: 24)
    guard CRC64.checksum([data.prefix(24), payload]) == checksum else {
      throw failure("The model file is damaged: its checksum does not match", copyAgain)
    }
    guard version >= 1, version <= Self.version else {
      throw failure(
        "The model file has format version \(version); this program reads up to \(Self.version)",
        "Update Kindred, or fit the model again.")
    }
    do {
      var options = BinaryDecodingOptions()
      options.messageDepthLimit = 16
      let packing: UInt32 = version == plainVersion ? 0 : data.littleEndian(at: 12)
      guard packing <= 1 else { throw MalformedModel("it is packed in a way that is not known") }
      let content = packing == 0 ? payload : try PackedContent.unpack(payload)
      return try StoredModel(serializedBytes: content, options: options).state()
    } catch let error as MalformedModel {
      throw failure("The model file cannot be used: \(error.problem)", "Fit the model again.")
    } catch let error as StatisticsError {
      throw failure("The model file cannot be used: \(error.description)", "Fit the model again.")
    } catch let error as KindredError {
      throw failure("The model file cannot be used: \(error.problem)", "Fit the model again.")
    } catch {
      throw failure(
        "The model file cannot be used: its content is malformed", "Fit the model again.")
    }
  }
}

extension Data {
  fileprivate mutating func append(littleEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  /// - Parameter offset: the number lies within the data.
  fileprivate func littleEndian<Number: FixedWidthInteger>(at offset: Int) -> Number {
    var value: Number = 0
    for index in (0..<MemoryLayout<Number>.size).reversed() {
      value = value << 8 | Number(truncatingIfNeeded: self[startIndex + offset + index])
    }
    return value
  }
}
