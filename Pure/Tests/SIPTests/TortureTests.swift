import SIP
import Testing

@Suite("RFC 4475") struct TortureTests {
  @Test(.enabled(if: Torture.isPresent, Torture.isAbsent), arguments: TortureCase.all)
  func eachMessageHasTheOutcomeThatTheRFCWants(_ example: TortureCase) throws {
    #expect(outcome(of: try Torture.message(example.name)) == example.outcome, "\(example.name): \(example.choice)")
  }

  /// `test` is no message of the RFC: a request without a version, of an older draft.
  @Test(.enabled(if: Torture.isPresent, Torture.isAbsent))
  func allAreTried() throws {
    #expect(try Torture.names() == (TortureCase.all.map(\.name) + ["test"]).sorted())
    #expect(TortureCase.all.count == 49)
    #expect(outcome(of: try Torture.message("test")) == .dropped)
  }

  @Test(.enabled(if: Torture.isPresent, Torture.isAbsent), arguments: TortureCase.all)
  func whatIsRefusedCanBeAnswered(_ example: TortureCase) throws {
    guard case .refused(let status) = example.outcome else { return }
    let message = try ReceivedMessage(datagram: try Torture.message(example.name))
    let answer = MessageWriter(status: status, to: message, tag: "t1", flow: Peer.flow).finished()
    let response = try ReceivedMessage(datagram: answer)
    #expect(response.fault == nil)
    #expect(response.count(of: .via) == message.count(of: .via))
    // Where identity could be read of the request, it can be of the response.
    if let request = try? SIPRequest(message) {
      let cSeq = try #require(response.value(of: .cSeq))
      #expect(cSeq.sipText == request.message.value(of: .cSeq)?.sipText)
      #expect(try response.address(of: .to)?.tag?.sipText == "t1")
    }
  }

  private func outcome(of octets: [UInt8]) -> Outcome {
    do {
      let message = try ReceivedMessage(datagram: octets)
      guard message.method != nil else {
        return (try? SIPResponse(message)) == nil ? .dropped : .accepted
      }
      let request = try SIPRequest(message)
      try UASRules.standard.check(request)
      if request.method == .register { try Registration.check(request) }
      return .accepted
    } catch {
      return error.status.map { .refused($0) } ?? .dropped
    }
  }

  // MARK: What is in them

  @Test(.enabled(if: Torture.isPresent, Torture.isAbsent))
  func theTortuousInviteIsUnderstood() throws {
    let request = try SIPRequest(ReceivedMessage(datagram: Torture.message("wsinv")))
    #expect(request.maxForwards == 68)
    #expect(request.cSeq == CSeq(number: 9, method: .invite))
    #expect(request.to.tag?.sipText == "1918181833n")
    #expect(request.from.tag?.sipText == "98asjd8")
    #expect(request.from.displayText == "J Rosenberg \\\"")
    let vias = try request.message.vias()
    #expect(vias.map(\.host.sipText) == ["192.0.2.2", "spindle.example.com", "192.168.255.111"])
    #expect(vias.map { $0.branch?.sipText } == ["390skdjuw", "z9hG4bK9ikj8", "z9hG4bK30239"])
    let contact = try #require(try request.message.addresses(of: .contact).first)
    #expect(contact.displayText == "Quoted string \"\"")
    #expect(contact.parameters.value(of: "q")?.sipText == "0.33")
    #expect(contact.parameters.value(of: "secondparam")?.isEmpty == true)
    #expect(request.body.count == 150)
  }

  @Test(.enabled(if: Torture.isPresent, Torture.isAbsent))
  func parametersStandWhereTheyBelong() throws {
    let header = try SIPRequest(ReceivedMessage(datagram: Torture.message("cparam01")))
    let ofHeader = try #require(try header.message.addresses(of: .contact).first)
    #expect(ofHeader.parameters.has("unknownparam") && ofHeader.uri.parameter("unknownparam") == nil)
    let uri = try SIPRequest(ReceivedMessage(datagram: Torture.message("cparam02")))
    let ofURI = try #require(try uri.message.addresses(of: .contact).first)
    #expect(!ofURI.parameters.has("unknownparam") && ofURI.uri.parameter("unknownparam") != nil)
    let semicolon = try SIPRequest(ReceivedMessage(datagram: Torture.message("semiuri")))
    #expect(semicolon.uri.user?.sipText == "user;par=u%40example.net")
    #expect(semicolon.message.list(of: .accept).count == 6)
  }

  @Test(.enabled(if: Torture.isPresent, Torture.isAbsent))
  func escapesStayWhatTheyAre() throws {
    let request = try SIPRequest(ReceivedMessage(datagram: Torture.message("esc01")))
    #expect(request.uri.user?.sipText == "sips%3Auser%40example.com")
    #expect(request.to.uri.isEquivalent(to: try SIPURI("sip:user@EXAMPLE.com")))
    #expect(!request.uri.isEquivalent(to: try SIPURI("sips:user@example.com")))
    let null = try SIPRequest(ReceivedMessage(datagram: Torture.message("escnull")))
    let contacts = try null.message.addresses(of: .contact)
    #expect(contacts.count == 2 && !contacts[0].uri.isEquivalent(to: contacts[1].uri))
  }
}
