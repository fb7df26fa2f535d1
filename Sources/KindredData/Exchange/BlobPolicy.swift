/// What to do with the binary values of a database, which cannot be learned.
public enum BlobPolicy: String, CaseIterable, Sendable {
  /// They are an error.
  case refuse
  /// They are read as null.
  case null
}
