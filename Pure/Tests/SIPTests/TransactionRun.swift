import SIP

/// A table in virtual time: its timers fire when they are due, and all that it did is noted.
struct TransactionRun {
  var table: TransactionTable
  private(set) var now = 0
  private var timers: [(at: Int, id: TransactionID, timer: TransactionTimer)] = []
  /// Milliseconds and what happened then.
  private(set) var log: [String] = []
  private(set) var sent: [(at: Int, octets: [UInt8], flow: SIPFlow)] = []
  private(set) var ids: [TransactionID] = []

  init(capacity: Int = 100, bytesMax: Int = 100_000) { table = TransactionTable(capacity: capacity, bytesMax: bytesMax) }

  mutating func receive(_ octets: [UInt8], on flow: SIPFlow = Peer.flow) throws {
    let message = try ReceivedMessage(datagram: octets)
    var effects: [TransactionEffect] = []
    if message.method == nil {
      table.receive(try SIPResponse(message), into: &effects)
    } else {
      table.receive(try SIPRequest(message), on: flow, into: &effects)
    }
    carryOut(effects)
  }

  mutating func respond(_ status: Int, to id: Int = 0, of request: [UInt8]) throws {
    var effects: [TransactionEffect] = []
    let message = try ReceivedMessage(datagram: request)
    let response = MessageWriter(status: status, to: message, tag: "t1", flow: Peer.flow).finished()
    table.respond(ids[id], response, status: status, into: &effects)
    carryOut(effects)
  }

  mutating func send(_ octets: [UInt8], _ method: SIPMethod, on flow: SIPFlow = Peer.flow) -> TransactionID? {
    var effects: [TransactionEffect] = []
    let id = table.send(octets, method: method, branch: "z9hG4bKa", on: flow, into: &effects)
    if let id { ids.append(id) }
    carryOut(effects)
    return id
  }

  mutating func fail(_ flow: SIPFlow) {
    var effects: [TransactionEffect] = []
    table.transportFailed(flow, into: &effects)
    carryOut(effects)
  }

  mutating func fire(_ timer: TransactionTimer) {
    var effects: [TransactionEffect] = []
    for id in ids { table.timerFired(id, timer, into: &effects) }
    carryOut(effects)
  }

  /// Lets time pass.
  mutating func pass(milliseconds: Int) {
    let end = now + milliseconds
    while let next = timers.indices.min(by: { timers[$0].at < timers[$1].at }), timers[next].at <= end {
      let due = timers.remove(at: next)
      now = due.at
      var effects: [TransactionEffect] = []
      table.timerFired(due.id, due.timer, into: &effects)
      carryOut(effects)
    }
    now = end
  }

  func sentAt(_ start: String) -> [Int] { sent.filter { $0.octets.starts(with: start.utf8) }.map(\.at) }

  private mutating func carryOut(_ effects: [TransactionEffect]) {
    for effect in effects {
      switch effect {
      case .send(let octets, let flow): sent.append((now, octets, flow))
      case .startTimer(let id, let timer, let milliseconds): timers.append((now + milliseconds, id, timer))
      case .requestReceived(let id, let request, _):
        ids.append(id)
        log.append("\(now) \(request.method.text)")
      case .cancelReceived(let id, _, _, let invite):
        ids.append(id)
        log.append("\(now) CANCEL of \(invite.flatMap { ids.firstIndex(of: $0) }.map(String.init) ?? "nothing")")
      case .acknowledgementReceived: log.append("\(now) ACK")
      case .responseReceived(_, let response): log.append("\(now) \(response.status)")
      case .ended(_, let ending): log.append("\(now) \(ending)")
      case .refused(_, _, let status): log.append("\(now) refused \(status)")
      }
    }
  }
}
