import Testing

extension Program.Outcome {
  /// One clear line on standard error, nothing on standard output, and the exit status.
  func expectFailure(
    _ status: Int32, saying texts: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(self.status == status, "\(errors)", sourceLocation: sourceLocation)
    let line = errors.split(separator: "\n").filter { $0.hasPrefix("kindred: error: ") }
    #expect(line.count == 1, "\(errors)", sourceLocation: sourceLocation)
    #expect(
      errors.split(separator: "\n").last == line.first, "\(errors)", sourceLocation: sourceLocation)
    for text in texts {
      #expect(errors.contains(text), "\(errors)", sourceLocation: sourceLocation)
    }
  }
}
