// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that building and testing kindred does not build this.
let package = Package(
  name: "kindred-benchmarks",
  dependencies: [.package(name: "kindred", path: "..")],
  targets: [
    .systemLibrary(
      name: "CSQLiteBare", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .executableTarget(
      name: "kindred-benchmarks",
      dependencies: [
        "CSQLiteBare",
        .product(name: "Kindred", package: "kindred"),
        .product(name: "KindredData", package: "kindred"),
        .product(name: "KindredSQLite", package: "kindred"),
        .product(name: "KindredStatistics", package: "kindred"),
      ],
      path: "Sources/KindredBenchmarks",
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
