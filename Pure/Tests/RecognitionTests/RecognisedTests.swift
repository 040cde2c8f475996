import Recognition
import Testing

@Suite struct RecognisedTests {
  @Test(arguments: [
    Recognised(origin: "CUSTOMER", labels: ["PAYMENT_CARD"]), Recognised(origin: nil, labels: []),
    Recognised(origin: "CONVERSATION", labels: ["A", "B_2"]), Recognised(origin: nil, labels: nil),
  ])
  func whatIsWrittenIsRead(_ recognised: Recognised) {
    #expect(Recognised(context: recognised.context) == recognised)
    #expect(recognised.context.keys.allSatisfy(Recognised.names.contains) && recognised.context.values.allSatisfy { !$0.isEmpty })
  }

  @Test(arguments: [
    ["switchkeep:labels": ""], ["switchkeep:labels": "payment"], ["switchkeep:labels": "B,A"], ["switchkeep:labels": "A,A"],
    ["switchkeep:labels": "A,"], ["switchkeep:labels": "-,A"], ["switchkeep:origin": "John Doe"], ["switchkeep:origin": ""],
    ["switchkeep:labels": (0..<17).map { "A\(10 + $0)" }.joined(separator: ",")],
    ["switchkeep:labels": String(repeating: "A", count: 65)],
  ])
  func whatNoSwitchOfOursWritesIsRefused(_ context: [String: String]) {
    #expect(Recognised(context: context) == nil)
  }

  @Test func everyRecogniserHasALabelOfItsOwn() {
    let labels = Recognisers.all.map(\.label)
    #expect(labels.allSatisfy(Recognised.isWord) && Set(labels).count == labels.count)
  }
}
