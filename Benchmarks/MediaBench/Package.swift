// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "MediaBench",
  dependencies: [.package(path: "../../Pure")],
  targets: [
    // Stands before the C library's malloc, and counts.
    .target(name: "CAllocations"),
    .executableTarget(
      name: "media-bench",
      dependencies: [
        "CAllocations", .product(name: "Media", package: "Pure"), .product(name: "Vocabulary", package: "Pure"),
      ], swiftSettings: strict,
      // Rounding is the C library's, and nothing else here asks for it.
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
  ],
  swiftLanguageModes: [.v6]
)
