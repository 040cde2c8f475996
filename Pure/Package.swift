// swift-tools-version: 6.2
import PackageDescription

/// The compiler settings of every target that is ours; DESIGN of the house in docs/ARCHITECTURE.md.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// Tests use the same settings but for strict memory safety.
let strictForTests: [SwiftSetting] = Array(strict[0...2]) + [.treatAllWarnings(as: .error)]

let package = Package(
  name: "Pure",
  products: [
    .library(name: "Vocabulary", targets: ["Vocabulary"]),
    .library(name: "Access", targets: ["Access"]),
    .library(name: "SignedRequest", targets: ["SignedRequest"]),
    .library(name: "HoursOfOperation", targets: ["HoursOfOperation"]),
  ],
  targets: [
    .target(name: "Vocabulary", exclude: ["README.md"], swiftSettings: strict),
    .target(name: "Access", dependencies: ["Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .target(name: "SignedRequest", dependencies: ["Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .target(name: "HoursOfOperation", dependencies: ["Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary"], swiftSettings: strictForTests),
    .testTarget(name: "AccessTests", dependencies: ["Access", "Vocabulary"], swiftSettings: strictForTests),
    .testTarget(name: "SignedRequestTests", dependencies: ["SignedRequest", "Vocabulary"], swiftSettings: strictForTests),
    .testTarget(name: "HoursOfOperationTests", dependencies: ["HoursOfOperation", "Vocabulary"], swiftSettings: strictForTests),
  ],
  swiftLanguageModes: [.v6]
)
