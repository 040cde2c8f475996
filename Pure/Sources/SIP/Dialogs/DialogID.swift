/// A dialog, as our side names it (RFC 3261 section 12).
public struct DialogID: Sendable, Hashable {
  public let callID: [UInt8]
  public let localTag: [UInt8]
  /// Empty for a peer of RFC 2543, who gives none.
  public let remoteTag: [UInt8]

  public init(callID: some Sequence<UInt8>, localTag: some Sequence<UInt8>, remoteTag: some Sequence<UInt8>) {
    self.callID = Array(callID)
    self.localTag = Array(localTag)
    self.remoteTag = Array(remoteTag)
  }

  /// The dialog that a peer's request is of; nil for one outside of any.
  public init?(_ request: SIPRequest) {
    guard let tag = request.to.tag else { return nil }
    self.init(callID: request.callID, localTag: tag, remoteTag: request.from.tag ?? [])
  }

  /// The dialog that a response to a request of ours makes or is of; nil for one without a tag.
  public init?(_ response: SIPResponse) {
    guard let tag = response.to.tag else { return nil }
    self.init(callID: response.callID, localTag: response.from.tag ?? [], remoteTag: tag)
  }

  /// The dialog that a Replaces means, which names tags as its receiver does (RFC 3891 section 3).
  public init(_ replaces: Replaces) {
    self.init(callID: replaces.callID, localTag: replaces.toTag, remoteTag: replaces.fromTag)
  }
}
