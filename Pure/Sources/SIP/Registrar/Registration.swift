/// A REGISTER as far as it can be judged without bindings (RFC 3261 section 10.3).
public struct Registration: Sendable {
  public enum Change: Sendable, Hashable {
    /// No Contact: the bindings are asked for.
    case query
    /// `*`: all bindings go.
    case removeAll
    case bind([NameAddress])
  }

  public let change: Change
  /// Seconds that hold for contacts without their own; nil where none are given, or not readably.
  public let expiresSeconds: UInt32?

  /// - Throws: `malformed`: a Contact that is, a `*` beside another or without `Expires: 0`, an address-of-record that is none.
  public init(_ request: SIPRequest) throws(SIPProblem) {
    guard request.to.uri.isSIP else { throw SIPProblem(.malformed, .header(.to), "The address-of-record is no SIP URI") }
    expiresSeconds = request.message.deltaSeconds(of: .expires)
    let values = request.message.values(of: .contact)
    if values.contains(where: { $0.elementsEqual([UInt8(ascii: "*")]) }) {
      guard values.count == 1, expiresSeconds == 0 else {
        throw SIPProblem(.malformed, .header(.contact), "A wildcard stands alone and with Expires: 0")
      }
      change = .removeAll
    } else {
      let contacts = try request.message.addresses(of: .contact)
      change = contacts.isEmpty ? .query : .bind(contacts)
    }
  }

  public static func check(_ request: SIPRequest) throws(SIPProblem) { _ = try Registration(request) }
}
