import KindredData

/// The labels of a column's rows as codes of its model, looked up when they are asked for.
struct LabelCodes: RandomAccessCollection {
  /// A null.
  static let null: Int32 = -1
  /// A label that is left out of the model.
  static let unknown: Int32 = -2

  private let codes: [Int32]
  /// Per entry of the dictionary, the code of the model.
  private let labels: [Int32]
  private let validity: Bitmap?

  var startIndex: Int { 0 }
  var endIndex: Int { codes.count }

  /// - Parameter labels: per entry of the strings' dictionary the code of the label; NaN for labels
  ///   left out.
  init(_ strings: StringColumn, labels: [Double], validity: Bitmap?) {
    codes = strings.codes
    self.labels = labels.map { $0.isNaN ? Self.unknown : Int32($0) }
    self.validity = validity
  }

  subscript(row: Int) -> Int32 {
    if let validity, !validity[row] { return Self.null }
    let code = Int(codes[row])
    return code < labels.count ? labels[code] : Self.unknown
  }

  /// Whether some row is null.
  var hasNulls: Bool { validity.map { $0.setCount < $0.count } ?? false }
}
