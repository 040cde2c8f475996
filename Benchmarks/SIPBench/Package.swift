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
  name: "SIPBench",
  dependencies: [.package(path: "../../Pure")],
  targets: [
    .executableTarget(
      name: "sip-bench",
      dependencies: [.product(name: "SIP", package: "Pure"), .product(name: "Vocabulary", package: "Pure")],
      swiftSettings: strict,
      // Rounding is the C library's, and nothing else here asks for it.
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))])
  ],
  swiftLanguageModes: [.v6]
)
