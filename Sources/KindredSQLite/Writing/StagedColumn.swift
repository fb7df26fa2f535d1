import KindredData

/// A cell as it is bound to a statement.
struct StagedCell {
  enum Kind: UInt8 {
    case null, integer, real, text, emptyBlob
  }

  var kind = Kind.null
  /// Bytes of a text.
  var length: Int32 = 0
  /// An integer, the bits of a real, or where a text begins among the staged bytes.
  var payload: Int64 = 0
}

/// The values of one column of a batch, on the way to insertions: written column by column into rows
/// of cells, a few hundred at a time.
struct StagedColumn {
  private let source: Source
  private let validity: Bitmap?
  /// What stands for null: an empty binary value where binary values were read as null and the column
  /// must not be null.
  private let null: StagedCell.Kind

  private enum Source {
    case integers([Int64])
    case decimals([Double])
    case flags([Bool])
    case texts(StringColumn)
    case times([Int64], SQLStorage)
  }

  /// - Throws: `KindredError` of kind `data` for a time that has no text.
  init(_ column: Column, to target: SQLColumn) throws {
    validity = column.validity
    let type = DeclaredType(target.type)
    null = !target.isNullable && type.affinity == .blob && !target.type.isEmpty ? .emptyBlob : .null
    switch column.values {
    case .integers(let values): source = .integers(values)
    case .decimals(let values): source = .decimals(values)
    case .strings(let strings): source = .texts(strings)
    case .booleans(let values): source = Self.truths(values, column.format, type)
    case .timestamps(let values):
      source =
        if let storage = target.storage {
          .times(values, storage)
        } else {
          .texts(try Self.spelled(column, values))
        }
    }
  }

  /// Truth values are numbers, unless they are texts in the database that they stand for.
  private static func truths(
    _ values: [Bool], _ format: TextFormat?, _ type: DeclaredType
  ) -> Source {
    guard case .boolean(let yes, let no) = format, yes != "1", type.affinity == .text else {
      return .flags(values)
    }
    return .texts(
      StringColumn(codes: values.map { $0 ? 1 : 0 }, dictionary: StringPool([no, yes])))
  }

  /// Times as texts, one per row: spelling one takes less time than looking for an equal one.
  private static func spelled(_ column: Column, _ values: [Int64]) throws -> StringColumn {
    var format = "%Y-%m-%d %H:%M:%S"
    if case .timestamp(let text) = column.format { format = text }
    let spelling = try TimestampFormat(format)
    var buffer = TextBuffer(capacity: 64)
    var pool = StringPool()
    let codes = try values.enumerated().map { row, value -> Int32 in
      guard column.isValid(row) else { return 0 }
      buffer.removeAll()
      try spelling.append(value, to: &buffer)
      pool.append(utf8: buffer.bytes)
      return Int32(truncatingIfNeeded: pool.count - 1)
    }
    return StringColumn(codes: codes, dictionary: pool)
  }

  /// Writes rows into cells; those of a row are neighbours.
  /// - Parameters:
  ///   - rows: Rows of the batch.
  ///   - cells: The column's cell of the first row.
  ///   - stride: From a row's cell to the next row's.
  ///   - bytes: Takes the texts.
  func stage(
    _ rows: Range<Int>, into cells: UnsafeMutablePointer<StagedCell>, stride: Int,
    bytes: inout [UInt8]
  ) {
    switch source {
    case .integers(let values):
      fill(rows, values, cells, stride) { StagedCell(kind: .integer, payload: $0) }
    case .decimals(let values):
      fill(rows, values, cells, stride) {
        StagedCell(kind: .real, payload: Int64(bitPattern: $0.bitPattern))
      }
    case .flags(let values):
      fill(rows, values, cells, stride) { StagedCell(kind: .integer, payload: $0 ? 1 : 0) }
    case .times(let values, let storage):
      fill(rows, values, cells, stride) {
        switch storage.stored($0) {
        case .integer(let value): StagedCell(kind: .integer, payload: value)
        case .real(let value):
          StagedCell(kind: .real, payload: Int64(bitPattern: value.bitPattern))
        }
      }
    case .texts(let strings):
      let dictionary = strings.dictionary
      dictionary.bytes.withUnsafeBufferPointer { source in
        dictionary.offsets.withUnsafeBufferPointer { offsets in
          fill(rows, strings.codes, cells, stride) { code in
            let text = offsets[Int(code)]..<offsets[Int(code) + 1]
            let start = bytes.count
            bytes.append(contentsOf: source[text])
            return StagedCell(
              kind: .text, length: Int32(truncatingIfNeeded: text.count), payload: Int64(start))
          }
        }
      }
    }
  }

  @inline(__always)
  private func fill<Value>(
    _ rows: Range<Int>, _ values: [Value], _ cells: UnsafeMutablePointer<StagedCell>,
    _ stride: Int, _ cell: (Value) -> StagedCell
  ) {
    values.withUnsafeBufferPointer { values in
      var place = 0
      for row in rows {
        let isValid = validity?[row] ?? true
        cells[place] = isValid ? cell(values[row]) : StagedCell(kind: null)
        place += stride
      }
    }
  }
}
