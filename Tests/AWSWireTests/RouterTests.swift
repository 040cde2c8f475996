import AWSWire
import ConnectAPI
import Testing

@Suite struct RouterTests {
  private let service = ConnectDescription.service
  private let router = Router(ConnectDescription.service)

  @Test func thereAre370Operations() {
    #expect(service.operations.count == 370)
  }

  /// Every template, with ids and with encoded ARNs in its labels, leads back to its own operation.
  @Test(arguments: ["id", "arn%3Aaws%3Aconnect%3Aus-east-1%3A1%3Ainstance%2Fa%2Fqueue%2Fb"])
  func everyOperationIsFound(_ label: String) {
    for operation in service.operations.values {
      let path = operation.uri.split(separator: "/").map { $0.hasPrefix("{") ? label : String($0) }.joined(separator: "/")
      guard case .match(let match) = router.route(method: operation.method, rawPath: "/" + path) else {
        Issue.record("\(operation.name) is not found at \(operation.uri)")
        continue
      }
      #expect(match.operation == operation.name)
      #expect(match.labels.values.allSatisfy { !$0.contains("%") })
    }
  }

  @Test func whatIsNotThere() {
    #expect(router.route(method: "GET", rawPath: "/nothing") == .notFound)
    #expect(router.route(method: "PATCH", rawPath: "/queues/a") == .methodNotAllowed)
    #expect(router.route(method: "GET", rawPath: "/queues/a/%zz") == .malformed)
    #expect(router.route(method: "GET", rawPath: "/queues/a/%ff") == .malformed)
  }

  @Test func everyPatternCanBeUsed() {
    let patterns = service.shapes.values.compactMap(\.pattern)
    #expect(patterns.count > 50)
    for pattern in patterns { #expect(pattern.isUsable, "\(pattern.text) does not compile") }
  }
}
