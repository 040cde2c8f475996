public import Vocabulary

/// Who a request is of.
private enum Sender {
  case known, stranger
  /// Its host guessed passwords too often.
  case silenced
}

/// Requests that come in, up to what they are about.
extension SIPEndpoint {
  mutating func receive(_ message: ReceivedMessage, on flow: SIPFlow) {
    guard message.method != nil else {
      if let response = try? SIPResponse(message) { transact { $0.receive(response, into: &$1) } }
      return
    }
    do {
      let request = try SIPRequest(message)
      let sender = sender(of: request, on: flow)
      guard sender == .known || sender == .stranger && admits(request, on: flow) else { return }
      transact { $0.receive(request, on: flow, isOfStranger: sender == .stranger, into: &$1) }
    } catch {
      // A stranger's broken message is a scanner's; who is known is told what is wrong.
      guard isKnown(flow), let status = error.status else { return }
      refuse(message, status: status, reason: error.reason, flow)
    }
  }

  /// Whether a trunk's, by the address that it comes from.
  func isTrunk(_ flow: SIPFlow) -> Bool {
    trunkSources.contains(TrunkSource(host: flow.host, transport: flow.transport))
  }

  /// Whether a trunk's, or that of a telephone that is registered.
  public func isKnown(_ flow: SIPFlow) -> Bool { isTrunk(flow) || registrar.isRegistered(on: flow) }

  /// Whether a connection that a peer opens is taken: strangers open so many at once, and so many a second.
  public mutating func admitsConnection(_ flow: SIPFlow, at now: Moment) -> Bool {
    isTrunk(flow) || !sources.isSilenced(flow.host, at: now) && connecting.admits(digest(ofSite: flow), at: now)
  }

  /// The flows that calls go over.
  public var flowsOfCalls: Set<SIPFlow> { Set(calls.values.lazy.map(\.flow)) }

  private func sender(of request: SIPRequest, on flow: SIPFlow) -> Sender {
    if isTrunk(flow) || call(of: request) != nil { return .known }
    guard registrar.isRegistered(on: flow) else { return .stranger }
    return sources.isSilenced(flow.host, at: now) && !renews(request, on: flow) ? .silenced : .known
  }

  /// Whether a telephone renews what it has: one that shares its address with a guesser, as behind a NAT, stays reachable.
  private func renews(_ request: SIPRequest, on flow: SIPFlow) -> Bool {
    request.method == .register
      && registrar.bindings(of: request.to.uri.addressOfRecord, at: now).contains { $0.flow == flow }
  }

  /// Strangers are heard as long as they ask for something that a password can get them, and not too often.
  private mutating func admits(_ request: SIPRequest, on flow: SIPFlow) -> Bool {
    guard !SourceGuard.isScanner(request.message) else { return false }
    switch request.method {
    case .register, .invite, .cancel, .ack:
      return !sources.isSilenced(flow.host, at: now) && asking.admits(digest(ofSite: flow), at: now)
    default: return false
    }
  }

  private func digest(ofSite flow: SIPFlow) -> [UInt8] { hashing.keyedDigest(Array(Site.network(of: flow.host).utf8)) }

  /// The call whose dialog a request names.
  func call(of request: SIPRequest) -> SIPCallID? {
    guard let tag = request.to.tag else { return nil }
    return callsByKey[CallKey(callID: request.callID, localTag: tag)]
  }

  mutating func serve(_ id: TransactionID, _ request: SIPRequest, _ flow: SIPFlow) {
    do {
      try settings.rules.check(request)
      if request.to.tag != nil { return try serveWithinDialog(id, request, flow) }
      switch request.method {
      case .invite: try invited(id, request, flow)
      case .register: try register(id, request, flow)
      case .options:
        respond(id, 200, to: request, flow) { [settings] in
          $0.field(.allow, settings.rules.allowText)
          $0.field(.supported, settings.rules.supportedText)
          $0.field(.accept, settings.rules.mediaTypes.joined(separator: ", "))
        }
      default: respond(id, 481, to: request, flow)
      }
    } catch {
      respond(id, error.status ?? 400, reason: error.reason, to: request, flow) { [settings] in
        settings.rules.tell(error, of: request, in: &$0)
      }
    }
  }

  // MARK: Who it is

  /// The user who proved to be who it says it is. Others are challenged, and after some wrong answers not heard.
  /// - Returns: nil where the request was answered.
  mutating func authenticate(_ id: TransactionID, _ request: SIPRequest, _ flow: SIPFlow) -> [UInt8]? {
    let user = verifier.claimedUser(request)
    let secret = user.flatMap { accounts[$0] }
    switch verifier.verify(request, secret: secret, from: flow.host, at: now) {
    case .verified:
      sources.noteRight(flow.host)
      return user
    case .unproven(let isStale): challenge(id, request, flow, isStale: isStale)
    case .wrong:
      let known = secret == nil ? nil : user?.sipText
      if let guesses = sources.noteWrong(flow.host, user: known, at: now) { effects.append(.guessed(guesses)) }
      challenge(id, request, flow, isStale: false)
    }
    return nil
  }

  private mutating func challenge(_ id: TransactionID, _ request: SIPRequest, _ flow: SIPFlow, isStale: Bool) {
    let named = request.method == .register ? request.to : request.from
    // A password that was made for MD5 is that of a phone which may know nothing else.
    let isOld = named.uri.user.flatMap { accounts[SIPURI.plain($0)] }?.md5 != nil
    let values = verifier.challenges(
      to: flow.host, allowsMD5: settings.allowsMD5, isOld: isOld, isStale: isStale, at: now, entropy: &entropy)
    respond(id, 401, to: request, flow) { writer in
      for value in values { writer.field(.wwwAuthenticate, value) }
    }
  }

  // MARK: Registrations

  private mutating func register(_ id: TransactionID, _ request: SIPRequest, _ flow: SIPFlow) throws(SIPProblem) {
    try Registration.check(request)
    guard let user = authenticate(id, request, flow) else { return }
    guard request.to.uri.user.map({ SIPURI.plain($0) }) == user else { return respond(id, 403, to: request, flow) }
    let address = request.to.uri.addressOfRecord
    let wasReachable = !registrar.bindings(of: address, at: now).isEmpty
    switch try registrar.register(request, on: flow, at: now) {
    case .accepted(let bindings):
      respond(id, 200, to: request, flow) { [now] writer in
        for binding in bindings { writer.field(.contact, Registrar.contactText(binding, at: now)) }
      }
      if wasReachable == bindings.isEmpty { tellReachable(address) }
      if !isSweeping { sweepRegistrations() }
    case .refused(let status, let minimumSeconds):
      respond(id, status, to: request, flow) { writer in
        if let minimumSeconds { writer.field(.minExpires, "\(minimumSeconds)") }
      }
    }
  }

  mutating func tellReachable(_ address: [UInt8]) {
    let isReachable = !registrar.bindings(of: address, at: now).isEmpty
    effects.append(.registrationChanged(address: address, isReachable: isReachable))
  }

  /// Telephones behind a translator are asked something, and answer. Translators forget who has been silent for 30 s, and nobody
  /// waits for an answer: a question is to be lost twice in a row before a telephone is forgotten.
  mutating func keepReachable() {
    for binding in registrar.hiddenBindings(at: now) {
      var writer = MessageWriter(request: .options, uri: binding.contact)
      writer.field(.via, via(on: binding.flow, branch: "z9hG4bK" + identifier()))
      writer.field(.maxForwards, "70")
      writer.field(.from, "<sip:switch@\(settings.host)>;tag=\(identifier())")
      writer.field(.to, "<\(binding.contact.text)>")
      writer.field(.callID, identifier())
      writer.field(.cSeq, "1 OPTIONS")
      effects.append(.send(writer.finished(), binding.flow))
    }
  }

  mutating func sweepRegistrations() {
    for address in registrar.expire(at: now) { tellReachable(address) }
    isSweeping = registrar.addressCount > 0
    if isSweeping { effects.append(.startTimer(.registrations, milliseconds: 10_000)) }
  }
}
