import KindredData

extension Catalog {
  /// What a column's type says of its values for sure; the sdtype `unknown` where their meaning
  /// shows in the values only.
  func declaredType(of column: CatalogColumn) -> ColumnMetadata {
    let (type, _) = underlying(column)
    switch type.kind {
    case .enumeration:
      return ColumnMetadata(
        column.name, .categorical, order: type.labels.isEmpty ? nil : type.labels)
    case .base where type.schema == "pg_catalog":
      switch type.name {
      case "bool": return ColumnMetadata(column.name, .boolean)
      case "float4", "float8", "money": return ColumnMetadata(column.name, .numerical)
      case "numeric":
        let form = ColumnForm(column, in: self, isKey: false).form
        return ColumnMetadata(column.name, form == .wholeNumeric ? .unknown : .numerical)
      case "date", "time", "timestamp", "timestamptz": return ColumnMetadata(column.name, .datetime)
      case "uuid": return ColumnMetadata(column.name, .id)
      default: break
      }
    default: break
    }
    return ColumnMetadata(column.name, isSpelledFreely(type) ? .unknown : .categorical)
  }

  /// Whether any text, or any number, is a value of the type. Made-up text is none for the others
  /// (json, arrays, intervals...): of them only values that occur are drawn.
  func isSpelledFreely(_ type: CatalogType) -> Bool {
    let free: Set<String> = [
      "text", "varchar", "bpchar", "name", "char", "citext", "int2", "int4", "int8", "oid",
      "numeric", "bytea", "uuid",
    ]
    return type.kind == .base && type.element == nil && free.contains(type.name)
  }

  /// The domains, those that others are made of first.
  var domainsInOrder: [CatalogType] {
    let domains = types.values.filter { $0.kind == .domain && $0.fromExtension == nil }
      .sorted { ($0.schema, $0.name) < ($1.schema, $1.name) }
    var result: [CatalogType] = []
    var done: Set<String> = []
    func add(_ domain: CatalogType) {
      guard done.insert(domain.oid).inserted else { return }
      if let base = domain.base.flatMap({ types[$0] }), base.kind == .domain { add(base) }
      result.append(domain)
    }
    for domain in domains { add(domain) }
    return result
  }
}
