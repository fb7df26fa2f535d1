import ArgumentParser
import Kindred
import KindredData
import KindredStatistics

/// A family of marginals, for everything, a table or a column.
struct DistributionChoice: ExpressibleByArgument {
  let place: String?
  let family: MarginalFamily

  init?(argument: String) {
    // Names may hold equals signs, families do not.
    let sign = argument.lastIndex(of: "=")
    let name = sign.map { argument[argument.index(after: $0)...] } ?? argument[...]
    guard let family = MarginalFamily(rawValue: String(name)) else { return nil }
    self.family = family
    place = sign.map { String(argument[..<$0]) }
  }

  static var allValueStrings: [String] { MarginalFamily.allCases.map(\.rawValue) }

  /// Adds the choice to the options.
  /// - Throws: `KindredError` of kind `argument` when the place is unknown or has no distribution.
  func apply(to options: inout FitOptions, _ metadata: Metadata) throws {
    guard let place else {
      options.distribution = family
      return
    }
    if metadata[place] != nil {
      options.distributions[place, default: [:]]["*"] = family
      return
    }
    // Names of tables and columns may hold points: every one of them may be the separator.
    for point in place.indices where place[point] == "." {
      let table = String(place[..<point])
      let column = String(place[place.index(after: point)...])
      if let field = metadata[table]?[column: column] {
        guard [.numerical, .datetime].contains(field.sdtype) else {
          throw KindredError(
            .argument, "Only numerical and datetime columns have a distribution to choose",
            table: table, column: column, value: field.sdtype.rawValue,
            remedy: "Leave the column out of --distribution, or change its sdtype.")
        }
        options.distributions[table, default: [:]][column] = family
        return
      }
    }
    let table = String(place.prefix { $0 != "." })
    guard let known = metadata[table], place.contains(".") else {
      throw KindredError.unknownTable(table, among: metadata.tableNames)
    }
    throw KindredError.unknownColumn(
      String(place.dropFirst(table.count + 1)), table: table, among: known.columnNames)
  }
}
