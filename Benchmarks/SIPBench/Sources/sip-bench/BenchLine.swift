import SIP
import Vocabulary

/// Two endpoints that call each other, with everything but a network between them.
struct BenchLine {
  private var switching = Self.endpoint("198.51.100.1", peer: "192.0.2.7", seed: 1)
  private var carrier = Self.endpoint("192.0.2.7", peer: "198.51.100.1", seed: 2)
  private var now = Moment(seconds: 1_700_000_000)
  private static let fromSwitch = SIPFlow(id: 1, transport: .udp, host: "198.51.100.1", port: 5_060)
  private(set) var packets = 0
  private(set) var count = 0

  private static func endpoint(_ host: String, peer: String, seed: UInt64) -> SIPEndpoint<NoHashing> {
    let settings = EndpointSettings(
      host: host, port: 5_060, realm: "bench", allowsMD5: false, userAgent: "bench", rules: .standard, sessionTimer: .standard,
      registrar: .standard)
    var endpoint = SIPEndpoint(settings: settings, hashing: NoHashing(), entropy: SeededEntropy(seed: seed))
    let flow = SIPFlow(id: 1, transport: .udp, host: peer, port: 5_060)
    endpoint.handle(.trunkChanged(name: "t", Trunk(targets: [flow], probeSeconds: 0, registration: nil)), at: Moment(seconds: 0))
    return endpoint
  }

  /// One call: INVITE, 180, 200, ACK, BYE, 200. Its transactions linger, as they do in service, until their time is over.
  mutating func call() throws {
    let order = CallOrder(
      target: try SIPURI("sip:+441632960001@198.51.100.1"),
      flows: [SIPFlow(id: 1, transport: .udp, host: "198.51.100.1", port: 5_060)],
      from: try SIPURI("sip:+441632960123@192.0.2.7"), displayName: "Alice", assertedIdentity: nil,
      description: BenchMessages.description, maxForwards: 70, credentials: nil)
    guard let call = carrier.place(order, at: now) else { throw BenchProblem.unexpected }
    try exchange()
    carrier.perform(.hangUp, on: call, at: now)
    try exchange()
    guard switching.callCount == 0, carrier.callCount == 0 else { throw BenchProblem.unexpected }
    count += 1
    now = now.adding(seconds: 1)
    if count % 1_000 == 0 { fireTimers() }
  }

  private var timers: (switching: [EndpointTimer], carrier: [EndpointTimer]) = ([], [])

  private mutating func exchange() throws {
    while true {
      let (ours, theirs) = (switching.takeEffects(), carrier.takeEffects())
      if ours.isEmpty, theirs.isEmpty { return }
      packets += (ours + theirs).count { if case .send = $0 { true } else { false } }
      for effect in ours {
        switch effect {
        case .send(let octets, _): carrier.handle(.received(octets, Self.fromSwitch), at: now)
        case .startTimer(let timer, _): timers.switching.append(timer)
        case .tell(let id, .incoming):
          switching.perform(.ring, on: id, at: now)
          switching.perform(.answer(BenchMessages.description), on: id, at: now)
        default: break
        }
      }
      for effect in theirs {
        switch effect {
        case .send(let octets, _): switching.handle(.received(octets, BenchMessages.peer), at: now)
        case .startTimer(let timer, _): timers.carrier.append(timer)
        default: break
        }
      }
    }
  }

  private mutating func fireTimers() {
    for timer in timers.switching { switching.handle(.timerFired(timer), at: now) }
    for timer in timers.carrier { carrier.handle(.timerFired(timer), at: now) }
    timers = ([], [])
  }
}

/// Trunks have no passwords here.
struct NoHashing: SIPHashing {
  func md5(_ octets: [UInt8]) -> [UInt8] { [] }
  func sha256(_ octets: [UInt8]) -> [UInt8] { [] }
  func keyedDigest(_ octets: [UInt8]) -> [UInt8] { [] }
  func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool { false }
}
