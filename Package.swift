// swift-tools-version: 6.2
import PackageDescription

/// The compiler settings of every target that is ours. They go to our targets alone, never to a dependency.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// Tests use the same settings but for strict memory safety.
let strictForTests: [SwiftSetting] = Array(strict[0...2]) + [.treatAllWarnings(as: .error)]

/// One of ours: its name, its folder, what it may import, and what of the folder is no source.
func room(
  _ name: String, _ path: String, _ dependencies: [Target.Dependency], exclude: [String] = ["README.md"]
) -> Target {
  .target(name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: strict)
}

func suite(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: "Tests/\(name)", exclude: exclude, swiftSettings: strictForTests)
}

let vocabulary: Target.Dependency = .product(name: "Vocabulary", package: "Pure")
let access: Target.Dependency = .product(name: "Access", package: "Pure")
let signedRequest: Target.Dependency = .product(name: "SignedRequest", package: "Pure")
let flowLanguage: Target.Dependency = .product(name: "FlowLanguage", package: "Pure")
let flowEngine: Target.Dependency = .product(name: "FlowEngine", package: "Pure")
let contactMetrics: Target.Dependency = .product(name: "ContactMetrics", package: "Pure")
let contacts: Target.Dependency = .product(name: "Contacts", package: "Pure")
let ledgerText: Target.Dependency = .product(name: "LedgerText", package: "Pure")
let messageFormat: Target.Dependency = .product(name: "MessageFormat", package: "Pure")
let sip: Target.Dependency = .product(name: "SIP", package: "Pure")
let callControl: Target.Dependency = .product(name: "CallControl", package: "Pure")
let recognition: Target.Dependency = .product(name: "Recognition", package: "Pure")
let media: Target.Dependency = .product(name: "Media", package: "Pure")
let detection: Target.Dependency = .product(name: "Detection", package: "Pure")
let phoneNumbers: Target.Dependency = .product(name: "PhoneNumbers", package: "Pure")
let callerRules: Target.Dependency = .product(name: "CallerRules", package: "Pure")
let hoursOfOperation: Target.Dependency = .product(name: "HoursOfOperation", package: "Pure")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")

let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")

let hummingbird: [Target.Dependency] = [
  .product(name: "Hummingbird", package: "hummingbird"),
  .product(name: "HummingbirdCore", package: "hummingbird"),
  .product(name: "HTTPTypes", package: "swift-http-types"),
]
let nio: [Target.Dependency] = [
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
  .product(name: "NIOWebSocket", package: "swift-nio"),
  .product(name: "NIOSSL", package: "swift-nio-ssl"),
  .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
]
let certificates: [Target.Dependency] = [
  .product(name: "X509", package: "swift-certificates"),
  .product(name: "SwiftASN1", package: "swift-asn1"),
]
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let subprocess: [Target.Dependency] = [
  .product(name: "Subprocess", package: "swift-subprocess"),
  .product(name: "SystemPackage", package: "swift-system"),
]
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let rooms: [Target] = [
  room(
    "RequestSigning", "Sources/Crypto/RequestSigning", [vocabulary, .product(name: "SignedRequest", package: "Pure"), crypto]),
  room("Protection", "Sources/Crypto/Protection", [vocabulary, crypto]),
  room("Ledger", "Sources/Crypto/Ledger", [ledgerText, crypto]),
  room("Sealing", "Sources/Crypto/Sealing", [messageFormat, crypto, cryptoExtras]),
  room("Opening", "Sources/Crypto/Opening", ["Sealing", messageFormat, crypto, cryptoExtras]),
  .target(
    name: "CCustomerInputKey", path: "Sources/Floor/C/CCustomerInputKey", exclude: ["README.md"],
    cSettings: [.unsafeFlags(["-std=c2x"])], linkerSettings: [.linkedLibrary("crypto")]),
  .systemLibrary(name: "CArgon2", path: "Sources/Floor/C/CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
  .target(
    name: "CSecretMemory", path: "Sources/Floor/C/CSecretMemory", exclude: ["README.md"],
    cSettings: [.unsafeFlags(["-std=c2x"]), .define("_GNU_SOURCE")]),
  .target(
    name: "CWipedMemory", path: "Sources/Floor/C/CWipedMemory", exclude: ["README.md"],
    cSettings: [.unsafeFlags(["-std=c2x", "-fno-builtin"]), .define("_GNU_SOURCE")]),
  .target(
    name: "CConnectDescription", path: "Sources/Floor/C/CConnectDescription",
    exclude: ["README.md", "connect.json", "participant.json"],
    cSettings: [.unsafeFlags(["-std=c2x"])]),
  .target(
    name: "CPlayerPage", path: "Sources/Floor/C/CPlayerPage",
    exclude: ["README.md", "player.html", "player.js", "player.css", "player.svg"],
    cSettings: [.unsafeFlags(["-std=c2x"])]),
  .target(
    name: "CSyncShadow", path: "Sources/Floor/C/CSyncShadow", exclude: ["README.md"],
    cSettings: [.unsafeFlags(["-std=c2x"]), .define("_GNU_SOURCE")], linkerSettings: [.linkedLibrary("sqlite3")]),
  room("AWSWire", "Sources/Floor/AWSWire", [vocabulary, crypto]),
  room("ReadBuffers", "Sources/Floor/ReadBuffers", [.product(name: "NIOCore", package: "swift-nio")]),
  room("SystemEntropy", "Sources/Floor/SystemEntropy", [vocabulary]),
  room("SingleFlight", "Sources/Floor/SingleFlight", []),
  room(
    "LoopTasks", "Sources/Floor/LoopTasks",
    [.product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio")]),
  room("HTTPHost", "Sources/Floor/HTTPHost", ["ReadBuffers"] + hummingbird + nio + [logging, metrics, lifecycle]),
  room("SQLiteEngine", "Sources/Floor/SQLiteEngine", [grdb, grdbSQLite, vocabulary, logging]),
  room("ResourceStore", "Sources/Floor/ResourceStore", ["SQLiteEngine", grdb, vocabulary, crypto]),
  room("Proof", "Sources/Proof", ["ResourceStore", vocabulary]),
  .executableTarget(
    name: "storekill", dependencies: ["CSyncShadow", "ResourceStore", "SQLiteEngine", grdb, vocabulary, arguments],
    path: "Sources/Programs/storekill", swiftSettings: strict),
  room("ConnectShapes", "Sources/ConnectShapes", ["AWSWire", vocabulary]),
  room(
    "ConnectAPI", "Sources/ConnectAPI",
    [
      "ConnectShapes", "AWSWire", "CConnectDescription", "Link", "ResourceStore", "Protection", vocabulary, crypto, logging,
      lifecycle,
    ]),
  .target(
    name: "Link", dependencies: [vocabulary], path: "Sources/Link", exclude: ["README.md", "Socket"], swiftSettings: strict),
  room(
    "LinkSocket", "Sources/Link/Socket",
    [
      "Link", "ReadBuffers", .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
      logging,
      lifecycle,
    ]),
  .target(
    name: "CSandbox", path: "Sources/Floor/C/CSandbox", exclude: ["README.md"],
    cSettings: [.unsafeFlags(["-std=c2x"]), .define("_GNU_SOURCE")]),
  .target(
    name: "CProcesses", path: "Sources/Floor/C/CProcesses", exclude: ["README.md"],
    cSettings: [.unsafeFlags(["-std=c2x"]), .define("_GNU_SOURCE")]),
  .target(
    name: "CDatagrams", path: "Sources/Floor/C/CDatagrams", exclude: ["README.md"],
    cSettings: [.unsafeFlags(["-std=c2x"]), .define("_GNU_SOURCE")]),
  room("Datagrams", "Sources/Floor/Datagrams", ["CDatagrams"]),
  .target(
    name: "CResolver", path: "Sources/Floor/C/CResolver", exclude: ["README.md"],
    cSettings: [.unsafeFlags(["-std=c2x"]), .define("_GNU_SOURCE")], linkerSettings: [.linkedLibrary("resolv")]),
  .systemLibrary(name: "CFlite", path: "Sources/Floor/C/CFlite", providers: [.apt(["flite1-dev"])]),
  room("OutboundHTTP", "Sources/Floor/OutboundHTTP", nio + [asyncHTTPClient, lifecycle]),
  room("Functions", "Sources/Functions", subprocess + ["OutboundHTTP", vocabulary, crypto]),
  room("Simulation", "Sources/Simulation", [vocabulary, flowLanguage, flowEngine, contactMetrics, contacts]),
  room("SwitchStore", "Sources/Switch/SwitchStore", ["SQLiteEngine", "Protection", grdb, contactMetrics, vocabulary]),
  room(
    "Voice", "Sources/Switch/Voice",
    [
      "Datagrams", "CFlite", "CResolver", "LoopTasks", "ReadBuffers", "SingleFlight", "SystemEntropy", sip, media, callControl,
      contacts,
      flowEngine,
      vocabulary, crypto, logging, lifecycle,
    ]
      + nio),
  .target(
    name: "Switch",
    dependencies: [
      "SwitchStore", "Voice", "Functions", "OutboundHTTP", "Sealing", "Ledger", "CCustomerInputKey",
      "ConnectAPI", "AWSWire", "Link", "LoopTasks", "ResourceStore", "SingleFlight", "SQLiteEngine", "SystemEntropy",
      "Protection",
      vocabulary, messageFormat,
      hoursOfOperation,
      flowLanguage, ledgerText, recognition, media,
      flowEngine, contactMetrics, contacts, crypto, cryptoExtras, logging, lifecycle, metrics, phoneNumbers, callerRules,
    ], path: "Sources/Switch", exclude: ["README.md", "SwitchStore", "Voice"], swiftSettings: strict),
  room(
    "Keep", "Sources/Keep",
    [
      "ConnectAPI", "AWSWire", "Link", "ResourceStore", "RequestSigning", "SQLiteEngine", "Protection", "Ledger", "Sealing",
      "Opening", "SingleFlight", "CArgon2", "CPlayerPage", "CSecretMemory", "OutboundHTTP", grdb, ledgerText, detection,
      recognition,
      vocabulary, access,
      signedRequest, crypto, cryptoExtras, logging, lifecycle, phoneNumbers, callerRules,
    ] + certificates, exclude: ["README.md", "Approvals/README.md"]),
]

/// Swift's own libraries within a program: those that Foundation's name, and those that these need without naming them.
let swiftInside =
  ["-static-stdlib", "-use-ld=lld"]
  + ["_FoundationICU", "_FoundationCollections", "_FoundationCShims", "CoreFoundation"].map { "-l\($0)" }

let programs: [Target] = [
  .executableTarget(
    name: "switchkeep",
    dependencies: [
      "Switch", "Voice", "Keep", "Sealing", "Functions", "OutboundHTTP", "RequestSigning", "CSandbox", "CProcesses", "ConnectAPI",
      "Link", "SystemEntropy",
      "LinkSocket", "CWipedMemory", "HTTPHost", "Protection",
      "ResourceStore",
      access,
      signedRequest, flowLanguage, vocabulary, arguments, logging,
      lifecycle,
      metrics,
    ],
    path: "Sources/Programs/switchkeep", swiftSettings: strict,
    // Swift's own libraries are in it: who runs it needs no toolchain, and calls into them cost less.
    linkerSettings: [.unsafeFlags(swiftInside)]),
  .executableTarget(
    // Named for what it is built with: SwiftPM builds it anew when that changes, and not when what is below Simulation does.
    name: "simulate", dependencies: ["Simulation", contacts, flowEngine, arguments], path: "Sources/Programs/simulate",
    swiftSettings: strict),
  // Seals and opens for the conformance tests: the other side is the public SDK.
  .executableTarget(
    name: "seal-vectors", dependencies: ["Sealing", "Opening", messageFormat, arguments], path: "Tests/SealVectors",
    swiftSettings: strict),
  // Speaks the Link in the place of a switch that was broken into, for the conformance tests.
  .executableTarget(
    name: "attacker", dependencies: ["Link", "LinkSocket", "Sealing", messageFormat, vocabulary, logging], path: "Tests/Attacker",
    exclude: ["README.md"], swiftSettings: strictForTests,
    // It stands in the switch's place, which reaches no toolchain either.
    linkerSettings: [.unsafeFlags(swiftInside)]),
  .executableTarget(
    name: "ledger-bench",
    dependencies: ["Keep", "Link", "Protection", "SQLiteEngine", "ConnectAPI", grdb, vocabulary, logging],
    path: "Benchmarks/LedgerBench", swiftSettings: strict),
  .executableTarget(
    name: "link-bench", dependencies: ["CProcesses", "Link", "LinkSocket", vocabulary, logging], path: "Benchmarks/LinkBench",
    swiftSettings: strict),
  .executableTarget(
    name: "bare-route", dependencies: hummingbird + nio, path: "Benchmarks/BareRoute", swiftSettings: strict),
  .executableTarget(
    name: "relay-bench", dependencies: ["Datagrams"], path: "Benchmarks/RelayBench", swiftSettings: strictForTests),
  .executableTarget(name: "live-load", path: "Benchmarks/LiveLoad", swiftSettings: strict),
  .executableTarget(
    name: "call-load", dependencies: ["Datagrams", media, crypto], path: "Benchmarks/CallLoad", swiftSettings: strictForTests),
]

let suites: [Target] = [
  suite("RequestSigningTests", ["RequestSigning", signedRequest, vocabulary]),
  suite("SealingTests", ["Sealing", "Opening", messageFormat, vocabulary, crypto, cryptoExtras]),
  suite("WycheproofTests", [crypto, cryptoExtras]),
  suite("AWSWireTests", ["AWSWire", "ConnectAPI", vocabulary, crypto], exclude: ["pattern-samples.json"]),
  suite("HTTPHostTests", ["HTTPHost"] + nio + hummingbird + [logging, lifecycle, metrics]),
  suite("ResourceStoreTests", ["ResourceStore", "SQLiteEngine", "Proof", "storekill", grdb, vocabulary]),
  suite("LinkTests", ["Link", "LinkSocket", "CProcesses", vocabulary, logging]),
  suite("DatagramsTests", ["Datagrams"]),
  suite("SingleFlightTests", ["SingleFlight"]),
  suite("LedgerTests", ["Ledger", ledgerText], exclude: ["vectors.json"]),
  suite(
    "KeepTests",
    [
      "Keep", "Link", "ConnectAPI", "Protection", "Sealing", "SQLiteEngine", "RequestSigning", signedRequest, messageFormat, grdb,
      vocabulary, access, logging,
    ] + certificates),
  suite(
    "KeyServiceTests", ["Keep", "Sealing", "Opening", "Protection", "SQLiteEngine", messageFormat, grdb, vocabulary, crypto]),
  suite("SwitchTests", ["Switch", "ConnectAPI", "Link", "Protection", "ResourceStore", vocabulary, logging]),
]

// SUITES=A,B builds only those suites and what they need; unset, everything.
let wanted = Context.environment["SUITES"]?.split(separator: ",").map(String.init)
let targets = rooms + (wanted.map { names in suites.filter { names.contains($0.name) } } ?? programs + suites)

let package = Package(
  name: "switchkeep",
  products: wanted == nil ? [.executable(name: "switchkeep", targets: ["switchkeep"])] : [],
  dependencies: [
    .package(path: "Pure"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
    .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
  ],
  targets: targets,
  swiftLanguageModes: [.v6]
)
