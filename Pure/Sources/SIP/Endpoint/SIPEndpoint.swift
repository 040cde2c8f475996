public import Vocabulary

/// A user agent of many calls: octets and commands in; octets, timers and notices out.
///
/// It is a value without sockets and clock: the same events at the same moments with the same entropy make the same calls. After
/// each call of a method the host takes the effects and carries them out in order.
public struct SIPEndpoint<Hashing: SIPHashing>: Sendable {
  public let settings: EndpointSettings
  let hashing: Hashing
  var entropy: any Entropy & Sendable
  var now = Moment(microseconds: 0)
  var effects: [EndpointEffect] = []
  var table = TransactionTable()
  var verifier: DigestVerifier<Hashing>
  var registrar: Registrar
  var accounts: [[UInt8]: DigestSecret] = [:]
  var sources = SourceGuard()
  var asking = SourceRates.requests
  var connecting = SourceRates.connections
  var calls: [SIPCallID: Call] = [:]
  var callsByKey: [CallKey: SIPCallID] = [:]
  var purposes: [TransactionID: Purpose] = [:]
  /// The call that a peer's INVITE, not yet over, is of.
  var served: [TransactionID: SIPCallID] = [:]
  var trunks: [String: WatchedTrunk] = [:]
  var registrations: [String: RegistrationProgress] = [:]
  var trunkSources: Set<TrunkSource> = []
  var trunkGeneration = 0
  var lastCall: UInt64 = 0
  var isSweeping = false

  public init(settings: EndpointSettings, hashing: Hashing, entropy: any Entropy & Sendable) {
    self.settings = settings
    self.hashing = hashing
    self.entropy = entropy
    verifier = DigestVerifier(realm: settings.realm, hashing: hashing)
    registrar = Registrar(settings: settings.registrar)
  }

  public var callCount: Int { calls.count }
  package var transactionCount: Int { table.count }

  /// What is to be done, in order.
  public mutating func takeEffects() -> [EndpointEffect] {
    defer { effects = [] }
    return effects
  }

  /// Where a user can be reached, the preferred first.
  public func bindings(of address: SIPURI, at now: Moment) -> [Binding] {
    registrar.bindings(of: address.addressOfRecord, at: now)
  }

  public mutating func handle(_ event: EndpointEvent, at now: Moment) {
    self.now = max(self.now, now)
    switch event {
    case .received(let octets, let flow):
      if let message = try? ReceivedMessage(datagram: octets) { receive(message, on: flow) }
    case .receivedMessage(let message, let flow): receive(message, on: flow)
    case .timerFired(let timer): fired(timer)
    case .flowEnded(let flow): ended(flow)
    case .accountChanged(let user, let secret):
      if accounts.count < EndpointLimits.accountsMax || secret == nil { accounts[Array(user.utf8)] = secret }
    case .trunkChanged(let name, let trunk): changeTrunk(name, trunk)
    }
  }

  private mutating func fired(_ timer: EndpointTimer) {
    switch timer {
    case .transaction(let id, let timer): transact { $0.timerFired(id, timer, into: &$1) }
    case .call(let id, let timer, let generation): fired(timer, of: id, generation)
    case .probe(let trunk, let generation): probe(trunk, generation)
    case .register(let trunk, let generation): register(trunk, generation)
    case .registrations:
      sweepRegistrations()
      keepReachable()
    }
  }

  private mutating func ended(_ flow: SIPFlow) {
    transact { $0.transportFailed(flow, into: &$1) }
    for address in registrar.flowEnded(flow) { tellReachable(address) }
    // A call goes on over another connection where the peer can open one; its session timer finds out.
  }

  // MARK: Transactions

  /// Works on the table and carries out what comes of it.
  mutating func transact<Result>(
    _ body: (inout TransactionTable, inout [TransactionEffect]) -> Result
  ) -> Result {
    var made: [TransactionEffect] = []
    let result = body(&table, &made)
    for effect in made { carryOut(effect) }
    return result
  }

  private mutating func carryOut(_ effect: TransactionEffect) {
    switch effect {
    case .send(let octets, let flow): effects.append(.send(octets, flow))
    case .startTimer(let id, let timer, let milliseconds):
      effects.append(.startTimer(.transaction(id, timer), milliseconds: milliseconds))
    case .requestReceived(let id, let request, let flow): serve(id, request, flow)
    case .cancelReceived(let id, let request, let flow, let invite): cancelled(id, request, flow, invite)
    case .acknowledgementReceived(let request, _): acknowledged(request)
    case .responseReceived(let id, let response): answered(id, response)
    case .ended(let id, let ending): ended(id, ending)
    case .refused(let request, let flow, let status): refuse(request.message, status: status, reason: nil, flow)
    }
  }

  private mutating func ended(_ id: TransactionID, _ ending: TransactionEffect.Ending) {
    served[id] = nil
    guard let purpose = purposes.removeValue(forKey: id), ending != .completed else { return }
    failed(purpose, ending == .timedOut ? .timedOut : .transportFailed)
  }

  // MARK: Writing

  /// Random text for branches and tags: 128 bits, so that nobody can guess the answer to a request that it did not see.
  mutating func identifier() -> String {
    let words = [entropy.next(), entropy.next()]
    return words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }.hexadecimal.sipText
  }

  func via(on flow: SIPFlow, branch: String) -> String {
    "SIP/2.0/\(flow.transport.text) \(settings.host):\(settings.port(of: flow.transport));branch=\(branch);rport"
  }

  func contact(on flow: SIPFlow) -> String {
    let transport = flow.transport == .udp ? "" : ";transport=\(flow.transport.text.lowercased())"
    return "<sip:switch@\(settings.host):\(settings.port(of: flow.transport))\(transport)>"
  }

  /// Sends a request of ours.
  /// - Returns: false where there are too many already.
  @discardableResult
  mutating func send(
    _ request: [UInt8], _ method: SIPMethod, branch: String, on flow: SIPFlow, for purpose: Purpose
  ) -> TransactionID? {
    let id = transact { $0.send(request, method: method, branch: branch, on: flow, into: &$1) }
    if let id { purposes[id] = purpose }
    return id
  }

  /// Answers a request that is not one of a transaction, and remembers nothing of it.
  mutating func refuse(_ message: ReceivedMessage, status: Int, reason: String?, _ flow: SIPFlow) {
    guard message.method != .ack else { return }
    let tag = identifier()
    let writer = MessageWriter(status: status, reason: reason, to: message, tag: tag, flow: flow)
    let back = (try? message.vias())?.first.map { flow.answering($0) } ?? flow
    effects.append(.send(writer.finished(), back))
  }

  /// Answers a request of a transaction.
  mutating func respond(
    _ id: TransactionID, _ status: Int, reason: String? = nil, to request: SIPRequest, _ flow: SIPFlow, tag: String? = nil,
    body: [UInt8] = [], fill: (inout MessageWriter) -> Void = { _ in }
  ) {
    let tag = tag ?? identifier()
    var writer = MessageWriter(status: status, reason: reason, to: request.message, tag: tag, flow: flow)
    fill(&writer)
    let octets = writer.finished(body: body, type: "application/sdp")
    transact { $0.respond(id, octets, status: status, into: &$1) }
  }
}
