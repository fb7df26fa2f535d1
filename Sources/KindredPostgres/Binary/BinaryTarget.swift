import KindredData

/// What a column of the destination takes in a COPY ... FROM STDIN (FORMAT binary).
enum BinaryTarget: Equatable {
  case boolean
  /// Of that many bits: 16, 32, 64.
  case integer(bits: Int)
  case float32, float64
  case numeric
  /// Text and what is sent like it: varchar, char(n), json, enums.
  case text
  case jsonb
  case uuid
  case date
  case timestamp
  case time

  /// Whether values can be sent so; otherwise they go as text, which the server parses.
  func takes(_ values: ColumnValues) -> Bool {
    switch (self, values) {
    case (.boolean, .booleans), (.integer, .integers), (.integer, .booleans),
      (.float32, .decimals), (.float64, .decimals), (.float32, .integers), (.float64, .integers),
      (.numeric, .integers), (.numeric, .decimals), (.text, .strings), (.text, .integers),
      (.jsonb, .strings), (.uuid, .strings), (.date, .timestamps), (.timestamp, .timestamps),
      (.time, .timestamps):
      true
    default: false
    }
  }
}
