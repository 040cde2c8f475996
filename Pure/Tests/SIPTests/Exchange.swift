import SIP
import Vocabulary

/// Endpoints that call each other over a network in virtual time, which loses what it is told to.
struct Exchange {
  static let description = Array("v=0\r\n".utf8)
  private(set) var endpoints: [String: SIPEndpoint<PlainHashing>] = [:]
  private(set) var now = 0
  private var due: [(at: Int, order: Int, host: String, event: EndpointEvent)] = []
  private var order = 0
  /// Every packet: when, from, to, first line.
  private(set) var wire: [String] = []
  /// `host call notice`, without descriptions.
  private(set) var log: [String] = []
  private(set) var calls: [String: [SIPCallID]] = [:]
  private(set) var packets = 0
  private var sent: [[UInt8]] = []
  var loses: (_ number: Int, _ to: String, _ line: String) -> Bool = { _, _, _ in false }
  /// What the peer's telephone does by itself.
  var answersAtOnce = false

  init(_ hosts: String..., trusting: Bool = true) {
    for (number, host) in hosts.enumerated() {
      let settings = EndpointSettings(
        host: host, port: 5_060, realm: "example.com", allowsMD5: true, userAgent: "test", rules: .standard,
        sessionTimer: .standard, registrar: .standard)
      endpoints[host] = SIPEndpoint(
        settings: settings, hashing: PlainHashing(), entropy: SeededEntropy(seed: UInt64(number + 1)))
      let others = hosts.filter { $0 != host }.map(Self.flow)
      if trusting { handle(host, .trunkChanged(name: "others", Trunk(targets: others, probeSeconds: 0, registration: nil))) }
    }
  }

  static func flow(_ host: String) -> SIPFlow { SIPFlow(id: 1, transport: .udp, host: host, port: 5_060) }
  private var moment: Moment { Moment(microseconds: 1_700_000_000_000_000 + Int64(now) * 1_000) }

  mutating func handle(_ host: String, _ event: EndpointEvent) {
    let moment = moment
    endpoints[host]?.handle(event, at: moment)
    carryOut(host)
  }

  mutating func perform(_ command: CallCommand, _ host: String, call: Int = 0) {
    guard let id = calls[host]?[call] else { return }
    let moment = moment
    endpoints[host]?.perform(command, on: id, at: moment)
    carryOut(host)
  }

  mutating func place(
    _ host: String, to targets: [String], description: [UInt8] = description, credentials: CallCredentials? = nil
  ) throws -> SIPCallID? {
    let order = CallOrder(
      target: try SIPURI("sip:bob@\(targets[0])"), flows: targets.map(Self.flow), from: try SIPURI("sip:alice@example.com"),
      displayName: "Alice \"A\"", assertedIdentity: nil, description: description, maxForwards: 70, credentials: credentials)
    let moment = moment
    let id = endpoints[host]?.place(order, at: moment)
    if let id { calls[host, default: []].append(id) }
    carryOut(host)
    return id
  }

  func transactionCount(_ host: String) -> Int? { endpoints[host]?.transactionCount }

  func bindings(_ host: String, of address: SIPURI) -> [Binding] { endpoints[host]?.bindings(of: address, at: moment) ?? [] }

  /// What one endpoint sends at once to what it is sent.
  mutating func answers(_ host: String, to octets: [UInt8], from flow: SIPFlow) -> [[UInt8]] {
    sent = []
    handle(host, .received(octets, flow))
    return sent
  }

  mutating func pass(milliseconds: Int) {
    let end = now + milliseconds
    while let next = due.indices.min(by: { (due[$0].at, due[$0].order) < (due[$1].at, due[$1].order) }), due[next].at <= end {
      let item = due.remove(at: next)
      now = item.at
      handle(item.host, item.event)
    }
    now = end
  }

  private mutating func carryOut(_ host: String) {
    for effect in endpoints[host]?.takeEffects() ?? [] {
      switch effect {
      case .send(let octets, let flow): transmit(octets, from: host, to: flow.host)
      case .startTimer(let timer, let milliseconds): schedule(now + milliseconds, host, .timerFired(timer))
      case .tell(let id, let notice): note(host, id, notice)
      case .registrationChanged(let address, let isReachable): log.append("\(host) \(address.sipText) \(isReachable)")
      case .trunkRegistrationChanged(_, let isRegistered): log.append("\(host) registered \(isRegistered)")
      case .guessed(let guesses):
        log.append(
          "\(host) \(guesses.host) \(guesses.user ?? "-") \(guesses.wrong) \(guesses.silentSeconds) \(guesses.unreported)")
      case .trunkTargetChanged(_, let target, let isUp): log.append("\(host) trunk \(target.host) \(isUp)")
      }
    }
  }

  var lastSent: String { sent.last?.sipText ?? "" }

  /// What all of them have sent since the last time.
  mutating func takeSent() -> [String] {
    defer { sent = [] }
    return sent.map(\.sipText)
  }

  private mutating func schedule(_ at: Int, _ host: String, _ event: EndpointEvent) {
    order += 1
    due.append((at, order, host, event))
  }

  private mutating func transmit(_ octets: [UInt8], from: String, to: String) {
    let line = octets.prefix { $0 != 0x0D }.sipText
    wire.append("\(now) \(from)>\(to) \(line)")
    packets += 1
    sent.append(octets)
    guard !loses(packets, to, line) else { return }
    schedule(now + 10, to, .received(octets, Self.flow(from)))
  }

  private mutating func note(_ host: String, _ id: SIPCallID, _ notice: CallNotice) {
    var text = String("\(notice)".prefix { $0 != "(" })
    switch notice {
    case .incoming:
      calls[host, default: []].append(id)
    case .progressed(let status, _), .offerRefused(let status), .transferProgressed(let status): text += " \(status)"
    case .answered(let description), .acknowledged(let description), .offered(let description), .offerAnswered(let description):
      if !description.isEmpty { text += " \(description.count)" }
    case .transferRequested(let referral, _): text += " \(referral.target.text)"
    case .infoReceived(_, let body): text += " \(body.sipText)"
    case .ended(let ending): text += " \(ending)"
    case .refreshDue: break
    }
    log.append("\(host) \(text)")
    guard case .incoming = notice, answersAtOnce else { return }
    let moment = moment
    endpoints[host]?.perform(.ring, on: id, at: moment)
    endpoints[host]?.perform(.answer(Self.description), on: id, at: moment)
    carryOut(host)
  }
}
