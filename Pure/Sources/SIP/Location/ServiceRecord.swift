/// An SRV record (RFC 2782).
public struct ServiceRecord: Sendable, Hashable {
  public let priority: UInt16
  public let weight: UInt16
  public let port: UInt16
  /// A name; nil where the record says that the service is not to be had.
  public let target: String?

  public init(priority: UInt16, weight: UInt16, port: UInt16, target: String?) {
    self.priority = priority
    self.weight = weight
    self.port = port
    self.target = target
  }

  /// A line: priority, weight, port, target.
  public init?(_ line: some StringProtocol) {
    let words = line.split(separator: " ")
    guard words.count == 4, let priority = UInt16(words[0]), let weight = UInt16(words[1]), let port = UInt16(words[2]) else {
      return nil
    }
    self.init(priority: priority, weight: weight, port: port, target: words[3] == "." ? nil : String(words[3]))
  }

  /// The name whose SRV records say where a domain's SIP is (RFC 3263 section 4.1).
  public static func name(of domain: String, over transport: SIPTransport) -> String {
    switch transport {
    case .udp: "_sip._udp.\(domain)"
    case .tls: "_sips._tcp.\(domain)"
    default: "_sip._tcp.\(domain)"
    }
  }
}
