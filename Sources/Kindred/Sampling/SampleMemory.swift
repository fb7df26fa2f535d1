import Glibc
import KindredData

/// Adds up the rows of a request, and refuses it before rows are drawn that no memory can hold.
struct SampleMemory {
  private var bytes = 0.0
  /// Bytes of a row apart from its latents: parent, ranks and flags while it is worked on.
  private static let workingBytes = 64.0
  private static let physical =
    Double(max(0, sysconf(CInt(_SC_PHYS_PAGES)))) * Double(max(0, sysconf(CInt(_SC_PAGESIZE))))

  /// Bytes that a row takes until its values are rendered: latents, and what trees know and draw.
  static func bytesPerRow(of table: TableModel) -> Double {
    let treeColumns = table.trees.map { $0.context.count + $0.targets.count } ?? 0
    return Double(8 * (table.dimensions.count + treeColumns)) + workingBytes
  }

  /// Counts rows of a table that are to be drawn.
  /// - Throws: `KindredError` of kind `argument` when they are too many.
  mutating func reserve(_ rows: Double, of table: TableModel) throws {
    guard rows <= Double(SampleRequest.mostRows) else {
      throw Self.failure(
        "The request asks for too many rows", table, rows,
        "Tables may have at most \(SampleRequest.mostRows) rows: ask for fewer.")
    }
    bytes += rows * Self.bytesPerRow(of: table)
    guard bytes <= Self.physical || Self.physical == 0 else {
      throw Self.failure(
        "The request needs more memory than this machine has", table, rows,
        "Ask for fewer rows or a smaller scale.")
    }
  }

  private static func failure(
    _ problem: String, _ table: TableModel, _ rows: Double, _ remedy: String
  ) -> KindredError {
    KindredError(
      .argument, problem, table: table.name, value: rows < 1e18 ? "\(Int(rows))" : "\(rows)",
      remedy: remedy)
  }
}
