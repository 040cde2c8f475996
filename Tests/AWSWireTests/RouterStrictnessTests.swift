import AWSWire
import ConnectAPI
import Testing

@Suite struct RouterStrictnessTests {
  private let service = ConnectDescription.service
  private let router = Router(ConnectDescription.service)

  private func path(_ uri: String, _ label: (String) -> String) -> String {
    let parts = uri.split(separator: "/").map { $0.hasPrefix("{") ? label(String($0.dropFirst().dropLast())) : String($0) }
    return "/" + parts.joined(separator: "/")
  }

  /// Each label comes back under its own name, decoded once.
  @Test func labelsAreDecodedOnceAndKeepTheirNames() {
    for operation in service.operations.values {
      let match = router.route(method: operation.method, rawPath: path(operation.uri) { "\($0)%2F%2541" })
      guard case .match(let match) = match else {
        Issue.record("\(operation.name): \(match)")
        continue
      }
      #expect(match.operation == operation.name)
      for (name, value) in match.labels { #expect(value == "\(name)/%41", "\(operation.name)") }
    }
  }

  /// Text that another URI has as a literal does not lead a label astray when the method differs.
  @Test func everyOtherMethodIsToldApart() {
    for operation in service.operations.values {
      #expect(router.route(method: "PATCH", rawPath: path(operation.uri) { _ in "x" }) == .methodNotAllowed, "\(operation.name)")
      #expect(router.route(method: operation.method.lowercased(), rawPath: path(operation.uri) { _ in "x" }) == .methodNotAllowed)
    }
  }

  /// SigV4 signs `/a/../b` as `/b`: a dot segment taken for a label would be another operation under the same signature.
  @Test(arguments: ["..", ".", ""])
  func noLabelIsEmptyOrADotSegment(_ label: String) {
    for operation in service.operations.values where operation.uri.contains("{") {
      let outcome = router.route(method: operation.method, rawPath: path(operation.uri) { _ in label })
      if case .match(let match) = outcome {
        Issue.record("\(operation.name) with \(label.debugDescription) leads to \(match.operation)")
      }
    }
  }

  @Test(arguments: [
    "", "/", "//", "queues-summary/i", "/queues-summary/i/", "//queues-summary/i", "/queues-summary//i",
    "/queues-summary/i/j", "/Queues-Summary/i", "/%71ueues-summary/i", "/queues-summary%2Fi", "/./queues-summary/i", "*",
  ])
  func otherPathsAreNotThere(_ path: String) {
    #expect(router.route(method: "GET", rawPath: path) == .notFound)
  }

  @Test(arguments: ["%", "%2", "%zz", "%ff", "%c3%28", "%ed%a0%80"])
  func labelsThatAreNotUTF8AreMalformed(_ label: String) {
    #expect(router.route(method: "GET", rawPath: "/queues-summary/\(label)") == .malformed)
  }
}
