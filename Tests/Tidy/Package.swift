// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Tidy",
  targets: [
    .target(name: "Tidy"),
    .testTarget(name: "TidyTests", dependencies: ["Tidy"]),
  ],
  swiftLanguageModes: [.v6]
)
