/// One side of offers and answers (RFC 3264) about the audio of a call: late ones, later ones, hold, streams that are refused.
public struct AudioNegotiation: Sendable {
  /// What this side has to offer.
  public struct Local: Sendable, Hashable {
    public var address: TransportAddress
    /// Where RTCP is received; the port of RTP for nowhere but there.
    public var controlPort: UInt16
    /// The one that is liked best goes first.
    public var laws: [G711.Law]

    public init(address: TransportAddress, controlPort: UInt16, laws: [G711.Law] = [.mu, .a]) {
      self.address = address
      self.controlPort = controlPort
      self.laws = laws
    }
  }

  private enum State {
    case idle
    /// What was offered, and is not answered.
    case offering(SDP)
  }

  public let local: Local
  public private(set) var agreed: AudioAgreement?
  private let sessionID: UInt64
  private var version: UInt64 = 0
  private var state = State.idle
  /// The streams that this side last described. Their number never shrinks, nor their order changes (section 8).
  private var streams: [SDP.Media] = []
  private var audio = 0
  /// What the current version says.
  private var described: [SDP.Media] = []

  /// Milliseconds of a packet that is received, at most.
  public static let packetMillisecondsMax = 60
  /// What telephone-event is offered as.
  private static let eventsType: UInt8 = 101

  /// - Parameter sessionID: unique to the call; its top bit is not used, since some read it as a number with a sign.
  public init(sessionID: UInt64, local: Local) {
    self.sessionID = sessionID & .max >> 1
    self.local = local
  }

  /// Offers audio, in a first INVITE, in the answer to one without an offer, or in one that changes the call.
  /// - Parameter wish: what this side wants: `sendonly` or `inactive` to hold.
  public mutating func offer(_ wish: MediaDirection) throws(NegotiationRefusal) -> SDP {
    guard case .idle = state else { throw NegotiationRefusal(.outOfTurn, "the last offer is not answered yet") }
    var offered = streams
    if offered.isEmpty { offered = [stream(PayloadTypes(), [], wish, isMuxed: true)] }
    offered[audio] = stream(typesToOffer, local.laws, wish, isMuxed: true)
    let sdp = description(offered)
    state = .offering(sdp)
    return sdp
  }

  /// Takes the answer to the offer. One that does not fit leaves all as it was before the offer.
  @discardableResult
  public mutating func accept(_ answer: SDP) throws(NegotiationRefusal) -> AudioAgreement {
    guard case .offering(let offer) = state else { throw NegotiationRefusal(.outOfTurn, "there is no offer that this answers") }
    state = .idle
    guard answer.media.count == offer.media.count else {
      throw NegotiationRefusal(.unfit, "an answer has as many streams as its offer")
    }
    let remote = try RemoteAudio(answer.media[audio], of: answer)
    let ours = offer.media[audio]
    guard let law = remote.laws.first(where: { local.laws.contains($0) }) else {
      throw NegotiationRefusal(.noCodec, line: answer.media[audio].line, "the codec was not offered")
    }
    let wish = MediaDirection.allCases.first { ours.has($0.rawValue) } ?? .sendrecv
    var receiving = typesToOffer
    if remote.payloadTypes.events == nil { receiving.events = nil }
    streams = offer.media
    return agree(remote, law, receiving, remote.direction.reversed.narrowed(to: wish))
  }

  /// The offer was refused: what was agreed before goes on (RFC 3261 section 14.1).
  public mutating func withdrawOffer() { state = .idle }

  /// Answers an offer with the first audio stream that can be used; all others are refused.
  public mutating func answer(_ offer: SDP, _ wish: MediaDirection) throws(NegotiationRefusal) -> SDP {
    guard case .idle = state else { throw NegotiationRefusal(.outOfTurn, "the offer from here is not answered yet") }
    guard offer.media.count >= streams.count else {
      throw NegotiationRefusal(.unfit, "an offer keeps the streams of the one before")
    }
    let (place, remote, law) = try choose(from: offer)
    var types = PayloadTypes(events: remote.payloadTypes.events)
    types[law] = remote.payloadTypes[law]
    let direction = remote.direction.reversed.narrowed(to: wish)
    streams = offer.media.map { SDP.Media(kind: $0.kind, port: 0, transport: $0.transport, formats: $0.formats) }
    streams[place] = stream(types, [law], direction, isMuxed: remote.isMuxOffered)
    audio = place
    agree(remote, law, types, direction)
    return description(streams)
  }
}

extension AudioNegotiation {
  /// - Throws: why the first audio stream will not do, when none does.
  private func choose(from offer: SDP) throws(NegotiationRefusal) -> (Int, RemoteAudio, G711.Law) {
    var first: NegotiationRefusal?
    for (place, stream) in offer.media.enumerated() where stream.kind == "audio" {
      do {
        let remote = try RemoteAudio(stream, of: offer)
        if let law = remote.laws.first(where: { local.laws.contains($0) }) { return (place, remote, law) }
        first = first ?? NegotiationRefusal(.noCodec, line: stream.line, "the codec is not allowed here")
      } catch {
        first = first ?? error
      }
    }
    throw first ?? NegotiationRefusal(.noAudio, "there is no audio stream")
  }

  @discardableResult
  private mutating func agree(
    _ remote: RemoteAudio, _ law: G711.Law, _ receiving: PayloadTypes, _ direction: MediaDirection
  ) -> AudioAgreement {
    let control = remote.isMuxOffered ? remote.remote : remote.remoteControl
    let agreement = AudioAgreement(
      remote: remote.remote, remoteControl: control.flatMap { $0.address.isUnspecified ? nil : $0 },
      isControlMuxed: remote.isMuxOffered, law: law, sending: remote.payloadTypes, receiving: receiving,
      packetMilliseconds: remote.packetMilliseconds, direction: direction, wasEncryptionOffered: remote.isEncryptionOffered)
    agreed = agreement
    return agreement
  }

  /// A number that stood for a format goes on to do so (RFC 3264 section 8.3.2).
  private var typesToOffer: PayloadTypes {
    let before = agreed?.receiving
    var types = PayloadTypes()
    for law in local.laws { types[law] = before?[law] ?? law.payloadType }
    let taken = [types.mu, types.a]
    types.events = before?.events ?? (Self.eventsType...127).first { !taken.contains($0) }
    return types
  }

  private func stream(
    _ types: PayloadTypes, _ laws: [G711.Law], _ direction: MediaDirection, isMuxed: Bool
  ) -> SDP.Media {
    var (formats, attributes) = ([String](), [SDP.Attribute]())
    for law in laws {
      guard let number = types[law] else { continue }
      formats.append("\(number)")
      attributes.append(SDP.Attribute("rtpmap", "\(number) \(law.encodingName)/8000"))
    }
    if let events = types.events {
      formats.append("\(events)")
      attributes += [SDP.Attribute("rtpmap", "\(events) telephone-event/8000"), SDP.Attribute("fmtp", "\(events) 0-15")]
    }
    attributes += [
      SDP.Attribute("ptime", "20"), SDP.Attribute("maxptime", "\(Self.packetMillisecondsMax)"), SDP.Attribute(direction.rawValue),
    ]
    if isMuxed { attributes.append(SDP.Attribute("rtcp-mux")) }
    attributes.append(SDP.Attribute("rtcp", "\(local.controlPort)"))
    return SDP.Media(
      kind: "audio", port: local.address.port, transport: "RTP/AVP", formats: formats, attributes: attributes)
  }

  /// A description that says something new has the next version (section 8).
  private mutating func description(_ media: [SDP.Media]) -> SDP {
    if media != described { version += 1 }
    described = media
    let host = SDP.Connection(local.address.address)
    return SDP(
      origin: SDP.Origin(username: "-", sessionID: "\(sessionID)", version: "\(version)", host: host), connection: host,
      media: media)
  }
}
