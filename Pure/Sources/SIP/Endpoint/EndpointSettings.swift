/// Who the endpoint is and whom it serves.
public struct EndpointSettings: Sendable {
  /// The name or address, and the port, that peers reach it by: in Via and Contact.
  public let host: String
  public let port: UInt16
  /// The port of TLS, where it has one.
  public let tlsPort: UInt16?
  public let realm: String
  /// Whether challenges offer MD5 at all; whether a device may use it says its secret.
  public let allowsMD5: Bool
  public let userAgent: String
  public let rules: UASRules
  public let sessionTimer: SessionTimer.Settings
  public let registrar: Registrar.Settings

  public init(
    host: String, port: UInt16, tlsPort: UInt16? = nil, realm: String, allowsMD5: Bool, userAgent: String, rules: UASRules,
    sessionTimer: SessionTimer.Settings, registrar: Registrar.Settings
  ) {
    self.host = host
    self.port = port
    self.tlsPort = tlsPort
    self.realm = realm
    self.allowsMD5 = allowsMD5
    self.userAgent = userAgent
    self.rules = rules
    self.sessionTimer = sessionTimer
    self.registrar = registrar
  }

  func port(of transport: SIPTransport) -> UInt16 { transport == .tls ? tlsPort ?? port : port }
}

/// What an endpoint holds at most.
public enum EndpointLimits {
  public static let callsMax = 5_000
  public static let accountsMax = 50_000
  public static let trunksMax = 100
  /// Targets of a trunk, or of a call.
  public static let targetsMax = 64
  /// How long a peer's REFER may take, which is what its subscription lasts (RFC 3515 section 2.4.4); a call has one at a time.
  public static let transferSecondsMax = 120
  /// How long a call that is to end waits until the peer has what is said last of its REFER.
  public static let farewellMillisecondsMax = 2_000
}

/// A carrier's side: where calls to it go, and whose calls are taken without a password.
public struct Trunk: Sendable {
  /// The preferred first; one that does not answer is passed over.
  public let targets: [SIPFlow]
  /// OPTIONS are sent this often; 0 for never.
  public let probeSeconds: UInt32
  /// Nil for a carrier that knows us by our address.
  public let registration: TrunkRegistration?

  public init(targets: [SIPFlow], probeSeconds: UInt32, registration: TrunkRegistration?) {
    self.registration = registration
    self.targets = Array(targets.prefix(EndpointLimits.targetsMax))
    self.probeSeconds = probeSeconds
  }
}

/// A call that is to be placed.
public struct CallOrder: Sendable {
  public let target: SIPURI
  /// Where to, the preferred first: a device's flow, or a trunk's targets.
  public let flows: [SIPFlow]
  public let from: SIPURI
  public let displayName: String?
  /// The caller's number as we vouch for it to a trunk (RFC 3325).
  public let assertedIdentity: SIPURI?
  /// The offer; empty to let the peer offer.
  public let description: [UInt8]
  /// What the incoming call that this one goes on from had left (RFC 3261 section 16.6); 70 for a call of our own.
  public let maxForwards: UInt8
  public let credentials: CallCredentials?

  public init(
    target: SIPURI, flows: [SIPFlow], from: SIPURI, displayName: String?, assertedIdentity: SIPURI?, description: [UInt8],
    maxForwards: UInt8, credentials: CallCredentials?
  ) {
    self.target = target
    self.flows = Array(flows.prefix(EndpointLimits.targetsMax))
    self.from = from
    self.displayName = displayName
    self.assertedIdentity = assertedIdentity
    self.description = description
    self.maxForwards = maxForwards
    self.credentials = credentials
  }
}

/// A trunk's account. Held in memory only as long as the call is being set up.
public struct CallCredentials: Sendable {
  public let user: String
  public let password: String
  public let acceptsMD5: Bool

  public init(user: String, password: String, acceptsMD5: Bool) {
    self.user = user
    self.password = password
    self.acceptsMD5 = acceptsMD5
  }
}
