/// Whose turn it is to describe the session (RFC 3264, RFC 3261 section 14, RFC 3311). Descriptions themselves are octets.
public struct OfferAnswer: Sendable, Hashable {
  private enum State: Sendable, Hashable {
    /// Nothing is open; `isAgreed` after the first answer.
    case stable(isAgreed: Bool)
    case localOffer
    case remoteOffer
  }

  /// What a peer's offer meets.
  public enum Reception: Sendable, Hashable {
    case offer
    /// It answers ours.
    case answer
    /// Ours is open: 491 (RFC 3261 section 14.2).
    case glare
    /// Its own is not answered yet: 500 with Retry-After (RFC 3311 section 5.2).
    case tooEarly
  }

  private var state: State = .stable(isAgreed: false)

  public init() {}

  public var isAgreed: Bool { state == .stable(isAgreed: true) }
  public var isStable: Bool { if case .stable = state { true } else { false } }
  public var hasRemoteOffer: Bool { state == .remoteOffer }
  public var hasLocalOffer: Bool { state == .localOffer }

  /// A description came in a request.
  public mutating func receivedInRequest() -> Reception {
    switch state {
    case .stable:
      state = .remoteOffer
      return .offer
    case .localOffer: return .glare
    case .remoteOffer: return .tooEarly
    }
  }

  /// A description came in a response, or in an ACK: it answers ours, or is the late offer that we asked for by offering nothing.
  public mutating func receivedInReply() -> Reception {
    switch state {
    case .localOffer:
      state = .stable(isAgreed: true)
      return .answer
    case .stable:
      state = .remoteOffer
      return .offer
    case .remoteOffer: return .tooEarly
    }
  }

  /// We describe the session: an answer where the peer's offer is open, else an offer.
  /// - Returns: false where our own offer is open already.
  public mutating func described() -> Bool {
    switch state {
    case .remoteOffer: state = .stable(isAgreed: true)
    case .stable: state = .localOffer
    case .localOffer: return false
    }
    return true
  }

  /// The open offer was refused: what was agreed before it holds.
  public mutating func withdrawn(wasAgreed: Bool) { state = .stable(isAgreed: wasAgreed) }
}
