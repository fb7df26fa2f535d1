import KindredData

/// The schema as a drawing, and as text.
struct SchemaPicture {
  private let metadata: Metadata

  init(_ metadata: Metadata) { self.metadata = metadata }

  /// Beyond so many tables a drawing says nothing.
  private static let mostTables = 150

  @MarkupBuilder var markup: Markup {
    if let details {
      element("div", ["class": "panel"]) {
        scrolling(
          "Drawing of the schema",
          .diagram(metadata, details: details, title: "Schema of the tables"))
      }
      if details != .full {
        element("p", ["class": "small muted"]) {
          details == .keys ? "Only keys are shown" : "Only the names of tables are shown"
          "; kindred diagram draws everything."
        }
      }
    } else {
      element("p", ["class": "muted"]) {
        "\(FigureText.count(metadata.tables.count)) tables are too many for a drawing here; kindred "
          + "diagram draws them."
      }
    }
    if !metadata.relationships.isEmpty {
      more("Keys as text") { keys }
    }
  }

  /// As much as can be read; nil for nothing.
  private var details: DiagramDetails? {
    let columns = metadata.tables.reduce(0) { $0 + $1.columns.count }
    let tables = metadata.tables.count
    if tables > Self.mostTables || metadata.relationships.count > 4 * Self.mostTables { return nil }
    if tables <= 16, columns <= 160, metadata.tables.allSatisfy({ $0.columns.count <= 40 }) {
      return .full
    }
    return tables <= 40 ? .keys : .names
  }

  private var keys: Markup {
    let shown = metadata.relationships.prefix(PageLimits.relationshipsListed)
    return FigureTable(
      caption: "Foreign keys and the tables they refer to",
      columns: [.text("table"), .text("foreign key"), .text("refers to")],
      rows: shown.map {
        [
          name($0.childTable), name($0.childKey.joined(separator: ", ")),
          name("\($0.parentTable) (\($0.parentKey.joined(separator: ", ")))"),
        ]
      }, leftOut: metadata.relationships.count - shown.count, elsewhere: "are in the metadata"
    ).markup
  }
}
