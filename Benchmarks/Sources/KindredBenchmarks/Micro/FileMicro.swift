import Glibc
import KindredData

// Reading and writing CSV.

extension Micro {
  /// - Parameter folder: for files of some megabytes.
  static func files(folder: String) throws -> [Micro] {
    let source = "\(folder)/micro"
    try GeneratedData.write(users: 100_000, toFolder: source)
    let path = "\(source)/transactions.csv"
    let table = try CSVReader().readTable(named: "transactions", at: path)
    func read(threads: Int) -> () throws -> Void {
      {
        keep(
          try CSVReader(threads: threads).readTable(
            named: "transactions", at: path,
            types: [
              "timestamp": .timestamp(format: "%Y-%m-%d %H:%M:%S"), "cancelled": .boolean,
            ], otherwise: .number))
      }
    }
    func write(threads: Int) -> () throws -> Void {
      {
        try CSVWriter(overwrite: true, threads: threads).write(
          table, toFolder: "\(folder)/micro-copy")
      }
    }
    let copy = { keep(try copyFile(from: path, to: "\(folder)/micro-plain.csv")) }
    return [
      Micro(
        name: "reading CSV", yardstick: "counting its lines", work: read(threads: 1),
        measure: { keep(try copyFile(from: path, to: nil)) }),
      Micro(
        name: "reading CSV, one thread", yardstick: "two threads", work: read(threads: 1),
        measure: read(threads: 2)),
      Micro(
        name: "writing CSV", yardstick: "copying it", work: write(threads: 1), measure: copy),
      Micro(
        name: "writing CSV, one thread", yardstick: "two threads", work: write(threads: 1),
        measure: write(threads: 2)),
    ]
  }
}
