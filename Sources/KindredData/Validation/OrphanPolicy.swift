/// What becomes of rows whose foreign key no parent row has.
public enum OrphanPolicy: String, Sendable, CaseIterable {
  /// They are dropped, and so are their descendants.
  case drop
  /// Their key becomes null: they stay, as rows without a parent.
  case null
  /// They stay as they are; a model treats them as rows without a parent.
  case keep
}
