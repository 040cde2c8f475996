import Synchronization
public import Vocabulary

/// How often each caller of an API may ask. Who is known has a bucket of its own; who is not shares that of the address.
public final class CallerRates: Sendable {
  /// Requests a second.
  public struct Limits: Sendable, Hashable {
    /// Of one access key.
    public var accessKey = CallerRate(perSecond: 5_000)
    /// Of one participant of a chat.
    public var participant = CallerRate(perSecond: 100)
    /// Of one address, without a valid signature or token.
    public var address = CallerRate(perSecond: 100)

    public init() {}
  }

  public enum Verdict: Sendable, Hashable {
    case admitted
    /// - Parameter isFirst: whether it is the first refusal of this caller in a minute, which is put on record.
    case throttled(isFirst: Bool)
  }

  /// Callers and addresses that have a bucket each.
  private static let callersMax = 20_000

  private let known: Mutex<TokenBuckets>
  private let addresses: Mutex<TokenBuckets>

  /// - Parameters:
  ///   - known: of one caller that has proved who it is.
  ///   - address: of one address, for all who have not.
  public init(known: CallerRate, address: CallerRate) {
    self.known = Mutex(TokenBuckets(known, callersMax: Self.callersMax))
    addresses = Mutex(TokenBuckets(address, callersMax: Self.callersMax))
  }

  /// To be asked before a request is looked at: whether its address has used up what strangers may ask, and nobody known has
  /// asked from there in the last minute. Such a request is refused unseen.
  public func isBarred(_ remoteAddress: String, at now: Moment) -> Bool {
    addresses.withLock { $0.isBarred(Site.network(of: remoteAddress), at: now) }
  }

  /// A caller that has proved who it is asks.
  public func take(_ caller: String, from remoteAddress: String, at now: Moment) -> Verdict {
    addresses.withLock { $0.trust(Site.network(of: remoteAddress), at: now) }
    return Verdict(known.withLock { $0.take(caller, at: now) })
  }

  /// Somebody asks who has not.
  public func takeStranger(_ remoteAddress: String, at now: Moment) -> Verdict {
    Verdict(addresses.withLock { $0.take(Site.network(of: remoteAddress), at: now) })
  }
}

extension CallerRates.Verdict {
  fileprivate init(_ verdict: TokenBuckets.Verdict) {
    switch verdict {
    case .admitted: self = .admitted
    case .refused(let isFirst): self = .throttled(isFirst: isFirst)
    }
  }
}
