import FuzzEntry
import SIP
import Vocabulary

/// Input: datagrams, separated by lines of `--`; one comes from a trunk, the next from a stranger. After each the application
/// does something, and in the end every timer fires.
@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    var run = Run()
    for (number, datagram) in datagrams(in: input).prefix(16).enumerated() {
      run.receive(datagram, isTrunk: number % 2 == 0, at: Int64(number))
    }
    run.passTime()
    mustHold(run.endpoint.callCount == 0, "in the end every call is over")
    mustHold(run.ended.count == run.began, "each call that began was ended, once")
  }

  private static func datagrams(in input: [UInt8]) -> [[UInt8]] {
    var datagrams: [[UInt8]] = [[]]
    for line in input.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.elementsEqual("--".utf8) { datagrams.append([]) } else { datagrams[datagrams.count - 1] += line + [0x0D, 0x0A] }
    }
    return datagrams
  }
}

private struct Run {
  private static let trunk = SIPFlow(id: 1, transport: .udp, host: "192.0.2.1", port: 5_060)
  private static let stranger = SIPFlow(id: 1, transport: .udp, host: "203.0.113.9", port: 5_060)
  var endpoint: SIPEndpoint<NoHashing>
  private(set) var began = 0
  private(set) var ended: Set<SIPCallID> = []
  private var timers: [EndpointTimer] = []
  private var calls: [SIPCallID] = []

  init() {
    let settings = EndpointSettings(
      host: "switch.example.com", port: 5_060, realm: "r", allowsMD5: true, userAgent: "fuzz", rules: .standard,
      sessionTimer: .standard, registrar: .standard)
    endpoint = SIPEndpoint(settings: settings, hashing: NoHashing(), entropy: SeededEntropy(seed: 1))
    endpoint.handle(
      .trunkChanged(name: "t", Trunk(targets: [Self.trunk], probeSeconds: 0, registration: nil)), at: Moment(seconds: 0))
  }

  mutating func receive(_ datagram: [UInt8], isTrunk: Bool, at seconds: Int64) {
    endpoint.handle(.received(datagram, isTrunk ? Self.trunk : Self.stranger), at: Moment(seconds: seconds))
    carryOut(isTrunk: isTrunk)
    guard let call = calls.last else { return }
    let commands: [CallCommand] = [
      .ring, .answer([1]), .answerOffer([2]), .offer([3]), .transferProgressed(status: 100), .transferProgressed(status: 200),
      .refuseTransfer(status: 403),
    ]
    endpoint.perform(commands[Int(seconds) % commands.count], on: call, at: Moment(seconds: seconds))
    carryOut(isTrunk: true)
  }

  /// Everybody is gone: whatever is open has to end by itself, or by the application's hanging up.
  mutating func passTime() {
    for round in 0..<40 {
      for call in calls { endpoint.perform(.hangUp, on: call, at: Moment(seconds: 100)) }
      carryOut(isTrunk: true)
      let due = timers
      timers = []
      for timer in due { endpoint.handle(.timerFired(timer), at: Moment(seconds: 100 + Int64(round))) }
      carryOut(isTrunk: true)
    }
  }

  private mutating func carryOut(isTrunk: Bool) {
    for effect in endpoint.takeEffects() {
      switch effect {
      case .startTimer(let timer, _): timers.append(timer)
      case .tell(let id, .incoming):
        mustHold(isTrunk, "a stranger's call is not let in")
        began += 1
        calls.append(id)
      case .tell(let id, .ended): mustHold(ended.insert(id).inserted, "a call ends once")
      case .tell(let id, _): mustHold(!ended.contains(id), "nothing is told of a call that is over")
      case .send(let octets, let flow):
        mustHold((try? ReceivedMessage(datagram: octets)) != nil, "what is sent can be read")
        mustHold(flow.transport == .udp, "and goes where something came from")
      case .registrationChanged: mustHold(false, "nobody has a password here")
      case .trunkTargetChanged, .trunkRegistrationChanged, .guessed: break
      }
    }
  }
}

private struct NoHashing: SIPHashing {
  func md5(_ octets: [UInt8]) -> [UInt8] { [UInt8](repeating: 1, count: 16) }
  func sha256(_ octets: [UInt8]) -> [UInt8] { [UInt8](repeating: 2, count: 32) }
  func keyedDigest(_ octets: [UInt8]) -> [UInt8] { [UInt8](repeating: 3, count: 32) }
  /// Nothing is ever proved.
  func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool { false }
}
