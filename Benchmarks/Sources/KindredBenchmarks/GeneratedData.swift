import Glibc
import KindredData

/// Users, their sessions and their transactions, 5.7 rows per user, with dependence inside rows,
/// between parents and children and between siblings: what a relational model has to learn.
struct GeneratedData {
  static let tables = ["users", "sessions", "transactions"]

  private static let countries = ["US", "UK", "ES", "DE", "FR", "BG"]
  private static let countryShares = [0.35, 0.25, 0.15, 0.1, 0.1, 0.05]
  /// Of the amount's logarithm.
  private static let countryLevels = [0.15, 0.05, -0.10, 0.10, 0, -0.35]

  private var draws: Draws
  private var sessions = 0
  private var transactions = 0

  private init(seed: UInt64) { draws = Draws(seed: seed) }

  /// Writes three CSV files and their metadata, row by row in little memory.
  /// - Throws: `KindredError` of kind `file`.
  static func write(users: Int, toFolder folder: String, seed: UInt64 = 0) throws {
    if mkdir(folder, 0o755) != 0, errno != EEXIST {
      throw KindredError(
        .file, "The folder \(folder) cannot be made: \(String(cString: strerror(errno)))")
    }
    let metadata = try TextFile(path: "\(folder)/metadata.json")
    metadata.append(Self.metadata)
    try metadata.close()

    let files = try tables.map { try TextFile(path: "\(folder)/\($0).csv") }
    files[0].append("user_id,country,gender,age\n")
    files[1].append("session_id,user_id,device,os,minutes\n")
    files[2].append("transaction_id,session_id,timestamp,amount,cancelled\n")
    var data = GeneratedData(seed: seed)
    for user in 0..<users { data.appendUser(user, to: files) }
    for file in files { try file.close() }
  }

  private mutating func appendUser(_ user: Int, to files: [TextFile]) {
    let country = draws.choice(Self.countryShares)
    let gender = ["M", "F", ""][draws.choice([0.45, 0.40, 0.15])]
    let spread = draws.normal(38, 12) + (country == 0 ? 4 : 0)
    let age = min(max(spread, 18), 90).rounded()
    // What the children of one user have in common, in no column of its own.
    let effects = (draws.normal(0, 6), draws.normal(0, 1), draws.normal(0, 0.2))
    files[0].append("\(user),\(Self.countries[country]),\(gender),\(Int(age))\n")

    let count = draws.poisson(1 + max(60 - age, 0) / 20 + (gender == "F" ? 0.3 : 0))
    for _ in 0..<count {
      let mobile = draws.chance(logistic((38 - age) / 8 + effects.1))
      let ios = draws.chance(mobile ? 0.35 : 0.7)
      let minutes = max(18 + effects.0 + draws.normal(0, 5), 1).rounded()
      files[1].append(
        "\(sessions),\(user),\(mobile ? "mobile" : "tablet"),\(ios ? "ios" : "android"),"
          + "\(Int(minutes))\n")
      let level =
        4.2 + 0.02 * (minutes - 18) + (ios ? 0.25 : 0) + Self.countryLevels[country]
        + 0.006 * (age - 38) + effects.2
      appendTransactions(minutes: minutes, level: level, to: files[2])
      sessions += 1
    }
  }

  private mutating func appendTransactions(minutes: Double, level: Double, to file: TextFile) {
    let start = draws.uniform() * 30 * 86_400
    let times = (0..<draws.poisson(0.3 + minutes / 20)).map { _ in
      Int(start + draws.uniform() * minutes * 60)
    }
    for time in times.sorted() {
      let amount = (exp(level + draws.normal(0, 0.2)) * 100).rounded() / 100
      let cancelled = draws.chance(logistic((amount - 110) / 20))
      file.append(
        "\(transactions),\(sessions),\(Self.timestamp(time)),\(amount),"
          + "\(cancelled ? "True" : "False")\n")
      transactions += 1
    }
  }

  /// The last session begins on the 30th and takes less than a day, so January is enough.
  private static func timestamp(_ seconds: Int) -> String {
    func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = digits(seconds / 86_400 + 1)
    let hour = digits(seconds / 3600 % 24)
    return "2019-01-\(day) \(hour):\(digits(seconds / 60 % 60)):\(digits(seconds % 60))"
  }

  private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  private static let metadata = """
    {
      "METADATA_SPEC_VERSION": "V1",
      "tables": {
        "users": {
          "primary_key": "user_id",
          "columns": {
            "user_id": {"sdtype": "id"}, "country": {"sdtype": "categorical"},
            "gender": {"sdtype": "categorical"}, "age": {"sdtype": "numerical"}
          }
        },
        "sessions": {
          "primary_key": "session_id",
          "columns": {
            "session_id": {"sdtype": "id"}, "user_id": {"sdtype": "id"},
            "device": {"sdtype": "categorical"}, "os": {"sdtype": "categorical"},
            "minutes": {"sdtype": "numerical"}
          }
        },
        "transactions": {
          "primary_key": "transaction_id",
          "columns": {
            "transaction_id": {"sdtype": "id"}, "session_id": {"sdtype": "id"},
            "timestamp": {"sdtype": "datetime", "datetime_format": "%Y-%m-%d %H:%M:%S"},
            "amount": {"sdtype": "numerical"}, "cancelled": {"sdtype": "boolean"}
          }
        }
      },
      "relationships": [
        {
          "parent_table_name": "users", "parent_primary_key": "user_id",
          "child_table_name": "sessions", "child_foreign_key": "user_id"
        },
        {
          "parent_table_name": "sessions", "parent_primary_key": "session_id",
          "child_table_name": "transactions", "child_foreign_key": "session_id"
        }
      ]
    }

    """
}
