import KindredData
import Testing

/// Random schemas: what is built is consistent, and survives its file.
@Suite struct MetadataPropertyTests {
  private static let types = [
    "numerical", "categorical", "boolean", "datetime", "id", "text", "email", "unknown", "ssn",
  ]
  private static let letters = Array("ab\"\\/é😀\u{1}\n{}:, ñ漢").map(String.init)

  private func name(_ draw: inout Draw, _ number: Int) -> String {
    (0..<draw.below(5)).map { _ in draw.element(of: Self.letters) }.joined() + "\(number)"
  }

  private func column(_ draw: inout Draw, _ name: String) -> ColumnMetadata {
    let type = draw.element(of: Self.types)
    var column = ColumnMetadata(name, SDType(rawValue: type))
    guard draw.below(2) == 0 else { return column }
    switch type {
    case "numerical": column.computerRepresentation = draw.element(of: ["Int8", "Float", "UInt64"])
    case "categorical" where draw.below(2) == 0: column.orderBy = "numerical_value"
    case "categorical": column.order = Array(Self.letters.prefix(1 + draw.below(6)))
    case "datetime": column.datetimeFormat = draw.element(of: ["%Y-%m-%d", "%d.%m.%Y %H:%M"])
    case "id": column.regexFormat = draw.element(of: ["[a-z]{3}", "\\d\"\\\\"])
    case "boolean": break
    default: column.pii = draw.below(2) == 0
    }
    return column
  }

  private func schema(seed: UInt64) throws -> Metadata {
    var draw = Draw(state: seed)
    var metadata = Metadata()
    for table in 0...draw.below(8) {
      let table = name(&draw, table)
      // Keys of up to three parts, other columns, and ids to refer with.
      let width = draw.below(4)
      let key = (0..<width).map { name(&draw, $0) }
      let others = (0..<draw.below(5)).map { name(&draw, 10 + $0) }
      let references = (0..<6).map { name(&draw, 20 + $0) }
      try metadata.addTable(
        table,
        columns: (key + references).map { ColumnMetadata($0, .id) }
          + others.map { column(&draw, $0) }, primaryKey: key)
      if draw.below(3) == 0 { try metadata.addAlternateKey(Array(references.prefix(2)), of: table) }
      if draw.below(3) == 0 { try metadata.setSequenceKey(references[0], of: table) }
      if draw.below(3) == 0 { try metadata.setSequenceIndex(others.first, of: table) }
    }
    for _ in 0..<draw.below(12) {
      let parent = draw.element(of: metadata.tables)
      let child = draw.element(of: metadata.tables)
      let keys = Array(child.columnNames.dropFirst(child.primaryKey.count).prefix(6))
      guard !parent.primaryKey.isEmpty else { continue }
      let start = draw.below(7 - parent.primaryKey.count)
      let relationship = Relationship(
        parentTable: parent.name, parentKey: parent.primaryKey, childTable: child.name,
        childKey: Array(keys[start..<start + parent.primaryKey.count]))
      guard !metadata.relationships.contains(relationship) else { continue }
      try metadata.addRelationship(
        parent: parent.name, child: child.name, foreignKey: relationship.childKey)
    }
    metadata.extra = (0..<draw.below(3)).map { .init("m\($0)", .array([.string(name(&draw, 0))])) }
    return metadata
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func filesKeepEverything(seed: UInt64) throws {
    let metadata = try schema(seed: seed)
    try metadata.validate()
    let text = metadata.jsonText()
    let again = try Metadata(json: text)
    #expect(again == metadata)
    #expect(again.jsonText() == text)
  }

  /// Taking everything away again, in any order, never leaves a name that is gone.
  @Test(arguments: 1...30 as ClosedRange<UInt64>)
  func removalLeavesNoDanglingName(seed: UInt64) throws {
    var metadata = try schema(seed: seed)
    var draw = Draw(state: seed)
    while metadata.tables.count > 1 {
      let table = draw.element(of: metadata.tables)
      if draw.below(3) == 0 {
        try metadata.removeTable(table.name)
      } else if table.columns.count > 1 {
        let column = draw.element(of: table.columnNames)
        let before = metadata
        do {
          try metadata.removeColumn(column, from: table.name)
        } catch {
          #expect(metadata == before)
        }
      }
      try metadata.validate()
    }
  }
}
