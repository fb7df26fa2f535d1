// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "kindred",
  products: [
    .executable(name: "kindred", targets: ["KindredCommand"]),
    .library(name: "Kindred", targets: ["Kindred"]),
    .library(name: "KindredEvaluation", targets: ["KindredEvaluation"]),
    .library(name: "KindredPages", targets: ["KindredPages"]),
    .library(name: "KindredSQLite", targets: ["KindredSQLite"]),
    .library(name: "KindredPostgres", targets: ["KindredPostgres"]),
    .library(name: "KindredData", targets: ["KindredData"]),
    .library(name: "KindredStatistics", targets: ["KindredStatistics"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
  ],
  targets: [
    // One file per subcommand, progress bars, wording.
    .executableTarget(
      name: "KindredCommand",
      dependencies: [
        "Kindred", "KindredEvaluation", "KindredPages", "KindredSQLite", "KindredPostgres",
        "KindredData", "CPagedMemory",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // Memory beyond a limit, in a file. Replaces malloc: for the program only.
    .target(
      name: "CPagedMemory", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),

    // Reports and models as HTML pages: markup, style, charts.
    .target(
      name: "KindredPages",
      dependencies: ["Kindred", "KindredEvaluation", "KindredData", "KindredStatistics"]),

    // HMA1: schema walk, extensions, foreign keys, sampling, model file, demo.
    .target(
      name: "Kindred",
      dependencies: [
        "KindredData", "KindredStatistics", "KindredGenerators",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"), "CZlib",
      ]),

    // Quality, diagnostic report, detection, privacy: what a synthetic dataset is worth.
    .target(name: "KindredEvaluation", dependencies: ["KindredData", "KindredStatistics"]),

    // SQLite databases: schema in, rows in, rows out.
    .target(name: "KindredSQLite", dependencies: ["KindredData", "CSQLite"]),

    // Values that are generated, never learned: key patterns, personal fields, text.
    .target(name: "KindredGenerators", dependencies: ["KindredData", "KindredStatistics"]),

    // PostgreSQL: schema from the catalog, rows in and out by COPY.
    .target(name: "KindredPostgres", dependencies: ["KindredData", "CLibPQ"]),

    // Marginals, copula, random numbers: plain arrays, no table names.
    .target(
      name: "KindredStatistics",
      dependencies: ["CKindredNumerics", "CBoostMath", "COpenBLAS"]),

    // Columnar tables, metadata, detection, validation, CSV, diagrams.
    .target(name: "KindredData", dependencies: ["CKindredText", "CKindredFiles"]),

    // Bit-identical vector kernels of the sampling path.
    .target(
      name: "CKindredNumerics",
      linkerSettings: [.linkedLibrary("m")]),
    // Shortest round-trip number printing and parsing (C++ <charconv>).
    .target(name: "CKindredText"),
    // System calls that Swift does not see.
    .target(name: "CKindredFiles"),
    // Beta, gamma and Student distributions (Boost.Math), with errors as NaN instead of exceptions.
    .target(name: "CBoostMath", linkerSettings: [.linkedLibrary("m")]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "lapacke",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),

    .testTarget(name: "KindredDataTests", dependencies: ["KindredData"]),
    .testTarget(
      name: "KindredPostgresTests",
      dependencies: ["KindredPostgres", "KindredData", "KindredCommand"]),
    .testTarget(name: "KindredStatisticsTests", dependencies: ["KindredStatistics"]),
    .testTarget(
      name: "KindredGeneratorsTests",
      dependencies: ["KindredGenerators", "KindredData", "KindredStatistics"]),
    .testTarget(
      name: "KindredTests",
      dependencies: ["Kindred", "KindredData", "KindredStatistics", "CZlib"]),
    .testTarget(
      name: "KindredEvaluationTests",
      dependencies: ["KindredEvaluation", "KindredData", "KindredStatistics"]),
    .testTarget(
      name: "KindredPagesTests",
      dependencies: ["KindredPages", "KindredEvaluation", "Kindred", "KindredData"]),
    .testTarget(
      name: "KindredSQLiteTests", dependencies: ["KindredSQLite", "KindredData", "CSQLite"]),
    .testTarget(
      name: "KindredCommandTests",
      dependencies: ["KindredData", "KindredSQLite", "KindredCommand"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// Executables without a main function of their own, for `make fuzz`: libFuzzer brings one.
if Context.environment["KINDRED_FUZZING"] != nil {
  package.targets.append(.target(name: "FuzzInput", path: "Fuzzing/FuzzInput"))
  let parsers: [(name: String, rooms: [Target.Dependency])] = [
    ("FuzzCSV", ["KindredData"]), ("FuzzMetadata", ["KindredData"]),
    ("FuzzModelFile", ["KindredData", "Kindred"]), ("FuzzPostgresURL", ["KindredPostgres"]),
    ("FuzzBinaryRows", ["KindredData", "KindredPostgres"]),
  ]
  for (name, rooms) in parsers {
    package.targets.append(
      .executableTarget(
        name: name, dependencies: ["FuzzInput"] + rooms, path: "Fuzzing/\(name)"))
  }
}

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ]
  // `make test` sets this. Users of a newer compiler must not fail on its new warnings.
  if Context.environment["KINDRED_STRICT"] != nil {
    target.swiftSettings?.append(.treatAllWarnings(as: .error))
  }
}
