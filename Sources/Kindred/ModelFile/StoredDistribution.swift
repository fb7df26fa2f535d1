import KindredGenerators
import KindredStatistics
import SwiftProtobuf

// Distributions and text shapes as messages, both ways.

extension StoredDistribution {
  init(_ marginal: Marginal) {
    self.init()
    switch marginal.content {
    case .empirical(let empirical): self.empirical = StoredEmpirical(empirical)
    case .categorical(let categorical):
      labels = .with {
        $0.probabilities = categorical.probabilities
        let isNatural = categorical.order.elementsEqual(categorical.order.indices)
        $0.order = isNatural ? [] : categorical.order.map { UInt32(clamping: $0) }
      }
    case .parametric(let parametric):
      self.parametric = .with {
        $0.family = parametric.family.rawValue
        $0.parameters = parametric.parameters
        $0.minimum = parametric.minimum
        $0.maximum = parametric.maximum
        $0.step = parametric.step
        $0.rowCount = parametric.rowCount
      }
    }
  }

  /// - Throws: `StatisticsError` or `MalformedModel` when it is not a distribution.
  func marginal() throws -> Marginal {
    switch shape {
    case .empirical(let empirical): return try Marginal(content: .empirical(empirical.unpacked()))
    case .parametric(let parametric):
      guard let family = MarginalFamily(rawValue: parametric.family) else {
        throw MalformedModel("the distribution family '\(parametric.family)' is unknown")
      }
      return try Marginal(
        content: .parametric(
          ParametricMarginal(
            family: family, parameters: parametric.parameters, minimum: parametric.minimum,
            maximum: parametric.maximum, step: parametric.step, rowCount: parametric.rowCount)))
    case .labels(let labels):
      let order =
        labels.order.isEmpty ? Array(labels.probabilities.indices) : labels.order.map { Int($0) }
      return try Marginal(
        content: .categorical(
          CategoricalMarginal(probabilities: labels.probabilities, order: order)))
    case nil: throw MalformedModel("a distribution is missing")
    }
  }
}

extension StoredEmpirical {
  fileprivate init(_ marginal: EmpiricalMarginal) {
    self.init()
    var values: [Double] = []
    var end: Double?
    for cell in marginal.cells {
      let continues = cell.lower == end
      if !continues { values.append(cell.lower) }
      if !cell.isAtom { values.append(cell.upper) }
      cells.append(
        cell.isAtom ? (continues ? .endAtom : .atom) : continues ? .nextSegment : .segment)
      end = cell.upper
    }
    if let whole = Self.differences(of: values) {
      wholeValues = whole
    } else {
      self.values = values
    }
    // Masses are mostly shares of rows, and numbers of rows take two bytes instead of eight.
    let counts = marginal.cells.map { ($0.mass * marginal.rowCount).rounded() }
    let areShares = zip(counts, marginal.cells).allSatisfy {
      $0 < 1e15 && $0 / marginal.rowCount == $1.mass
    }
    if areShares {
      self.counts = counts.map { UInt64($0) }
    } else {
      masses = marginal.cells.map(\.mass)
    }
    minimum = marginal.minimum
    maximum = marginal.maximum
    step = marginal.step
    rowCount = marginal.rowCount
  }

  /// The differences of whole numbers; nil when one is not whole, or beyond 2^53, or minus zero.
  private static func differences(of values: [Double]) -> [Int64]? {
    var previous: Int64 = 0
    var differences: [Int64] = []
    for value in values {
      guard abs(value) <= 0x1p53, let whole = Int64(exactly: value),
        value != 0 || value.sign == .plus
      else { return nil }
      differences.append(whole - previous)
      previous = whole
    }
    return differences
  }

  fileprivate func unpacked() throws -> EmpiricalMarginal {
    var values = self.values
    var sum: Int64 = 0
    for difference in wholeValues {
      let (next, overflow) = sum.addingReportingOverflow(difference)
      guard !overflow else { throw MalformedModel("a distribution's values exceed 64 bits") }
      sum = next
      values.append(Double(next))
    }
    let masses = self.masses.isEmpty ? counts.map { Double($0) / rowCount } : self.masses
    guard masses.count == cells.count else {
      throw MalformedModel("a distribution has \(cells.count) cells and \(masses.count) masses")
    }
    var next = values.makeIterator()
    var end: Double?
    func value(_ value: Double?) throws -> Double {
      guard let value else { throw MalformedModel("a distribution misses values") }
      return value
    }
    let unpacked = try zip(cells, masses).map { kind, mass in
      let isNew = kind == .atom || kind == .segment
      let lower = try value(isNew ? next.next() : end)
      let upper = try kind == .atom || kind == .endAtom ? lower : value(next.next())
      end = upper
      return MarginalCell(lower: lower, upper: upper, mass: mass)
    }
    return EmpiricalMarginal(
      cells: unpacked, minimum: minimum, maximum: maximum, step: step, rowCount: rowCount)
  }
}

extension StoredTextShape {
  init(_ shape: TextShape) {
    self.init()
    lengths = shape.lengths.map { min(UInt32(clamping: $0), Self.longestText) }
    wordCounts = shape.wordCounts.map { min(UInt32(clamping: $0), Self.longestText) }
    digitShare = shape.digitShare
    upperShare = shape.upperShare
    capitalizedShare = shape.capitalizedShare
    punctuationShare = shape.punctuationShare
    sentenceShare = shape.sentenceShare
    layouts = shape.layouts
    layoutShares = shape.layoutShares
  }

  /// - Throws: `MalformedModel` when numbers are out of their ranges.
  func textShape() throws -> TextShape {
    let shares =
      [digitShare, upperShare, capitalizedShare, punctuationShare, sentenceShare] + layoutShares
    guard shares.allSatisfy({ (0...1).contains($0) }), layouts.count == layoutShares.count,
      (lengths + wordCounts).allSatisfy({ $0 <= Self.longestText })
    else { throw MalformedModel("a text shape has numbers out of their ranges") }
    return TextShape(
      lengths: lengths.map { Int($0) }, wordCounts: wordCounts.map { Int($0) },
      digitShare: digitShare, upperShare: upperShare, capitalizedShare: capitalizedShare,
      punctuationShare: punctuationShare, sentenceShare: sentenceShare, layouts: layouts,
      layoutShares: layoutShares)
  }

  /// Characters; longer texts could fill the memory of whoever samples.
  private static let longestText: UInt32 = 10_000_000
}

/// What is wrong with the content of a model file; a clause for the end of a sentence.
struct MalformedModel: Error {
  let problem: String

  init(_ problem: String) { self.problem = problem }
}
