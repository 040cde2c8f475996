/// A way to the telephone network: a carrier's, or another exchange's.
public struct SIPTrunk: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    SIPTrunk.init(
      name:targets:probeSeconds:registration:credentials:calledNumberFrom:nationalPrefix:countryCode:callsMax:
      carriesEmergencyCalls:allowedPrefixes:
    ), \.name, \.targets, \.probeSeconds, \.registration, \.credentials, \.calledNumberFrom, \.nationalPrefix, \.countryCode,
    \.callsMax, \.carriesEmergencyCalls, \.allowedPrefixes)

  /// Where the called number of a call that comes in stands.
  public enum CalledNumber: String, LinkCodable, CaseIterable {
    case requestURI = "request-uri"
    case to
    /// RFC 7315 4.2.
    case pCalledPartyID = "p-called-party-id"
  }

  public let name: String
  /// In the order in which they are tried.
  public let targets: [SIPTarget]
  /// Seconds between two OPTIONS to each target; 0 for none.
  public let probeSeconds: Int
  public let registration: SIPRegistration?
  /// What answers a challenge of the other side.
  public let credentials: SIPCredentials?
  public let calledNumberFrom: CalledNumber
  /// The digits before a national number that go away abroad, such as `0`.
  public let nationalPrefix: String?
  /// Of numbers that come without one, such as `44`.
  public let countryCode: String?
  public let callsMax: Int
  public let carriesEmergencyCalls: Bool
  /// What a number that is dialled begins with, in E.164; none is none at all.
  public let allowedPrefixes: [String]

  public init(
    name: String, targets: [SIPTarget], probeSeconds: Int, registration: SIPRegistration?, credentials: SIPCredentials?,
    calledNumberFrom: CalledNumber, nationalPrefix: String?, countryCode: String?, callsMax: Int, carriesEmergencyCalls: Bool,
    allowedPrefixes: [String]
  ) {
    self.name = name
    self.targets = targets
    self.probeSeconds = probeSeconds
    self.registration = registration
    self.credentials = credentials
    self.calledNumberFrom = calledNumberFrom
    self.nationalPrefix = nationalPrefix
    self.countryCode = countryCode
    self.callsMax = callsMax
    self.carriesEmergencyCalls = carriesEmergencyCalls
    self.allowedPrefixes = allowedPrefixes
  }
}

/// Where a trunk's requests go to.
public struct SIPTarget: LinkStructure, Hashable {
  public static let layout = LinkLayout(SIPTarget.init(host:port:transport:), \.host, \.port, \.transport)

  public enum Transport: String, LinkCodable, CaseIterable {
    case udp, tcp, tls
  }

  /// A name or an address; that of IPv6 without its brackets.
  public let host: String
  /// nil for what the name's SRV records say, or the transport's own (RFC 3263).
  public let port: Int?
  public let transport: Transport

  public init(host: String, port: Int?, transport: Transport) {
    self.host = host
    self.port = port
    self.transport = transport
  }
}

/// How a trunk registers itself with the other side.
public struct SIPRegistration: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    SIPRegistration.init(registrar:username:expiresSeconds:), \.registrar, \.username, \.expiresSeconds)

  public let registrar: SIPTarget
  /// The user of the address that is registered.
  public let username: String
  public let expiresSeconds: Int

  public init(registrar: SIPTarget, username: String, expiresSeconds: Int) {
    self.registrar = registrar
    self.username = username
    self.expiresSeconds = expiresSeconds
  }
}

/// What a trunk answers a challenge with. The challenge names the realm, so that the password itself is needed.
public struct SIPCredentials: LinkStructure, Hashable {
  public static let layout = LinkLayout(SIPCredentials.init(username:password:), \.username, \.password)

  public let username: String
  public let password: String

  public init(username: String, password: String) {
    self.username = username
    self.password = password
  }
}

extension SIPCredentials: CustomStringConvertible {
  /// Without the password.
  public var description: String { "SIPCredentials(\(username))" }
}
