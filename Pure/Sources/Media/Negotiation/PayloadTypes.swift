/// Which RTP payload type stands for what, in one direction. A format without one is not agreed.
public struct PayloadTypes: Sendable, Hashable {
  public var mu: UInt8?
  public var a: UInt8?
  /// telephone-event (RFC 4733).
  public var events: UInt8?

  public init(mu: UInt8? = nil, a: UInt8? = nil, events: UInt8? = nil) {
    self.mu = mu
    self.a = a
    self.events = events
  }

  public subscript(law: G711.Law) -> UInt8? {
    get { law == .mu ? mu : a }
    set { if law == .mu { mu = newValue } else { a = newValue } }
  }

  public func law(of payloadType: UInt8) -> G711.Law? {
    payloadType == mu ? .mu : payloadType == a ? .a : nil
  }
}
