/// A request of ours: the machines of RFC 3261 sections 17.1.1 (with RFC 6026 section 7.2) and 17.1.2.
struct ClientTransaction: Sendable {
  private enum State: Sendable {
    /// INVITE: nothing came yet.
    case calling
    /// Other: nothing came yet.
    case trying
    case proceeding
    case completed
    /// INVITE: a 2xx came, and more may of other branches.
    case accepted
    case terminated
  }

  let id: TransactionID
  let key: TransactionKey
  let request: [UInt8]
  let flow: SIPFlow
  private let isInvite: Bool
  private var state: State
  private var interval = TransactionTime.t1
  /// For responses that come again.
  private var acknowledgement: [UInt8] = []

  init(id: TransactionID, key: TransactionKey, request: [UInt8], flow: SIPFlow, isInvite: Bool) {
    self.id = id
    self.key = key
    self.request = request
    self.flow = flow
    self.isInvite = isInvite
    state = isInvite ? .calling : .trying
  }

  var isTerminated: Bool { state == .terminated }
  /// What a peer has a say in, in octets.
  var bytes: Int { key.count + request.count + acknowledgement.count }
  private var isReliable: Bool { flow.transport.isReliable }

  func start(into effects: inout [TransactionEffect]) {
    effects.append(.send(request, flow))
    if !isReliable { effects.append(.startTimer(id, isInvite ? .a : .e, milliseconds: interval)) }
    effects.append(.startTimer(id, isInvite ? .b : .f, milliseconds: TransactionTime.timeout))
  }

  mutating func received(_ response: SIPResponse, into effects: inout [TransactionEffect]) {
    switch (state, response.status) {
    case (.calling, ..<200), (.trying, ..<200), (.proceeding, ..<200):
      state = .proceeding
      effects.append(.responseReceived(id, response))
    case (.calling, _), (.trying, _), (.proceeding, _):
      // The refusal is acknowledged before anything else is sent because of it: what follows at once, such as credentials, would
      // overtake the ACK at a peer that waits for it.
      if isInvite, !response.isSuccess {
        acknowledgement = Self.acknowledgement(of: response, to: request)
        effects.append(.send(acknowledgement, flow))
      }
      effects.append(.responseReceived(id, response))
      finish(with: response, into: &effects)
    case (.accepted, 200...299):
      effects.append(.responseReceived(id, response))
    case (.completed, 300...):
      if isInvite { effects.append(.send(acknowledgement, flow)) }
    case (.completed, _), (.accepted, _), (.terminated, _): break
    }
  }

  private mutating func finish(with response: SIPResponse, into effects: inout [TransactionEffect]) {
    guard isInvite else { return wait(.k, TransactionTime.t4, into: &effects) }
    if response.isSuccess {
      state = .accepted
      effects.append(.startTimer(id, .m, milliseconds: TransactionTime.timeout))
    } else {
      wait(.d, TransactionTime.d, into: &effects)
    }
  }

  /// Waits for what comes again, where it can.
  private mutating func wait(_ timer: TransactionTimer, _ milliseconds: Int, into effects: inout [TransactionEffect]) {
    guard !isReliable else { return end(.completed, into: &effects) }
    state = .completed
    effects.append(.startTimer(id, timer, milliseconds: milliseconds))
  }

  mutating func fired(_ timer: TransactionTimer, into effects: inout [TransactionEffect]) {
    switch (timer, state) {
    case (.a, .calling): sendAgain(.a, next: interval * 2, into: &effects)
    case (.e, .trying): sendAgain(.e, next: min(interval * 2, TransactionTime.t2), into: &effects)
    case (.e, .proceeding): sendAgain(.e, next: TransactionTime.t2, into: &effects)
    case (.b, .calling), (.f, .trying), (.f, .proceeding): end(.timedOut, into: &effects)
    case (.d, .completed), (.k, .completed), (.m, .accepted): end(.completed, into: &effects)
    default: break
    }
  }

  private mutating func sendAgain(_ timer: TransactionTimer, next: Int, into effects: inout [TransactionEffect]) {
    interval = next
    effects.append(.send(request, flow))
    effects.append(.startTimer(id, timer, milliseconds: next))
  }

  mutating func transportFailed(into effects: inout [TransactionEffect]) {
    guard state != .terminated else { return }
    // What was answered already is not undone by it.
    let isAnswered = state == .completed || state == .accepted
    end(isAnswered ? .completed : .transportFailed, into: &effects)
  }

  private mutating func end(_ ending: TransactionEffect.Ending, into effects: inout [TransactionEffect]) {
    state = .terminated
    effects.append(.ended(id, ending))
  }

  /// The ACK for a final response that is no 2xx (RFC 3261 section 17.1.1.3): the request's URI, Via, Route, From, Call-ID and
  /// number, the response's To.
  private static func acknowledgement(of response: SIPResponse, to request: [UInt8]) -> [UInt8] {
    guard let message = try? ReceivedMessage(datagram: request), let sent = try? SIPRequest(message) else { return [] }
    var writer = MessageWriter(request: .ack, uri: sent.uri)
    for header in [HeaderName.via, .route] {
      for value in message.values(of: header) { writer.field(header, value) }
    }
    writer.field(.maxForwards, "70")
    if let from = message.value(of: .from) { writer.field(.from, from) }
    if let to = response.message.value(of: .to) { writer.field(.to, to) }
    writer.field(.callID, sent.callID)
    writer.field(.cSeq, "\(sent.cSeqNumber) ACK")
    return writer.finished()
  }
}
