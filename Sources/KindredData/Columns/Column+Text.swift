extension Column {
  /// The value of a row as files spell it; nil in a null row.
  public func text(at row: Int) -> String? { ValueSpelling(self)[row] }
}
