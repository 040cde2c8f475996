// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// A fuzzer: `Sources/NAMEFuzz`, its seeds in `Corpus/NAME`, what broke it in `Failures/NAME`.
func fuzzer(_ name: String, of products: String...) -> Target {
  .executableTarget(
    name: "\(name)Fuzz",
    dependencies: ["FuzzEntry", .product(name: "Vocabulary", package: "Pure")]
      + products.filter { $0 != "Vocabulary" }.map { .product(name: $0, package: "Pure") },
    swiftSettings: strict)
}

/// Built by `run.sh` alone, which gives the compiler `-sanitize=fuzzer,address`: libFuzzer is the compiler's.
let package = Package(
  name: "Fuzz",
  dependencies: [.package(path: "../Pure")],
  targets: [
    .systemLibrary(name: "CLibFuzzer"),
    .target(name: "FuzzEntry", dependencies: ["CLibFuzzer"], swiftSettings: strict),
    fuzzer("JSON", of: "Vocabulary"),
    fuzzer("Packed", of: "Vocabulary"),
    fuzzer("ARN", of: "Vocabulary"),
    fuzzer("Time", of: "Vocabulary"),
    fuzzer("Authorization", of: "SignedRequest"),
    fuzzer("SignedRequest", of: "SignedRequest"),
    fuzzer("ChunkedPayload", of: "SignedRequest"),
    fuzzer("Policy", of: "Access"),
    fuzzer("Flow", of: "FlowLanguage", "FlowEngine", "Contacts"),
    // The very sources of the main package, which nothing else of it is needed for.
    .target(
      name: "Link", dependencies: [.product(name: "Vocabulary", package: "Pure")], exclude: ["README.md", "Socket"],
      swiftSettings: strict),
    .executableTarget(name: "LinkFuzz", dependencies: ["FuzzEntry", "Link"], swiftSettings: strict),
    // The same of the forms of AWS services; what needs a library of cryptography is left out.
    .target(
      name: "AWSWire", dependencies: [.product(name: "Vocabulary", package: "Pure")], exclude: ["README.md", "PageToken.swift"],
      swiftSettings: strict),
    .executableTarget(
      name: "BucketRequestFuzz", dependencies: ["FuzzEntry", "AWSWire", .product(name: "Vocabulary", package: "Pure")],
      swiftSettings: strict),
    fuzzer("LedgerNote", of: "LedgerText"),
    fuzzer("SealedMessage", of: "MessageFormat"),
    fuzzer("SDP", of: "Media"),
    fuzzer("RTP", of: "Media"),
    fuzzer("RTCP", of: "Media"),
    fuzzer("WAV", of: "Media"),
    fuzzer("SSML", of: "Media"),
    fuzzer("SIPMessage", of: "SIP"),
    fuzzer("SIPURI", of: "SIP"),
    fuzzer("SIPDigest", of: "SIP"),
    fuzzer("SIPEndpoint", of: "SIP"),
    fuzzer("CallerRules", of: "CallerRules", "PhoneNumbers"),
    fuzzer("Canary", of: "Vocabulary"),
  ],
  swiftLanguageModes: [.v6]
)
