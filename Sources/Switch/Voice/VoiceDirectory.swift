/// What the voice host knows of who may call and be called. Values are taken anew whenever `changes` says so.
package protocol VoiceDirectory: Sendable {
  func devices() async throws -> [VoiceDevice]
  func trunks() async throws -> [VoiceTrunk]
  /// Where a called number (E.164) leads; `unknown` where nobody has it.
  /// - Parameters:
  ///   - callerNumber: nil when withheld.
  ///   - trunk: the name of the trunk that the call came over.
  func route(_ calledNumber: String, from callerNumber: String?, over trunk: String) async -> VoiceRoute
  /// Yields when devices or trunks may have changed.
  func changes() -> AsyncStream<Void>
}

/// A telephone of an agent's.
package struct VoiceDevice: Sendable, Hashable {
  /// The user part of its address, and its name in credentials.
  package let user: String
  package let agentID: String
  package let instanceID: String
  package let secret: VoiceSecret

  package init(user: String, agentID: String, instanceID: String, secret: VoiceSecret) {
    self.user = user
    self.agentID = agentID
    self.instanceID = instanceID
    self.secret = secret
  }
}

/// Digests of user, realm and password (RFC 7616 3.4.2), in lower-case hexadecimal digits.
package struct VoiceSecret: Sendable, Hashable {
  package let realm: String
  package let ha1SHA256: [UInt8]
  /// nil where the device may not use MD5.
  package let ha1MD5: [UInt8]?

  package init(realm: String, ha1SHA256: [UInt8], ha1MD5: [UInt8]?) {
    self.realm = realm
    self.ha1SHA256 = ha1SHA256
    self.ha1MD5 = ha1MD5
  }
}

/// A carrier's side: whose calls are taken without a password, and over which calls go out.
package struct VoiceTrunk: Sendable, Hashable {
  package struct Target: Sendable, Hashable {
    package enum Transport: String, Sendable, Hashable, CaseIterable { case udp, tcp, tls }

    /// An address, or a name.
    package let host: String
    /// nil for what the name's SRV records say, else the transport's own.
    package let port: UInt16?
    package let transport: Transport

    package init(host: String, port: UInt16?, transport: Transport) {
      self.host = host
      self.port = port
      self.transport = transport
    }
  }

  /// The account that is kept registered at the trunk's first target, so that it sends calls here.
  package struct Registration: Sendable, Hashable {
    /// What stands behind the `@` of the address-of-record.
    package let domain: String
    package let user: String
    /// Between two REGISTERs; the carrier may ask for less.
    package let intervalSeconds: UInt32

    package init(domain: String, user: String, intervalSeconds: UInt32) {
      self.domain = domain
      self.user = user
      self.intervalSeconds = intervalSeconds
    }
  }

  /// What answers the trunk's 401 and 407.
  package struct Credentials: Sendable, Hashable {
    package let user: String
    package let password: String
    package let acceptsMD5: Bool

    package init(user: String, password: String, acceptsMD5: Bool) {
      self.user = user
      self.password = password
      self.acceptsMD5 = acceptsMD5
    }
  }

  /// Where the number stands that was called.
  package enum CalledNumber: String, Sendable, Hashable, CaseIterable { case requestURI, to, calledPartyID }

  package let name: String
  /// The preferred first.
  package let targets: [Target]
  /// 0 for never.
  package let probeSeconds: UInt32
  package let registration: Registration?
  package let credentials: Credentials?
  package let calledNumberFrom: CalledNumber
  /// What stands before a number of the trunk's country, `0` in many; nil where all numbers are international.
  package let nationalPrefix: String?
  /// Digits.
  package let countryCode: String?
  /// Calls at once, in and out.
  package let callsMax: Int
  package let carriesEmergencyCalls: Bool
  /// What called numbers (E.164, with the plus) may begin with; none at all means that nothing is called over it.
  package let allowedPrefixes: [String]

  package init(
    name: String, targets: [Target], probeSeconds: UInt32, registration: Registration?, credentials: Credentials?,
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

package enum VoiceRoute: Sendable {
  /// - Parameter tags: what the rules about callers mark the call with.
  case flow(instanceID: String, contactFlowID: String, number: String, tags: [String])
  /// - Parameter status: of 4xx to 6xx.
  case refused(status: Int)
  case unknown
}
