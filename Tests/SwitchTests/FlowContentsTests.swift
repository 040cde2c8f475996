import ConnectAPI
import ResourceStore
import Switch
import Testing
import Vocabulary

/// What runs flows finds by name, in an instance with the flow `f` (published, with a draft and a version 2), the flow `d` (a
/// draft alone) and the module `m` (with versions 1 and 2, and an alias of the first).
@Suite struct FlowContentsTests {
  private static let arn = "arn:aws:connect:us-east-1:123456789012:instance/i"
  private let store = MemoryConfigurationStore()

  init() async throws {
    try await store.write { writer in
      try Self.insert("instance", "i", in: "account", arn: Self.arn, [:], writer)
      let flow: JSON = ["Name": "Greeting", "Type": "CUSTOMER_QUEUE"]
      try Self.insert(
        "contact-flow", "f", arn: "\(Self.arn)/contact-flow/f", ["Flow": flow, "Published": "now", "Saved": "next"], writer)
      try Self.insert("contact-flow", "d", arn: "\(Self.arn)/contact-flow/d", ["Flow": flow, "Saved": "next"], writer)
      try Self.insert("contact-flow-version", "f:2", in: "f", arn: "f:2", ["Number": 2, "Content": "then"], writer)
      let module: JSON = ["Name": "Part", "Content": "now"]
      try Self.insert("contact-flow-module", "m", arn: "\(Self.arn)/flow-module/m", ["Module": module], writer)
      for (number, content) in [(1, "first"), (2, "second")] {
        let document: JSON = ["Number": .number(number), "Content": .string(content)]
        try Self.insert("contact-flow-module-version", "m:\(number)", in: "m", arn: "m:\(number)", document, writer)
      }
      let alias: JSON = ["ContactFlowModuleId": "m", "Version": 1, "Name": "live"]
      try Self.insert("contact-flow-module-alias", "m:a", in: "m", arn: "m:a", name: "live", alias, writer)
    }
  }

  @Test(arguments: [
    ("f", "now"), ("f:$LATEST", "now"), ("f:$SAVED", "next"), ("f:2", "then"), ("\(arn)/contact-flow/f", "now"),
    ("\(arn)/contact-flow/f:$SAVED", "next"), ("\(arn)/contact-flow/f:2", "then"),
  ])
  func aFlowIsFound(_ name: String, _ content: String) async throws {
    let found = try await store.read { try FlowContents.content(of: name, in: "i", reader: $0) }
    #expect(found?.content == content && found?.id == "f" && found?.name == "Greeting" && found?.type == .customerQueue)
  }

  @Test(arguments: [
    "g", "", "f:1", "f:02", "f:", "f:2:2", "m", "d", "d:$LATEST", "\(arn)/flow-module/f", "\(arn)x/contact-flow/f", "arn:f:2",
  ])
  func whatIsNoFlowIsNotFound(_ name: String) async throws {
    #expect(try await store.read { try FlowContents.content(of: name, in: "i", reader: $0) } == nil)
  }

  @Test func aDraftAloneIsFoundAsOne() async throws {
    #expect(try await store.read { try FlowContents.content(of: "d:$SAVED", in: "i", reader: $0) }?.content == "next")
  }

  @Test func anotherInstanceDoesNotHaveIt() async throws {
    #expect(try await store.read { try FlowContents.content(of: "f", in: "j", reader: $0) } == nil)
    #expect(try await store.read { try FlowContents.content(of: "f", in: Self.arn, reader: $0) } != nil)
    #expect(try await store.read { try FlowContents.moduleContent(of: "m", in: "j", reader: $0) } == nil)
  }

  @Test(arguments: [
    ("m", "now"), ("m:$LATEST", "now"), ("m:$SAVED", "now"), ("m:2", "second"), ("m:live", "first"), ("m:a", "first"),
    ("\(arn)/flow-module/m:live", "first"),
  ])
  func aModuleIsFound(_ name: String, _ content: String) async throws {
    let found = try await store.read { try FlowContents.moduleContent(of: name, in: "i", reader: $0) }
    #expect(found?.content == content && found?.id == "m" && found?.name == "Part" && found?.type == nil)
  }

  @Test(arguments: ["n", "m:3", "m:Live", "m:", "f", "m:live:1"])
  func whatIsNoModuleIsNotFound(_ name: String) async throws {
    #expect(try await store.read { try FlowContents.moduleContent(of: name, in: "i", reader: $0) } == nil)
  }

  private static func insert(
    _ kind: Kind, _ id: String, in scope: String = "i", arn: String, name: String? = nil, _ document: JSON,
    _ writer: any ResourceWriter
  ) throws {
    let now = Moment(microseconds: 0)
    try writer.insert(
      Record(
        kind: kind, id: id, scope: scope, arn: arn, name: name, document: document, sealed: nil, tags: [:], createdAt: now,
        modifiedAt: now),
      references: [])
  }
}
