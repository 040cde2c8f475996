import Link
import Voice

/// Who may call and be called by SIP, as keep and switch have it.
struct KeptVoiceDirectory: VoiceDirectory {
  let directory: TelephonyDirectory

  func devices() async throws -> [VoiceDevice] { directory.devices.map(VoiceDevice.init) }
  func trunks() async throws -> [VoiceTrunk] { directory.trunks.map(VoiceTrunk.init) }
  func changes() -> AsyncStream<Void> { directory.changes() }

  func route(_ calledNumber: String, from callerNumber: String?, over trunk: String) async -> VoiceRoute {
    switch await directory.route(calledNumber, from: callerNumber, over: trunk) {
    case .flow(let instanceID, let contactFlowID, let number, let tags):
      .flow(instanceID: instanceID, contactFlowID: contactFlowID, number: number, tags: tags)
    case .refused(let status): .refused(status: status)
    case .unknown: .unknown
    }
  }
}

extension VoiceDevice {
  fileprivate init(_ device: SIPDevice) {
    self.init(
      user: device.user, agentID: device.agentID, instanceID: device.instanceID,
      secret: VoiceSecret(
        realm: device.realm, ha1SHA256: Self.digits(device.ha1SHA256), ha1MD5: device.ha1MD5.map(Self.digits)))
  }

  /// Lower-case hexadecimal digits, as digests are compared and computed on.
  private static func digits(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { byte in [byte >> 4, byte & 15].map { $0 < 10 ? $0 + UInt8(ascii: "0") : $0 - 10 + UInt8(ascii: "a") } }
  }
}

extension VoiceTrunk {
  fileprivate init(_ trunk: SIPTrunk) {
    self.init(
      name: trunk.name, targets: trunk.targets.map(Target.init), probeSeconds: UInt32(clamping: trunk.probeSeconds),
      registration: trunk.registration.map {
        Registration(
          domain: $0.registrar.host, user: $0.username, intervalSeconds: UInt32(clamping: $0.expiresSeconds))
      },
      credentials: trunk.credentials.map { Credentials(user: $0.username, password: $0.password, acceptsMD5: true) },
      calledNumberFrom: CalledNumber(trunk.calledNumberFrom), nationalPrefix: trunk.nationalPrefix,
      countryCode: trunk.countryCode, callsMax: trunk.callsMax, carriesEmergencyCalls: trunk.carriesEmergencyCalls,
      allowedPrefixes: trunk.allowedPrefixes)
  }
}

extension VoiceTrunk.Target {
  fileprivate init(_ target: SIPTarget) {
    let transport: Transport =
      switch target.transport {
      case .udp: .udp
      case .tcp: .tcp
      case .tls: .tls
      }
    self.init(host: target.host, port: target.port.flatMap(UInt16.init(exactly:)), transport: transport)
  }
}

extension VoiceTrunk.CalledNumber {
  fileprivate init(_ place: SIPTrunk.CalledNumber) {
    self =
      switch place {
      case .requestURI: .requestURI
      case .to: .to
      case .pCalledPartyID: .calledPartyID
      }
  }
}
