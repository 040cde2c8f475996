public import Vocabulary

/// Which packets of a stream are taken: those of one source at one address, which an injector cannot move (RFC 7362, restricted
/// latching).
///
/// - Before a packet is taken, a peer must have sent `probationPackets` in a row, from an address that `LatchPolicy` allows.
/// - From then on others are refused. The address that was signalled may always take over, for it is what the call agreed on.
/// - A peer behind a NAT that was given another port keeps its SSRC and goes on counting: it is followed, to where the policy
///   allows, when the old address has been silent for `moveSilenceMilliseconds` and `movePackets` come in a row, each where the
///   next ones must lie. Somebody who does not see the stream would have to guess 32 bits of SSRC, and the place in its sequence
///   numbers and timestamps.
/// - Another SSRC is taken from the same address alone, after `sourceSilenceMilliseconds` of silence.
public struct RTPReceiver: Sendable {
  /// From where a stream may begin.
  public enum LatchPolicy: Sendable {
    /// The signalled address and port.
    case signalled
    /// Any port of the signalled address, or of the one that signals.
    case signalledHosts
    /// Anywhere, for peers behind a NAT whose media takes another way than their signalling.
    case anywhere
  }

  public enum Refusal: Error, Sendable, Hashable {
    /// No payload type that was agreed.
    case payloadType
    /// Another address than the peer's.
    case address
    /// Another SSRC at the peer's address, while the first one still sends.
    case source
    /// Too far from the other sequence numbers.
    case sequence
    /// Our own SSRC: another must be chosen (section 8.2).
    case collision
    /// The first ones of a peer.
    case probation
  }

  /// A packet that is taken.
  public struct Taken: Sendable, Hashable {
    /// Extended by its cycles.
    public let sequence: Int64
    /// Nothing of what came before goes on: timestamps and sequence numbers begin anew.
    public let isNewStream: Bool

    public init(sequence: Int64, isNewStream: Bool) {
      self.sequence = sequence
      self.isNewStream = isNewStream
    }
  }

  private struct Peer: Sendable, Hashable {
    let address: TransportAddress
    let source: UInt32
  }

  private struct Candidate: Sendable {
    let peer: Peer
    var next: UInt16
    var tally: Int
  }

  public static let probationPackets = 2
  public static let movePackets = 5
  public static let moveSilenceMilliseconds = 1_000
  public static let sourceSilenceMilliseconds = 100

  public let policy: LatchPolicy
  public private(set) var signalled: TransportAddress
  private var signaller: IPAddress?
  private var peer: Peer?
  private var candidate: Candidate?
  private var sequence = ReceivedSequence(first: 0)
  private var jitter = InterarrivalJitter()
  private var lastTimestamp: UInt32 = 0
  /// When the last packet was taken.
  public private(set) var lastArrival: Moment?
  public private(set) var refusals = 0

  /// - Parameter signaller: the host that SIP comes from.
  public init(expecting signalled: TransportAddress, signaller: IPAddress? = nil, policy: LatchPolicy = .signalledHosts) {
    self.signalled = signalled
    self.signaller = signaller
    self.policy = policy
  }

  /// Where the peer is: what is sent goes there.
  public var destination: TransportAddress { peer?.address ?? signalled }
  public var source: UInt32? { peer?.source }

  /// The call has agreed on an address. Another than before opens the latch.
  public mutating func expect(_ address: TransportAddress) {
    guard address != signalled else { return }
    signalled = address
    if peer?.address != address { peer = nil }
    candidate = nil
  }

  public mutating func take(
    _ header: RTPHeader, from address: TransportAddress, at now: Moment, own: UInt32, types: PayloadTypes
  ) throws(Refusal) -> Taken {
    do {
      let taken = try judge(header, Peer(address: address, source: header.source), now, own, types)
      lastArrival = now
      // The packets of an event share the timestamp of its beginning.
      guard header.payloadType != types.events else { return taken }
      jitter.take(timestamp: header.timestamp, arrival: now.samples)
      lastTimestamp = header.timestamp
      return taken
    } catch {
      refusals += 1
      throw error
    }
  }
}

extension RTPReceiver {
  private mutating func judge(
    _ header: RTPHeader, _ sender: Peer, _ now: Moment, _ own: UInt32, _ types: PayloadTypes
  ) throws(Refusal) -> Taken {
    guard types.law(of: header.payloadType) != nil || types.events == header.payloadType else { throw .payloadType }
    guard header.source != own else { throw .collision }
    if sender == peer { return try goOn(header) }
    guard let peer else {
      guard isAllowed(sender.address) else { throw .address }
      return try admit(header, sender, after: Self.probationPackets)
    }
    if sender.address == signalled, peer.address != signalled {
      return try admit(header, sender, after: Self.probationPackets)
    }
    if sender.address == peer.address {
      guard hasBeenSilent(Self.sourceSilenceMilliseconds, at: now) else { throw .source }
      return try admit(header, sender, after: Self.probationPackets)
    }
    guard sender.source == peer.source, isAllowed(sender.address), hasBeenSilent(Self.moveSilenceMilliseconds, at: now),
      follows(header)
    else { throw .address }
    return try admit(header, sender, after: Self.movePackets, isMove: true)
  }

  private mutating func goOn(_ header: RTPHeader) throws(Refusal) -> Taken {
    switch sequence.take(header.sequenceNumber) {
    case .taken(let number): return Taken(sequence: number, isNewStream: false)
    case .restarted: return Taken(sequence: sequence.highest, isNewStream: true)
    case .jumped: throw .sequence
    }
  }

  private func isAllowed(_ address: TransportAddress) -> Bool {
    switch policy {
    case .signalled: address == signalled
    case .signalledHosts: address.address == signalled.address || address.address == signaller
    case .anywhere: true
    }
  }

  private func hasBeenSilent(_ milliseconds: Int, at now: Moment) -> Bool {
    guard let lastArrival else { return true }
    return now.microseconds - lastArrival.microseconds >= Int64(milliseconds) * 1_000
  }

  /// Whether the packet lies where the stream must go on: a little ahead, in its count as in its time.
  private func follows(_ header: RTPHeader) -> Bool {
    let ahead = Int(header.sequenceNumber &- UInt16(truncatingIfNeeded: sequence.highest))
    let samples = Int32(bitPattern: header.timestamp &- lastTimestamp)
    return (1..<ReceivedSequence.dropoutMax).contains(ahead)
      && (0...Int32(ReceivedSequence.dropoutMax * G711.samplesPerSecond / 50)).contains(samples)
  }

  /// Makes the sender the peer after so many packets in a row. The signalled address is not pushed aside by another.
  private mutating func admit(
    _ header: RTPHeader, _ sender: Peer, after packets: Int, isMove: Bool = false
  ) throws(Refusal) -> Taken {
    if let waiting = candidate, waiting.peer != sender, waiting.peer.address == signalled, sender.address != signalled {
      throw .address
    }
    let isNext = candidate?.peer == sender && candidate?.next == header.sequenceNumber
    let tally = isNext ? (candidate?.tally ?? 0) + 1 : 1
    candidate = Candidate(peer: sender, next: header.sequenceNumber &+ 1, tally: tally)
    guard tally >= packets else { throw .probation }
    peer = sender
    candidate = nil
    if isMove, case .taken(let number) = sequence.take(header.sequenceNumber) {
      return Taken(sequence: number, isNewStream: false)
    }
    sequence = ReceivedSequence(first: header.sequenceNumber)
    jitter = InterarrivalJitter()
    return Taken(sequence: sequence.highest, isNewStream: true)
  }
}

extension RTPReceiver {
  /// What is reported of the stream (section 6.4.1); nil before it began.
  /// - Parameter lastReport: the sender's last report, and when it came.
  public mutating func takeReport(lastReport: (middle: UInt32, arrival: Moment)?, at now: Moment) -> RTCPReportBlock? {
    guard let peer else { return nil }
    let delay = lastReport.map { max(0, now.microseconds - $0.arrival.microseconds) * 65_536 / 1_000_000 } ?? 0
    return RTCPReportBlock(
      source: peer.source, fractionLost: sequence.takeFractionLost(),
      cumulativeLost: Int32(clamping: min(max(sequence.lost, -0x80_0000), 0x7F_FFFF)),
      highestSequence: UInt32(truncatingIfNeeded: sequence.highest), jitter: jitter.value,
      lastSenderReport: lastReport?.middle ?? 0, delay: UInt32(clamping: delay))
  }
}

extension Moment {
  /// In samples of 8,000 a second.
  var samples: Int64 { microseconds / 125 }
}
