// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "RoutingBench",
  dependencies: [.package(path: "../../Pure")],
  targets: [
    .executableTarget(
      name: "routing-bench",
      dependencies: [.product(name: "Routing", package: "Pure"), .product(name: "Vocabulary", package: "Pure")],
      path: "Sources/RoutingBench", linkerSettings: [.linkedLibrary("m")])
  ],
  swiftLanguageModes: [.v6]
)
