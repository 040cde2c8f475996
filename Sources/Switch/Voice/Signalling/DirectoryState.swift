import Logging
import SIP

/// The directory as signalling has it: who may register, whose calls are taken, how numbers are reached.
struct DirectoryState {
  struct ResolvedTrunk: Sendable {
    let trunk: VoiceTrunk
    /// For each target its servers.
    let servers: [[LocatedServer]]
    /// All their addresses, and beside each the target's name in the directory.
    let flows: [SIPFlow]
    let names: [String]

    init(trunk: VoiceTrunk, servers: [[LocatedServer]]) {
      self.trunk = trunk
      self.servers = servers
      flows = servers.flatMap { $0.flatMap(\.flows) }
      names = zip(trunk.targets, servers).flatMap { target, found in found.flatMap(\.flows).map { _ in target.host } }
    }
  }

  private(set) var devices: [String: VoiceDevice] = [:]
  private(set) var trunks: [String: ResolvedTrunk] = [:]
  private var usersOfAgents: [String: [String]] = [:]
  /// Addresses-of-record that can be reached now, by their users.
  private var reachable: [[UInt8]: Set<[UInt8]>] = [:]

  mutating func set(devices: [VoiceDevice]) {
    self.devices = Dictionary(devices.map { ($0.user, $0) }, uniquingKeysWith: { first, _ in first })
    usersOfAgents = Dictionary(grouping: self.devices.keys.sorted()) { self.devices[$0]?.agentID ?? "" }
  }

  mutating func set(trunks: [ResolvedTrunk]) {
    self.trunks = Dictionary(trunks.map { ($0.trunk.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  // MARK: Telephones

  mutating func reached(_ address: [UInt8], _ isReachable: Bool) {
    let user = Array(address.prefix { $0 != UInt8(ascii: "@") })
    if isReachable {
      reachable[user, default: []].insert(address)
    } else {
      reachable[user]?.remove(address)
      if reachable[user]?.isEmpty == true { reachable[user] = nil }
    }
  }

  func addresses(ofAgent agentID: String) -> [SIPURI] {
    (usersOfAgents[agentID] ?? []).flatMap { user in
      (reachable[Array(user.utf8)] ?? []).sorted { $0.lexicographicallyPrecedes($1) }
        .compactMap { try? SIPURI("sip:" + $0.sipText) }
    }
  }

  // MARK: Trunks

  /// The trunk whose call comes from there.
  func trunk(of flow: SIPFlow) -> VoiceTrunk? {
    trunks.keys.sorted().lazy.compactMap { trunks[$0] }
      .first { $0.flows.contains { $0.host == flow.host && $0.transport == flow.transport } }?.trunk
  }

  /// The name that a trunk's target has in the directory.
  func name(of flow: SIPFlow) -> String? {
    trunks.keys.sorted().lazy.compactMap { trunks[$0] }.compactMap { known in
      known.flows.firstIndex(of: flow).map { known.names[$0] }
    }.first
  }

  /// The first trunk that may call the number, and has room.
  func way(to number: String, callsOn: (String) -> Int) -> ResolvedTrunk? {
    let isEmergency = TelephoneNumber.isEmergency(number)
    for name in trunks.keys.sorted() {
      guard let known = trunks[name], !known.flows.isEmpty, callsOn(name) < known.trunk.callsMax,
        isEmergency
          ? known.trunk.carriesEmergencyCalls : known.trunk.allowedPrefixes.contains(where: { number.hasPrefix($0) })
      else { continue }
      return known
    }
    return nil
  }
}

/// What the directory says takes effect.
extension Switchboard {
  func set(devices: [VoiceDevice]) {
    let before = directory.devices
    directory.set(devices: devices)
    for user in Set(before.keys).union(directory.devices.keys).sorted() where before[user] != directory.devices[user] {
      let secret = directory.devices[user]?.secret
      if let secret, secret.realm != VoiceSettings.realm {
        logger.error("a telephone's password is of another realm, and it cannot register", metadata: ["device": "\(user)"])
      }
      endpoint.handle(
        .accountChanged(user: user, secret.map { DigestSecret(sha256: $0.ha1SHA256, md5: $0.ha1MD5) }), at: now())
    }
    settle()
  }

  func set(trunks: [DirectoryState.ResolvedTrunk]) {
    let before = directory.trunks
    directory.set(trunks: trunks)
    for name in Set(before.keys).union(directory.trunks.keys).sorted() {
      let (old, new) = (before[name], directory.trunks[name])
      guard old?.flows != new?.flows || old?.trunk != new?.trunk else { continue }
      endpoint.handle(.trunkChanged(name: name, new?.signalled), at: now())
    }
    settle()
  }
}

extension DirectoryState.ResolvedTrunk {
  /// As the endpoint has it.
  fileprivate var signalled: Trunk {
    Trunk(targets: flows, probeSeconds: trunk.probeSeconds, registration: trunk.registration.flatMap(registration))
  }

  private func registration(_ asked: VoiceTrunk.Registration) -> TrunkRegistration? {
    guard let address = try? SIPURI("sip:\(asked.user)@\(asked.domain)"), let registrar = try? SIPURI("sip:\(asked.domain)")
    else { return nil }
    return TrunkRegistration(
      address: address, registrar: registrar, credentials: trunk.credentials.map(CallCredentials.init),
      seconds: asked.intervalSeconds)
  }
}

extension CallCredentials {
  init(_ credentials: VoiceTrunk.Credentials) {
    self.init(user: credentials.user, password: credentials.password, acceptsMD5: credentials.acceptsMD5)
  }
}
