/// The metrics of the reports, by their names in SDMetrics where it has them.
public enum Metric: String, Sendable, Codable, CaseIterable {
  /// 1 less the Kolmogorov-Smirnov distance of two samples of numbers.
  case ksComplement = "KSComplement"
  /// 1 less the total variation distance of two samples of labels.
  case tvComplement = "TVComplement"
  /// 1 less half the difference of two Pearson correlations.
  case correlationSimilarity = "CorrelationSimilarity"
  /// 1 less the total variation distance of two joint distributions of labels.
  case contingencySimilarity = "ContingencySimilarity"
  /// 1 less the Kolmogorov-Smirnov distance of the numbers of children per parent.
  case cardinalityShapeSimilarity = "CardinalityShapeSimilarity"
  /// The share of synthetic numbers within the range of the real ones.
  case boundaryAdherence = "BoundaryAdherence"
  /// The share of synthetic labels that exist in the real data.
  case categoryAdherence = "CategoryAdherence"
  /// The share of synthetic keys that are neither null nor a repetition.
  case keyUniqueness = "KeyUniqueness"
  /// Whether dates follow the declared format; timestamps that have been read cannot be scored.
  case datetimeFormatAdherence = "DatetimeFormatAdherence"
  /// The share of synthetic identifiers that match the declared regular expression.
  case regexFormatAdherence = "RegexFormatAdherence"
  /// The share of columns that both tables have with the same type.
  case tableStructure = "TableStructure"
  /// The share of synthetic foreign keys that a parent row has.
  case referentialIntegrity = "ReferentialIntegrity"
  /// The share of synthetic parents with a number of children that occurs between the extremes of the
  /// real ones.
  case cardinalityBoundaryAdherence = "CardinalityBoundaryAdherence"
  /// 1 less the difference of the shares of nulls.
  case missingValueSimilarity = "MissingValueSimilarity"
  /// 1 less the difference of how much the children of one parent resemble each other.
  case siblingSimilarity = "SiblingSimilarity"
  /// 1 less the Kolmogorov-Smirnov distance of the times between a child and the next one.
  case gapSimilarity = "GapSimilarity"
  /// 1 less the difference of the shares of children that follow the one before them in time.
  case orderSimilarity = "OrderSimilarity"
  /// 1 less the difference of the shares of children that are not dated before their parent.
  case precedenceSimilarity = "PrecedenceSimilarity"
}
