import KindredStatistics

/// Measures the dependence of pairs of columns in real and synthetic data.
struct PairTrends {
  /// A column and the rows of each side to use, all when nil.
  struct Input: Sendable {
    var table: String
    var column: ScoredColumn
    var realRows: [Int32]?
    var syntheticRows: [Int32]?
  }

  /// One side of a column.
  private struct Side: Sendable {
    var numbers: Correlations.Input?
    /// Labels, or bins of numbers; nil when nothing needs or has them.
    var codes: Codes?
  }

  private let inputs: [Input]
  private let pairs: [(Int, Int)]
  private let real: [Side]
  private let synthetic: [Side]

  /// - Parameters:
  ///   - inputs: columns of one table, or of two joined ones.
  ///   - pairs: indices of `inputs`.
  ///   - subsample: the most rows that contingencies are measured on; nil for all.
  init(_ inputs: [Input], pairs: [(Int, Int)], subsample: Int?) {
    self.inputs = inputs
    self.pairs = pairs
    var needsCodes = inputs.map { !$0.column.isContinuous }
    for (first, second) in pairs
    where inputs[first].column.isContinuous != inputs[second].column.isContinuous {
      needsCodes[first] = true
      needsCodes[second] = true
    }
    let needs = needsCodes
    let sides = parallelMap(inputs.count * 2) { index in
      let input = inputs[index / 2]
      return index % 2 == 0
        ? Self.realSide(input, needs[index / 2]) : Self.syntheticSide(input, needs[index / 2])
    }
    var real = stride(from: 0, to: sides.count, by: 2).map { sides[$0] }
    var synthetic = stride(from: 1, to: sides.count, by: 2).map { sides[$0] }
    let count = { (sides: [Side]) in sides.lazy.compactMap { $0.codes?.count }.first ?? 0 }
    if let subsample, max(count(real), count(synthetic)) > subsample {
      let names = Set(inputs.map(\.table)).sorted().joined(separator: " ")
      Self.reduce(&real, to: subsample, rowCount: count(real), "real", names)
      Self.reduce(&synthetic, to: subsample, rowCount: count(synthetic), "synthetic", names)
    }
    self.real = real
    self.synthetic = synthetic
  }

  private static func realSide(_ input: Input, _ needsCodes: Bool) -> Side {
    switch input.column.content {
    case .numbers(let numbers, _): side(numbers, input.realRows, needsCodes)
    case .categories(let pair): Side(codes: input.realRows.map(pair.real.gather) ?? pair.real)
    case .failed: Side()
    }
  }

  private static func syntheticSide(_ input: Input, _ needsCodes: Bool) -> Side {
    switch input.column.content {
    case .numbers(_, let numbers): side(numbers, input.syntheticRows, needsCodes)
    case .categories(let pair):
      Side(codes: input.syntheticRows.map(pair.synthetic.gather) ?? pair.synthetic)
    case .failed: Side()
    }
  }

  private static func side(_ numbers: NumberValues, _ rows: [Int32]?, _ needsCodes: Bool) -> Side {
    let extent = numbers.extent(of: rows)
    return Side(
      numbers: Correlations.Input(values: numbers, rows: rows, extent: extent),
      codes: needsCodes ? Bins(extent)?.codes(of: numbers, rows: rows) : nil)
  }

  /// Keeps the codes of the same random rows of all columns.
  private static func reduce(
    _ sides: inout [Side], to most: Int, rowCount: Int, _ name: String, _ tables: String
  ) {
    let count = min(most, rowCount)
    let random = CounterRandom(
      seed: 0, stream: CounterRandom.stream("evaluation subsample", name, tables))
    let permutation = KeyedPermutation(count: UInt64(rowCount), random: random)
    let rows = (0..<UInt64(count)).map { Int32(truncatingIfNeeded: permutation($0)) }
    let columns = sides
    let reduced = parallelMap(columns.count) { columns[$0].codes?.gather(rows) }
    for index in sides.indices { sides[index].codes = reduced[index] }
  }

  /// The scores, in the order of the pairs.
  func scores() -> [PairScore] {
    var scores = pairs.map { first, second in blank(first, second) }
    let correlations = scores.indices.filter {
      scores[$0].metric == .correlationSimilarity && scores[$0].error == nil
    }
    fillCorrelations(correlations, &scores)
    let contingencies = scores.indices.filter {
      scores[$0].metric == .contingencySimilarity && scores[$0].error == nil
    }
    let (pairs, real, synthetic) = (pairs, real, synthetic)
    let measured = parallelMap(contingencies.count) { index -> Contingency? in
      let (first, second) = pairs[contingencies[index]]
      guard let realFirst = real[first].codes, let realSecond = real[second].codes,
        let syntheticFirst = synthetic[first].codes, let syntheticSecond = synthetic[second].codes
      else { return nil }
      return Contingency(
        real: (realFirst, realSecond), synthetic: (syntheticFirst, syntheticSecond))
    }
    for (index, contingency) in zip(contingencies, measured) {
      scores[index].similarity = contingency?.similarity
      scores[index].realAssociation = contingency?.association
      scores[index].syntheticAssociation = contingency?.syntheticAssociation
    }
    return scores
  }

  /// A score without figures, but with what prevents them.
  private func blank(_ first: Int, _ second: Int) -> PairScore {
    let columns = (inputs[first].column, inputs[second].column)
    let isCorrelation = columns.0.isContinuous && columns.1.isContinuous
    return PairScore(
      firstTable: inputs[first].table, firstColumn: columns.0.name,
      secondTable: inputs[second].table, secondColumn: columns.1.name,
      metric: isCorrelation ? .correlationSimilarity : .contingencySimilarity,
      error: failure(first) ?? failure(second)
        ?? (isCorrelation ? constancy(first, second) : unlabelled(first) ?? unlabelled(second)))
  }

  private func failure(_ index: Int) -> String? {
    guard case .failed(let reason) = inputs[index].column.content else { return nil }
    return "'\(inputs[index].column.name)': \(reason)"
  }

  private func constancy(_ first: Int, _ second: Int) -> String? {
    for (side, name) in [(real, "real"), (synthetic, "synthetic")] {
      let constant = [first, second].filter { side[$0].numbers?.extent.isConstant ?? false }
      if !constant.isEmpty {
        let names = constant.map { "'\(inputs[$0].column.name)'" }.joined(separator: " and ")
        return "In the \(name) data \(names) has one value only: there is no correlation."
      }
    }
    return nil
  }

  private func unlabelled(_ index: Int) -> String? {
    guard real[index].codes == nil || synthetic[index].codes == nil else { return nil }
    return "The range of '\(inputs[index].column.name)' is too narrow to be divided into bins."
  }

  private func fillCorrelations(_ indices: [Int], _ scores: inout [PairScore]) {
    // The columns that take part, numbered anew.
    var places: [Int: Int] = [:]
    var used: [Int] = []
    let chosen = indices.map { index in
      let (first, second) = pairs[index]
      for column in [first, second] where places[column] == nil {
        places[column] = used.count
        used.append(column)
      }
      return (places[first] ?? 0, places[second] ?? 0)
    }
    let realNumbers = used.compactMap { real[$0].numbers }
    let syntheticNumbers = used.compactMap { synthetic[$0].numbers }
    guard realNumbers.count == used.count, syntheticNumbers.count == used.count else { return }
    let realValues = Correlations.of(chosen, realNumbers)
    let syntheticValues = Correlations.of(chosen, syntheticNumbers)
    for (place, index) in indices.enumerated() {
      guard let first = realValues[place], let second = syntheticValues[place] else {
        let side = realValues[place] == nil ? "real" : "synthetic"
        scores[index].error = "Fewer than two rows of the \(side) data have both values."
        continue
      }
      scores[index].realCorrelation = first.isNaN ? nil : first
      scores[index].syntheticCorrelation = second.isNaN ? nil : second
      if !first.isNaN, !second.isNaN { scores[index].similarity = 1 - abs(first - second) / 2 }
    }
  }
}
