import SIP
import Testing
import Vocabulary

@Suite("Registrar") struct RegistrarTests {
  private var registrar = Registrar(settings: .standard)
  private let start = Moment(seconds: 1_700_000_000)
  private static let alice = Array("alice@example.com".utf8)

  private mutating func register(
    _ fields: [String], number: Int = 1, call: String = "call-1", flow: SIPFlow = Peer.flow, after seconds: Int64 = 0
  ) throws -> Registrar.Outcome {
    let octets = Peer.request("REGISTER", to: "sip:alice@example.com", fields: fields).sipText
      .replacing("CSeq: 1 ", with: "CSeq: \(number) ").replacing("call-1", with: call)
    return try registrar.register(
      SIPRequest(ReceivedMessage(datagram: Array(octets.utf8))), on: flow, at: start.adding(seconds: seconds))
  }

  private func contacts(after seconds: Int64 = 0) -> [String] {
    let now = start.adding(seconds: seconds)
    return registrar.bindings(of: Self.alice, at: now).map { Registrar.contactText($0, at: now) }
  }

  @Test mutating func aBindingHoldsAsLongAsItSays() throws {
    guard case .accepted(let bindings) = try register(["Contact: <sip:a@192.0.2.9:5062>;expires=120"]) else {
      Issue.record("refused")
      return
    }
    #expect(bindings.map(\.flow) == [Peer.flow])
    #expect(contacts(after: 20) == ["<sip:a@192.0.2.9:5062>;expires=100"])
    #expect(contacts(after: 119).count == 1 && contacts(after: 120).isEmpty)
    let lapsed = registrar.expire(at: start.adding(seconds: 120))
    #expect(lapsed == [Self.alice] && registrar.addressCount == 0)
  }

  @Test(arguments: [
    (["Contact: <sip:a@b>"], 3_600), (["Contact: <sip:a@b>", "Expires: 600"], 600),
    (["Contact: <sip:a@b>;expires=60", "Expires: 600"], 60), (["Contact: <sip:a@b>", "Expires: 99999999999"], 3_600),
    (["Contact: <sip:a@b>;expires=soon"], 3_600),
  ]) mutating func theTimeIsWithinBounds(_ fields: [String], _ seconds: Int) throws {
    _ = try register(fields)
    #expect(contacts() == ["<sip:a@b>;expires=\(seconds)"])
  }

  @Test mutating func whatIsTooBriefIsRefused() throws {
    #expect(try register(["Contact: <sip:a@b>;expires=59"]) == .refused(status: 423, minimumSeconds: 60))
    #expect(contacts().isEmpty)
  }

  @Test mutating func aRegistrationIsWholeOrNothing() throws {
    _ = try register(["Contact: <sip:a@b>"])
    #expect(
      try register(["Contact: <sip:a@b>;expires=0, <sip:c@d>;expires=1"], number: 2) == .refused(status: 423, minimumSeconds: 60))
    #expect(contacts() == ["<sip:a@b>;expires=3600"])
  }

  @Test mutating func sameContactsAreRefreshedInOrder() throws {
    _ = try register(["Contact: <sip:a@B;transport=TCP>"], number: 5)
    #expect(
      try register(["Contact: <sip:a@b;transport=tcp>;expires=90"], number: 5) == .refused(status: 500, minimumSeconds: nil))
    _ = try register(["Contact: <sip:a@b;transport=tcp>;expires=90"], number: 6)
    #expect(contacts() == ["<sip:a@b;transport=tcp>;expires=90"])
    _ = try register(["Contact: <sip:a@b;transport=tcp>;expires=100"], number: 1, call: "restarted")
    #expect(contacts() == ["<sip:a@b;transport=tcp>;expires=100"], "another Call-ID: the phone was restarted")
  }

  @Test mutating func preferenceOrders() throws {
    _ = try register(["Contact: <sip:a@b>;q=0.5, <sip:c@d>;q=1.0, <sip:e@f>;q=0.55, <sip:g@h>;q=x"])
    #expect(contacts().map { String($0.prefix(8)) } == ["<sip:c@d", "<sip:g@h", "<sip:e@f", "<sip:a@b"])
  }

  @Test mutating func aWildcardRemovesAll() throws {
    _ = try register(["Contact: <sip:a@b>, <sip:c@d>"])
    for fields in [["Contact: *"], ["Contact: *", "Expires: 1"], ["Contact: *", "m: <sip:a@b>", "Expires: 0"]] {
      #expect(throws: SIPProblem.self) { try register(fields, number: 2) }
    }
    #expect(contacts().count == 2)
    _ = try register(["Contact: *", "Expires: 0"], number: 2)
    #expect(contacts().isEmpty && registrar.addressCount == 0)
  }

  @Test mutating func askingChangesNothing() throws {
    _ = try register(["Contact: <sip:a@b>"])
    guard case .accepted(let bindings) = try register([], number: 2) else {
      Issue.record("refused")
      return
    }
    #expect(bindings.count == 1 && contacts().count == 1)
  }

  @Test mutating func anAddressHasSoManyContacts() throws {
    for number in 1...Registrar.bindingsMax { _ = try register(["Contact: <sip:a\(number)@b>"], number: number) }
    #expect(try register(["Contact: <sip:more@b>"], number: 99) == .refused(status: 403, minimumSeconds: nil))
    _ = try register(["Contact: <sip:a1@b>;expires=0, <sip:more@b>"], number: 99)
    #expect(contacts().count == Registrar.bindingsMax)
  }

  @Test mutating func aLostConnectionTakesItsBindings() throws {
    let tcp = SIPFlow(id: 9, transport: .tcp, host: "192.0.2.9", port: 40_000)
    _ = try register(["Contact: <sip:a@b>"])
    _ = try register(["Contact: <sip:a@c>"], number: 2, flow: tcp)
    let gone = registrar.flowEnded(tcp)
    #expect(gone.isEmpty && contacts() == ["<sip:a@b>;expires=3600"])
  }

  @Test mutating func whatCannotBeCalledIsRefused() {
    #expect(throws: SIPProblem.self) { try register(["Contact: <tel:+441632960123>"]) }
    #expect(throws: SIPProblem.self) { try register(["Contact: <mailto:a@b>"]) }
  }
}
