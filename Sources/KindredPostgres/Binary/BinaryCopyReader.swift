package import KindredData

/// Reads the stream of a COPY ... TO STDOUT (FORMAT binary) into columns.
///
/// The stream may come in pieces of any size. It is a signature, flags and a header extension; then
/// rows, each a count of fields and the fields, each a length (-1 for null) and that many bytes;
/// then a count of -1. Nothing that a length claims is allocated before it has arrived.
package struct BinaryCopyReader {
  private let table: String
  private var builders: [BinaryColumnBuilder]
  private var state = State.header
  /// The beginning of a row whose end has not arrived.
  private var pending: [UInt8] = []
  /// Rows of the current batch.
  package private(set) var batchRows = 0
  /// Rows of earlier batches.
  private var earlierRows = 0

  private enum State { case header, rows, end }

  private static let signature: [UInt8] =
    Array("PGCOPY".utf8) + [0x0A, 0xFF, 0x0D, 0x0A, 0x00]
  /// Signature, flags and the length of the extension.
  private static let headerBytes = 19

  /// A reader of rows with these columns.
  package init(table: String, columns: [BinaryColumn]) {
    self.table = table
    builders = columns.map { BinaryColumnBuilder($0) }
  }

  /// Bytes of the current batch, roughly.
  package var batchBytes: Int { builders.reduce(0) { $0 + $1.bytes } }

  /// Takes the next piece of the stream.
  /// - Throws: `KindredError` of kind `database` when it is not what a server sends, `data` for a
  ///   value that cannot be held, with column and row.
  package mutating func append(_ piece: UnsafeRawBufferPointer) throws {
    guard !pending.isEmpty else { return keep(piece, from: try read(piece)) }
    pending.append(contentsOf: piece)
    let joined = pending
    pending = []
    try joined.withUnsafeBytes { keep($0, from: try read($0)) }
  }

  private mutating func keep(_ piece: UnsafeRawBufferPointer, from position: Int) {
    if position < piece.count { pending.append(contentsOf: piece[position...]) }
  }

  /// Ends the stream.
  /// - Throws: `KindredError` of kind `database` when its end is missing.
  package func finish() throws {
    guard state == .end, pending.isEmpty else {
      throw malformed("ends before its last row")
    }
  }

  /// The rows since the last batch.
  package mutating func takeBatch() throws -> Table {
    earlierRows += batchRows
    batchRows = 0
    var columns: [Column] = []
    for index in builders.indices {
      do {
        columns.append(try builders[index].take())
      } catch {
        throw self.error(error, column: builders[index].name, row: nil)
      }
    }
    return try Table(table, columns: columns)
  }

  /// Reads whole rows, and says where the first unfinished one begins.
  private mutating func read(_ piece: UnsafeRawBufferPointer) throws -> Int {
    var position = 0
    if state == .header {
      guard piece.count >= Self.headerBytes else { return 0 }
      guard piece.starts(with: Self.signature) else {
        throw malformed("does not begin with its signature")
      }
      let flags = piece.bigEndian(at: 11, as: UInt32.self)
      // The upper half is for changes that readers must know.
      guard flags >> 16 == 0 else { throw malformed("has unknown flags") }
      let extra = Int(piece.bigEndian(at: 15, as: UInt32.self))
      guard piece.count - Self.headerBytes >= extra else { return 0 }
      position = Self.headerBytes + extra
      state = .rows
    }
    while position + 2 <= piece.count {
      guard state == .rows else { throw malformed("goes on after its end") }
      let fields = Int(piece.bigEndian(at: position, as: Int16.self))
      if fields == -1 {
        state = .end
        position += 2
        continue
      }
      guard fields == builders.count else {
        throw malformed("has a row of \(fields) fields instead of \(builders.count)")
      }
      guard let end = try endOfRow(piece, from: position + 2) else { return position }
      try readRow(piece, from: position + 2)
      batchRows += 1
      position = end
    }
    return position
  }

  /// Where the row ends; nil when that has not arrived.
  private func endOfRow(_ piece: UnsafeRawBufferPointer, from start: Int) throws -> Int? {
    var position = start
    for _ in builders.indices {
      guard position + 4 <= piece.count else { return nil }
      let length = Int(piece.bigEndian(at: position, as: Int32.self))
      position += 4
      if length == -1 { continue }
      guard length >= 0 else { throw malformed("has a field of negative length") }
      guard length <= piece.count - position else { return nil }
      position += length
    }
    return position
  }

  private mutating func readRow(_ piece: UnsafeRawBufferPointer, from start: Int) throws {
    var position = start
    for index in builders.indices {
      let length = Int(piece.bigEndian(at: position, as: Int32.self))
      position += 4
      guard length >= 0 else {
        builders[index].appendNull()
        continue
      }
      let field = UnsafeRawBufferPointer(rebasing: piece[position..<(position + length)])
      do throws(BinaryFault) {
        try builders[index].append(field)
      } catch {
        throw self.error(
          error, column: builders[index].name, row: earlierRows + batchRows + 1)
      }
      position += length
    }
  }

  private func malformed(_ problem: String) -> KindredError {
    KindredError(
      .database, "The server's COPY stream \(problem)", table: table,
      row: earlierRows + batchRows + 1,
      remedy: "Check that the URL leads to a PostgreSQL server, and try again.")
  }

  private func error(_ fault: BinaryFault, column: String, row: Int?) -> KindredError {
    KindredError(
      fault.isOfServer ? .database : .data, fault.problem, table: table, column: column, row: row,
      value: fault.value, remedy: fault.remedy)
  }
}

/// What is wrong with a value, without its place.
struct BinaryFault: Error {
  var problem: String
  var value: String?
  var remedy: String
  /// Whether the server broke the protocol, rather than holding a value that we do not take.
  var isOfServer = false
}
