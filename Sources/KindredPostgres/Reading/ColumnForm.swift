import KindredData

/// How a column is read: what is selected, and the binary form in which it arrives.
struct ColumnForm {
  var form: BinaryForm
  /// The expression of the SELECT list.
  var expression: String
  /// Whether the values are bytes that nothing can be learned from.
  var isBinary = false

  /// - Parameter isKey: Whether the column is part of a key, so that its values must stay exact.
  init(_ column: CatalogColumn, in catalog: Catalog, isKey: Bool) {
    let name = SQLText.name(column.name)
    let (type, modifier) = catalog.underlying(column)
    func plain(_ form: BinaryForm) -> (BinaryForm, String) { (form, name) }
    func cast(_ type: String, _ form: BinaryForm) -> (BinaryForm, String) {
      (form, "\(name)::pg_catalog.\(type)")
    }
    switch type.kind {
    // The labels of a domain over an enumeration come with the enumeration's own function.
    case .enumeration: (form, expression) = plain(.text)
    case .base where type.schema == "pg_catalog":
      switch type.name {
      case "bool": (form, expression) = plain(.boolean)
      case "int2": (form, expression) = plain(.integer16)
      case "int4": (form, expression) = plain(.integer32)
      case "int8": (form, expression) = plain(.integer64)
      case "oid": (form, expression) = cast("int8", .integer64)
      case "float4": (form, expression) = plain(.float32)
      case "float8": (form, expression) = plain(.float64)
      case "numeric": (form, expression) = plain(Self.numeric(modifier, isKey: isKey))
      case "money": (form, expression) = cast("numeric", .numeric(places: 2))
      case "text", "varchar", "name", "json": (form, expression) = plain(.text)
      case "uuid": (form, expression) = plain(.uuid)
      case "date": (form, expression) = plain(.date)
      case "time": (form, expression) = plain(.time)
      case "timestamp": (form, expression) = plain(.timestamp(isZoned: false))
      case "timestamptz": (form, expression) = plain(.timestamp(isZoned: true))
      case "bytea":
        (form, expression) = (.nothing, "NULL::pg_catalog.text")
        isBinary = true
      default: (form, expression) = cast("text", .text)
      }
    // Arrays, ranges, composites, and what extensions bring.
    default: (form, expression) = cast("text", .text)
    }
  }

  /// Precision and scale are packed into the modifier: (precision << 16 | scale) + 4, the scale in 11
  /// bits with sign.
  private static func numeric(_ modifier: Int, isKey: Bool) -> BinaryForm {
    guard modifier >= 4 else { return isKey ? .numericText : .numeric(places: nil) }
    let precision = (modifier - 4) >> 16 & 0xFFFF
    let scale = ((modifier - 4) & 0x7FF ^ 0x400) - 0x400
    if scale <= 0, precision - scale <= 18 { return .wholeNumeric }
    // Doubles hold 15 digits exactly.
    if isKey, precision > 15 || scale > 9 { return .numericText }
    return .numeric(places: scale >= 0 && scale <= 9 && precision <= 15 ? scale : nil)
  }
}

extension Catalog {
  /// The type below all domains, with the modifier that holds.
  func underlying(_ column: CatalogColumn) -> (type: CatalogType, modifier: Int) {
    var modifier = column.modifier
    var type = types[column.type]
    // A domain cannot be made of itself; the limit guards against a catalog that says so.
    for _ in 0..<100 {
      guard let domain = type, domain.kind == .domain, let base = domain.base else { break }
      modifier = domain.baseModifier
      type = types[base]
    }
    let unknown = CatalogType(
      oid: column.type, schema: "", name: column.typeText, kind: .pseudo)
    return (type ?? unknown, modifier)
  }
}
