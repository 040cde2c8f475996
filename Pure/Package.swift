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
    .library(name: "LedgerText", targets: ["LedgerText"]),
    .library(name: "HoursOfOperation", targets: ["HoursOfOperation"]),
    .library(name: "FlowLanguage", targets: ["FlowLanguage"]),
    .library(name: "FlowEngine", targets: ["FlowEngine"]),
    .library(name: "Routing", targets: ["Routing"]),
    .library(name: "Contacts", targets: ["Contacts"]),
    .library(name: "ContactMetrics", targets: ["ContactMetrics"]),
    .library(name: "MessageFormat", targets: ["MessageFormat"]),
    .library(name: "Detection", targets: ["Detection"]),
    .library(name: "CallControl", targets: ["CallControl"]),
    .library(name: "Recognition", targets: ["Recognition"]),
    .library(name: "Media", targets: ["Media"]),
    .library(name: "SIP", targets: ["SIP"]),
    .library(name: "PhoneNumbers", targets: ["PhoneNumbers"]),
    .library(name: "CallerRules", targets: ["CallerRules"]),
  ],
  targets: [
    .target(name: "Vocabulary", exclude: ["README.md"], swiftSettings: strict),
    .target(name: "Access", dependencies: ["Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .target(name: "SignedRequest", dependencies: ["Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .target(name: "LedgerText", exclude: ["README.md"], swiftSettings: strict),
    .target(name: "HoursOfOperation", dependencies: ["Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .target(name: "FlowLanguage", dependencies: ["Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .target(name: "FlowEngine", dependencies: ["FlowLanguage", "Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .target(name: "Routing", dependencies: ["Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .target(name: "Detection", dependencies: ["Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .target(name: "Recognition", dependencies: ["Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .target(name: "Media", dependencies: ["Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .target(name: "SIP", dependencies: ["Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .target(name: "PhoneNumbers", exclude: ["README.md"], swiftSettings: strict),
    .target(name: "CallerRules", dependencies: ["PhoneNumbers", "Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .testTarget(name: "PhoneNumbersTests", dependencies: ["PhoneNumbers"], swiftSettings: strictForTests),
    .testTarget(name: "CallerRulesTests", dependencies: ["CallerRules", "Vocabulary"], swiftSettings: strictForTests),
    .target(name: "MessageFormat", exclude: ["README.md"], swiftSettings: strict),
    .target(name: "ContactMetrics", dependencies: ["Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .target(
      name: "Contacts", dependencies: ["FlowEngine", "FlowLanguage", "ContactMetrics", "Routing", "Vocabulary"],
      exclude: ["README.md"],
      swiftSettings: strict),
    .target(
      name: "CallControl", dependencies: ["Contacts", "FlowEngine", "Vocabulary"], exclude: ["README.md"], swiftSettings: strict),
    .testTarget(
      name: "CallControlTests", dependencies: ["CallControl", "Contacts", "FlowEngine", "Vocabulary"],
      swiftSettings: strictForTests),
    .testTarget(
      name: "FlowEngineTests", dependencies: ["FlowEngine", "FlowLanguage", "Vocabulary"], swiftSettings: strictForTests),
    .testTarget(name: "ContactMetricsTests", dependencies: ["ContactMetrics", "Vocabulary"], swiftSettings: strictForTests),
    .testTarget(name: "DetectionTests", dependencies: ["Detection", "Vocabulary"], swiftSettings: strictForTests),
    .testTarget(name: "RecognitionTests", dependencies: ["Recognition"], swiftSettings: strictForTests),
    .testTarget(name: "MediaTests", dependencies: ["Media", "Vocabulary"], swiftSettings: strictForTests),
    .testTarget(name: "MessageFormatTests", dependencies: ["MessageFormat", "Vocabulary"], swiftSettings: strictForTests),
    .testTarget(name: "SIPTests", dependencies: ["SIP", "Vocabulary"], swiftSettings: strictForTests),
    .testTarget(name: "RoutingTests", dependencies: ["Routing", "Vocabulary"], swiftSettings: strictForTests),
    .testTarget(
      name: "ContactsTests", dependencies: ["Contacts", "FlowEngine", "FlowLanguage", "Routing", "Vocabulary"],
      swiftSettings: strictForTests),
    .testTarget(name: "FlowLanguageTests", dependencies: ["FlowLanguage", "Vocabulary"], swiftSettings: strictForTests),
    .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary"], swiftSettings: strictForTests),
    .testTarget(name: "AccessTests", dependencies: ["Access", "Vocabulary"], swiftSettings: strictForTests),
    .testTarget(name: "SignedRequestTests", dependencies: ["SignedRequest", "Vocabulary"], swiftSettings: strictForTests),
    .testTarget(name: "LedgerTextTests", dependencies: ["LedgerText"], swiftSettings: strictForTests),
    .testTarget(name: "HoursOfOperationTests", dependencies: ["HoursOfOperation", "Vocabulary"], swiftSettings: strictForTests),
  ],
  swiftLanguageModes: [.v6]
)
