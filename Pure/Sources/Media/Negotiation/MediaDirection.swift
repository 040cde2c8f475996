/// Which way media goes, seen from the side that says so (RFC 8866 section 6.7).
public enum MediaDirection: String, Sendable, CaseIterable {
  case sendrecv
  case sendonly
  case recvonly
  case inactive

  public init(isSending: Bool, isReceiving: Bool) {
    self = isSending ? (isReceiving ? .sendrecv : .sendonly) : (isReceiving ? .recvonly : .inactive)
  }

  public var isSending: Bool { self == .sendrecv || self == .sendonly }
  public var isReceiving: Bool { self == .sendrecv || self == .recvonly }

  /// The same seen from the other side.
  public var reversed: MediaDirection { MediaDirection(isSending: isReceiving, isReceiving: isSending) }

  /// What both allow.
  public func narrowed(to other: MediaDirection) -> MediaDirection {
    MediaDirection(isSending: isSending && other.isSending, isReceiving: isReceiving && other.isReceiving)
  }
}
