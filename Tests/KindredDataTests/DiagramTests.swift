import Foundation
import KindredData
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

private func shop() throws -> Metadata {
  var metadata = Metadata()
  try metadata.addTable(
    "users", columns: [ColumnMetadata("user_id", .id), ColumnMetadata("age", .numerical)],
    primaryKey: ["user_id"])
  try metadata.addTable(
    "sessions",
    columns: [
      ColumnMetadata("session_id", .id), ColumnMetadata("user_id", .id),
      ColumnMetadata("device", .categorical),
    ], primaryKey: ["session_id"])
  try metadata.addRelationship(parent: "users", child: "sessions", foreignKey: "user_id")
  return metadata
}

/// Tables with a key `id` and a foreign key per parent.
private func schema(_ parents: [(table: String, parents: [String])]) throws -> Metadata {
  var metadata = Metadata()
  for (table, parents) in parents {
    let keys = parents.map { ColumnMetadata($0 + "_id", .id) }
    let values = (0..<(table.utf8.reduce(0) { $0 + Int($1) } % 7)).map {
      ColumnMetadata("value\($0)", .numerical)
    }
    try metadata.addTable(
      table, columns: [ColumnMetadata("id", .id)] + keys + values, primaryKey: ["id"])
  }
  for (table, parents) in parents {
    for parent in parents {
      try metadata.addRelationship(parent: parent, child: table, foreignKey: parent + "_id")
    }
  }
  return metadata
}

/// `count` tables that refer to up to three others each; every ninth also to itself, and every
/// tenth to a later one.
private func web(_ count: Int) throws -> Metadata {
  try schema(
    (0..<count).map { index in
      var parents: Set<Int> = []
      for step in 0..<(index % 4) where index > 0 {
        parents.insert((index * 7 + step * 13) % index)
      }
      if index % 9 == 4 { parents.insert(index) }
      if index % 10 == 5, index + 3 < count { parents.insert(index + 3) }
      return ("t\(index)", parents.sorted().map { "t\($0)" })
    })
}

@Suite("Diagrams")
struct DiagramTests {
  @Test(arguments: DiagramDetails.allCases)
  func svgShowsEveryTableAndRelationship(details: DiagramDetails) throws {
    let drawing = try Drawing(try shop().svgDiagram(details: details, title: "The shop"))
    #expect(drawing.boxes.map(\.name) == ["users", "sessions"])
    #expect(drawing.wires.map(\.name) == ["sessions.user_id → users.user_id"])
    #expect(drawing.texts.contains("age") == (details == .full))
    #expect(drawing.texts.contains("user_id") == (details != .names))
    #expect(drawing.titles.first == "The shop")
    #expect(
      drawing.descriptions == [
        "2 tables: users, sessions. 1 relationship: sessions.user_id → users.user_id."
      ])
  }

  @Test func parentsStandLeftOfChildren() throws {
    let drawing = try Drawing(try shop().svgDiagram())
    let (users, sessions) = (drawing.boxes[0], drawing.boxes[1])
    #expect(users.x + users.width < sessions.x)
    // The wire runs from the row of the foreign key to that of the key.
    let wire = try #require(drawing.wires.first)
    let (start, end) = (try #require(wire.points.first), try #require(wire.points.last))
    #expect(abs(start.x - sessions.x) < 0.2)
    #expect(end.x > users.x + users.width && end.x < users.x + users.width + 10)
  }

  @Test func namesAreEscaped() throws {
    var metadata = Metadata()
    try metadata.addTable(
      "<a&\"b\">", columns: [ColumnMetadata("x<y>&'\u{1}", .id)], primaryKey: ["x<y>&'\u{1}"])
    let drawing = try Drawing(metadata.svgDiagram(title: "\"&<"))
    #expect(drawing.texts == ["<a&\"b\">", "PK", "x<y>&'", "id"])
    #expect(drawing.titles.first == "\"&<")
    #expect(metadata.dotDiagram().contains("\\<a&\\\"b\\\"\\>"))
    #expect(metadata.mermaidDiagram().contains("\"<a&'b'>\" {\n    id x_y____ PK \"x<y>&'"))
  }

  @Test(arguments: [1, 2, 3, 15, 40, 200], DiagramDetails.allCases)
  func wiresCrossNoBox(count: Int, details: DiagramDetails) throws {
    let metadata = try web(count)
    let drawing = try Drawing(metadata.svgDiagram(details: details))
    #expect(drawing.boxes.count == count)
    #expect(drawing.wires.count == metadata.relationships.count)
    for (index, box) in drawing.boxes.enumerated() {
      #expect(box.x >= 0 && box.x + box.width <= drawing.width)
      #expect(box.y >= 0 && box.y + box.height <= drawing.height)
      let overlapping = drawing.boxes.dropFirst(index + 1).filter { $0.overlaps(box) }
      #expect(overlapping.isEmpty, "\(box.name) lies on \(overlapping.map(\.name))")
    }
    for wire in drawing.wires {
      let crossed = drawing.boxes.filter { wire.crosses($0) }
      #expect(crossed.isEmpty, "\(wire.name) crosses \(crossed.map(\.name))")
      for (first, second) in zip(wire.points, wire.points.dropFirst()) {
        #expect(first.x == second.x || first.y == second.y, "\(wire.name) has a slope")
      }
    }
  }

  @Test func cyclesAndSelfReferences() throws {
    let metadata = try schema([
      ("staff", ["store"]), ("store", ["staff"]), ("employee", ["employee"]),
    ])
    let drawing = try Drawing(metadata.svgDiagram())
    #expect(
      drawing.wires.map(\.name) == [
        "staff.store_id → store.id", "store.staff_id → staff.id",
        "employee.employee_id → employee.id",
      ])
    // A self-reference leaves and enters on the same side.
    let loop = try #require(drawing.wires.last)
    #expect(loop.points.count == 4)
    #expect(abs((loop.points.first?.x ?? 0) - (loop.points.last?.x ?? 0)) < 10)
  }

  @Test func emptySchema() throws {
    #expect(try Drawing(Metadata().svgDiagram()).boxes.isEmpty)
    #expect(Metadata().mermaidDiagram() == "erDiagram\n")
    #expect(Metadata().dotDiagram().hasPrefix("digraph schema {"))
    var bare = Metadata()
    try bare.addTable("bare")
    #expect(try Drawing(bare.svgDiagram()).boxes.map(\.name) == ["bare"])
  }

  @Test func mermaid() throws {
    #expect(
      try shop().mermaidDiagram() == """
        erDiagram
          users {
            id user_id PK
            numerical age
          }
          sessions {
            id session_id PK
            id user_id FK
            categorical device
          }
          users ||--o{ sessions : "user_id"

        """)
    #expect(
      try shop().mermaidDiagram(details: .names) == """
        erDiagram
          users
          sessions
          users ||--o{ sessions : "user_id"

        """)
  }

  @Test func mermaidTellsOneToOne() throws {
    var metadata = try shop()
    try metadata.addTable(
      "profiles", columns: [ColumnMetadata("user_id", .id)], primaryKey: ["user_id"])
    try metadata.addRelationship(parent: "users", child: "profiles")
    #expect(metadata.mermaidDiagram().contains("users ||--o| profiles : \"user_id\""))
  }

  @Test func dot() throws {
    let dot = try shop().dotDiagram(details: .keys)
    #expect(dot.contains("t0 [label=\"<t> users|<c0> PK user_id : id\\l\"];"))
    #expect(dot.contains("t1:c1 -> t0:c0 [tooltip=\"sessions.user_id → users.user_id\"];"))
    #expect(try shop().dotDiagram(details: .names).contains("t1:t -> t0:t"))
  }

  @Test func drawingsAreRepeatable() throws {
    let metadata = try web(40)
    #expect(metadata.svgDiagram() == metadata.svgDiagram())
  }
}
