/// How much a page shows, so that schemas with thousands of columns stay pages that open. The worst
/// comes first; what is left out is said, and is in the JSON.
enum PageLimits {
  /// Columns with a picture.
  static let columnsDrawn = 240
  /// Further columns with a line.
  static let columnsListed = 1000
  /// Tables, relationships or paths with heat maps.
  static let maps = 24
  /// Columns of a triangular map.
  static let mapColumns = 16
  /// Columns on each side of a map between tables.
  static let mapSide = 10
  /// Lines of the table behind a map.
  static let pairsListed = 40
  /// Lines of a table where no map is drawn.
  static let pairsBriefly = 10
  /// Relationships or paths.
  static let relationshipsListed = 200
  /// Parts of a section that stand open at first: the worst ones.
  static let open = 3

  /// The places of the lowest scores, nil counting as none to worry about.
  static func worst(_ scores: [Double?], _ count: Int) -> Set<Int> {
    Set(scores.indices.sorted { (scores[$0] ?? 2, $0) < (scores[$1] ?? 2, $1) }.prefix(count))
  }
}
