import Foundation
import KindredData

/// A difference between real and synthetic data, said in words.
public struct Finding: Sendable, Equatable {
  /// What it is about, such as "orders.total" or "orders.buyer -> buyers".
  public var subject: String
  /// One sentence without the subject.
  public var text: String
  /// 0 ... 1, 1 is best.
  public var score: Double
  /// Where in the schema it is; nil for what concerns no single place.
  public var place: Place?

  /// A place in the schema.
  public enum Place: Sendable, Hashable {
    case table(String)
    case column(table: String, column: String)
    /// Two columns of a table.
    case pair(table: String)
    case relationship(parent: String, child: String, foreignKey: [String])
    /// The tables of a path of relationships, the ancestor first.
    case path([String])
  }

  /// The findings with the lowest scores, the worst first.
  /// - Parameter limit: scores from here on are no findings. Samples differ a little by chance.
  static func worst(_ findings: [Finding], _ count: Int, below limit: Double = 0.995) -> [Finding] {
    let faults = findings.enumerated().filter { $0.element.score < limit }
    // Equal scores keep their order.
    let ordered = faults.sorted {
      ($0.element.score, $0.offset) < ($1.element.score, $1.offset)
    }
    return ordered.prefix(max(0, count)).map(\.element)
  }

  static func percent(_ share: Double) -> String {
    let percentage = 100 * share
    return percentage > 0 && percentage < 0.1
      ? "less than 0.1 %" : String(format: "%.1f %%", percentage)
  }
}

extension QualityReport {
  /// The columns whose marginals differ most.
  public func worstColumns(_ count: Int) -> [Finding] {
    Finding.worst(columnShapes.compactMap(\.finding), count)
  }

  /// The pairs of columns, within tables and between them, whose dependence differs most.
  public func worstPairs(_ count: Int) -> [Finding] {
    let pairs = columnPairs + intertablePairs
    return Finding.worst(pairs.compactMap { $0.finding(at: thresholds) }, count)
  }

  /// The relationships whose numbers of children differ most.
  public func worstRelationships(_ count: Int) -> [Finding] {
    Finding.worst(cardinalities.compactMap(\.finding), count)
  }
}

extension DiagnosticReport {
  /// What makes the data invalid, the worst first.
  public func worstFaults(_ count: Int) -> [Finding] {
    let structure = dataStructure.compactMap { table in
      table.score.map {
        Finding(
          subject: table.table,
          text: "columns are missing, unexpected, or of another type than in the real data",
          score: $0, place: .table(table.table))
      }
    }
    return Finding.worst(
      dataValidity.compactMap(\.finding) + structure + relationshipValidity.compactMap(\.finding),
      count, below: 1)
  }
}

extension ColumnScore {
  fileprivate var finding: Finding? {
    guard let score else { return nil }
    let share = Finding.percent(1 - score)
    let text =
      switch metric {
      case .ksComplement: "the share of rows up to some value differs by \(share)"
      case .tvComplement: "\(share) of the rows would need another label"
      case .boundaryAdherence: "\(share) of the values are outside the real range, or null"
      case .categoryAdherence: "\(share) of the labels do not exist in the real data"
      case .keyUniqueness: "\(share) of the keys are null or repeat another"
      case .regexFormatAdherence: "\(share) of the keys do not match the regular expression"
      default: "\(share) of the values differ"
      }
    return Finding(
      subject: "\(table).\(columns.joined(separator: "+"))", text: text, score: score,
      place: columns.count == 1 ? .column(table: table, column: columns[0]) : .table(table))
  }
}

extension RelationshipScore {
  fileprivate var finding: Finding? {
    guard let score else { return nil }
    let share = Finding.percent(1 - score)
    let text =
      switch metric {
      case .referentialIntegrity: "\(share) of the foreign keys lead to no row"
      case .cardinalityBoundaryAdherence:
        "\(share) of the parent rows have fewer or more children than any real one"
      default: "the share of parent rows with up to some number of children differs by \(share)"
      }
    return Finding(
      subject: relationship.subject, text: text, score: score, place: relationship.place)
  }
}

extension PairScore {
  /// Nil when the pair is not scored.
  func finding(at thresholds: TrendThresholds) -> Finding? {
    guard let score = score(at: thresholds) else { return nil }
    var subject = "\(firstTable).\(firstColumn) and \(secondTable).\(secondColumn)"
    if !foreignKey.isEmpty { subject += " (by \(foreignKey.joined(separator: "+")))" }
    if let realCorrelation, let syntheticCorrelation {
      let figures = String(format: "%.2f instead of %.2f", syntheticCorrelation, realCorrelation)
      return Finding(
        subject: subject, text: "the correlation is \(figures)", score: score, place: place)
    }
    let share = Finding.percent(1 - score)
    return Finding(
      subject: subject, text: "\(share) of the rows would need another combination", score: score,
      place: place)
  }

  private var place: Finding.Place {
    foreignKey.isEmpty
      ? .pair(table: firstTable)
      : .relationship(parent: firstTable, child: secondTable, foreignKey: foreignKey)
  }
}
