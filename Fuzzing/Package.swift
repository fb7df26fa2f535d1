// swift-tools-version: 6.2
import PackageDescription

// A package of its own: its executables have no main function but libFuzzer's, and are built with
// sanitizers. `make fuzz` builds and runs them.
let package = Package(
  name: "kindred-fuzzing",
  dependencies: [.package(name: "kindred", path: "..")],
  targets: [
    .target(name: "FuzzInput"),
    .executableTarget(
      name: "FuzzCSV",
      dependencies: ["FuzzInput", .product(name: "KindredData", package: "kindred")]),
    .executableTarget(
      name: "FuzzMetadata", dependencies: [.product(name: "KindredData", package: "kindred")]),
    .executableTarget(
      name: "FuzzModelFile",
      dependencies: [
        "FuzzInput",
        .product(name: "Kindred", package: "kindred"),
        .product(name: "KindredData", package: "kindred"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ]
}
