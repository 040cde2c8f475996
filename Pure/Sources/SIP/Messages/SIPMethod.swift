/// A method; methods are case-sensitive (RFC 3261 section 7.1).
public enum SIPMethod: Sendable, Hashable {
  case invite, ack, bye, cancel, options, register
  /// RFC 3311, 6086, 3515, 6665, 3428, 3903, 3262.
  case update, info, refer, notify, subscribe, message, publish, prack
  case other([UInt8])

  public init(_ text: some Collection<UInt8>) {
    self = Self.named.first { $0.text.utf8.elementsEqual(text) } ?? .other(Array(text))
  }

  static let named: [SIPMethod] = [
    .invite, .ack, .bye, .cancel, .options, .register, .update, .info, .refer, .notify, .subscribe, .message, .publish, .prack,
  ]

  public var text: String {
    switch self {
    case .invite: "INVITE"
    case .ack: "ACK"
    case .bye: "BYE"
    case .cancel: "CANCEL"
    case .options: "OPTIONS"
    case .register: "REGISTER"
    case .update: "UPDATE"
    case .info: "INFO"
    case .refer: "REFER"
    case .notify: "NOTIFY"
    case .subscribe: "SUBSCRIBE"
    case .message: "MESSAGE"
    case .publish: "PUBLISH"
    case .prack: "PRACK"
    case .other(let text): text.sipText
    }
  }

  public var isKnown: Bool { if case .other = self { false } else { true } }
}
