/// A request of a peer's: the machines of RFC 3261 sections 17.2.1 (with RFC 6026 section 7.1) and 17.2.2.
struct ServerTransaction: Sendable {
  private enum State: Sendable {
    /// Other than INVITE: nothing was answered yet.
    case trying
    case proceeding
    case completed
    /// INVITE: the ACK came.
    case confirmed
    /// INVITE: a 2xx was sent; who asked for the answer sends it again until it is acknowledged.
    case accepted
    case terminated
  }

  let id: TransactionID
  let key: TransactionKey
  let mergeKey: TransactionKey?
  let flow: SIPFlow
  private let isInvite: Bool
  private let isOfStranger: Bool
  private var state: State
  private var interval = TransactionTime.t1
  /// The last that was sent; before the first, to an INVITE, the 100 to come.
  private var response: [UInt8]
  private var hasResponded = false

  init(
    id: TransactionID, key: TransactionKey, mergeKey: TransactionKey?, flow: SIPFlow, isInvite: Bool, isOfStranger: Bool,
    trying: [UInt8]
  ) {
    self.id = id
    self.key = key
    self.mergeKey = mergeKey
    self.flow = flow
    self.isInvite = isInvite
    self.isOfStranger = isOfStranger
    response = trying
    state = isInvite ? .proceeding : .trying
  }

  var isTerminated: Bool { state == .terminated }
  /// What a peer has a say in, in octets: an answer has much of its request.
  var bytes: Int { key.count + (mergeKey?.count ?? 0) + response.count }
  private var isReliable: Bool { flow.transport.isReliable }

  func start(into effects: inout [TransactionEffect]) {
    if isInvite { effects.append(.startTimer(id, .trying, milliseconds: TransactionTime.trying)) }
  }

  /// The request came again.
  func repeated(into effects: inout [TransactionEffect]) {
    switch state {
    case .proceeding, .completed: if hasResponded { effects.append(.send(response, flow)) }
    case .trying, .confirmed, .accepted, .terminated: break
    }
  }

  /// Sends a response, where the machine still takes one.
  mutating func respond(_ octets: [UInt8], status: Int, into effects: inout [TransactionEffect]) {
    switch state {
    case .trying, .proceeding:
      response = octets
      hasResponded = true
      effects.append(.send(octets, flow))
      if status < 200 { state = .proceeding } else { finish(status, into: &effects) }
    // The 2xx again, from the user agent (RFC 6026 section 7.1).
    case .accepted: if (200...299).contains(status) { effects.append(.send(octets, flow)) }
    case .completed, .confirmed, .terminated: break
    }
  }

  private mutating func finish(_ status: Int, into effects: inout [TransactionEffect]) {
    if isOfStranger, status >= 300 {
      end(.completed, into: &effects)
    } else if !isInvite {
      state = .completed
      wait(.j, TransactionTime.timeout, into: &effects)
    } else if status < 300 {
      state = .accepted
      response = []
      effects.append(.startTimer(id, .l, milliseconds: TransactionTime.timeout))
    } else {
      state = .completed
      if !isReliable { effects.append(.startTimer(id, .g, milliseconds: interval)) }
      effects.append(.startTimer(id, .h, milliseconds: TransactionTime.timeout))
    }
  }

  private mutating func wait(_ timer: TransactionTimer, _ milliseconds: Int, into effects: inout [TransactionEffect]) {
    guard !isReliable else { return end(.completed, into: &effects) }
    effects.append(.startTimer(id, timer, milliseconds: milliseconds))
  }

  /// - Returns: whether the ACK is for the user agent: it is for a 2xx (RFC 6026 section 7.1).
  mutating func acknowledged(into effects: inout [TransactionEffect]) -> Bool {
    guard state == .completed else { return state == .accepted }
    state = .confirmed
    wait(.i, TransactionTime.t4, into: &effects)
    return false
  }

  mutating func fired(_ timer: TransactionTimer, into effects: inout [TransactionEffect]) {
    switch (timer, state) {
    case (.trying, .proceeding) where !hasResponded:
      hasResponded = true
      effects.append(.send(response, flow))
    case (.g, .completed):
      interval = min(interval * 2, TransactionTime.t2)
      effects.append(.send(response, flow))
      effects.append(.startTimer(id, .g, milliseconds: interval))
    case (.h, .completed): end(.timedOut, into: &effects)
    case (.i, .confirmed), (.j, .completed), (.l, .accepted): end(.completed, into: &effects)
    default: break
    }
  }

  mutating func transportFailed(into effects: inout [TransactionEffect]) {
    guard state != .terminated else { return }
    end(state == .confirmed ? .completed : .transportFailed, into: &effects)
  }

  private mutating func end(_ ending: TransactionEffect.Ending, into effects: inout [TransactionEffect]) {
    state = .terminated
    effects.append(.ended(id, ending))
  }
}
