public import Foundation

extension Metadata {
  /// Reads a schema from SDV's JSON: version `V1` (and its forerunners `MULTI_TABLE_V1` and
  /// `SINGLE_TABLE_V1`, whose only table is called "table"), or the format of SDV 0.x.
  /// - Throws: `KindredError` of kind `format` when the text is not JSON, of kind `metadata` when
  ///   it is not a schema.
  public init(json text: String) throws {
    let value = try JSONReader.value(of: text)
    guard case .object = value else {
      throw KindredError(
        .metadata, "The metadata are \(value.kind) instead of an object",
        remedy: "Give metadata in SDV's JSON format.")
    }
    do {
      if let version = value["METADATA_SPEC_VERSION"] {
        self = try MetadataReader.metadata(of: value, version: version)
      } else if Self.hasColumns(value) {
        self = try MetadataReader.metadata(of: value, version: .string("V1"))
      } else {
        self = try LegacyMetadataReader.metadata(of: value)
      }
    } catch var error as KindredError where error.kind == .argument {
      // A name that does not exist is the text's fault, not that of the caller's arguments.
      error.kind = .metadata
      throw error
    }
  }

  /// Whether a table has the member that tells V1 from 0.x, in a file that does not say its version.
  private static func hasColumns(_ value: JSONValue) -> Bool {
    guard case .object(let tables)? = value["tables"] else { return false }
    return tables.contains { $0.value["columns"] != nil }
  }

  /// Reads a schema from the bytes of SDV's JSON.
  /// - Throws: `KindredError` of kind `format` when they are not UTF-8; else as for a text.
  public init(json bytes: some Sequence<UInt8>) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw KindredError(
        .format, "The metadata are not UTF-8 text", remedy: "Save them as UTF-8.")
    }
    try self.init(json: text)
  }

  /// Reads a schema from a JSON file.
  /// - Throws: `KindredError` of kind `file` when the file cannot be read; else as `init(json:)`.
  public init(contentsOf url: URL) throws {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw KindredError(
        .file, "The metadata file cannot be read", value: url.relativePath,
        remedy: "Check that it exists and may be read.")
    }
    do {
      try self.init(json: data)
    } catch var error as KindredError {
      error.problem += " (in \(url.lastPathComponent))"
      throw error
    }
  }

  /// The schema as SDV `V1` JSON. Other tools read it, too: what only Kindred knows stands under
  /// one key of its own.
  public func jsonText() -> String { MetadataWriter.value(of: self).text() + "\n" }

  /// Writes the schema as SDV `V1` JSON; the file appears whole or not at all.
  /// - Throws: `KindredError` of kind `file`.
  public func write(to url: URL) throws {
    try WholeFile.write(jsonText().utf8, to: url.relativePath, what: "The metadata file")
  }
}
