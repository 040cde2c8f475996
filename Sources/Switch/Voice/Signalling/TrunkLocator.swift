import Logging
import NIOPosix
import SIP

/// Finds where the targets of trunks are (RFC 3263 4.2): a name without a port by its SRV records, and by its addresses where it
/// has none.
/// NAPTR records are not asked for: a target says its transport.
actor TrunkLocator {
  typealias Target = VoiceTrunk.Target

  private let threads = NIOThreadPool(numberOfThreads: 4)
  private let isIPv6: Bool
  private let logger: Logger
  /// What was last found out: it holds while nobody answers.
  private var known: [Target: [LocatedServer]] = [:]
  private var hasNames = false
  private var pausesSinceLast = 0

  /// - Parameter isIPv6: whether calls are carried over IPv6; names are looked up for nothing else.
  init(isIPv6: Bool, logger: Logger) {
    self.isIPv6 = isIPv6
    self.logger = logger
    threads.start()
  }

  /// - Parameter asks: false to answer at once, from what is known.
  func locate(_ trunks: [VoiceTrunk], asks: Bool) async -> [DirectoryState.ResolvedTrunk] {
    let targets = Set(trunks.flatMap(\.targets))
    let names = targets.filter { !VoiceSettings.isAddress($0.host) }
    known = known.filter { targets.contains($0.key) }
    for target in targets.subtracting(names) { known[target] = [server(target, target.host)] }
    if asks { await ask(names) }
    (hasNames, pausesSinceLast) = (!names.isEmpty, 0)
    return trunks.map { trunk in
      DirectoryState.ResolvedTrunk(trunk: trunk, servers: trunk.targets.map { known[$0] ?? [] })
    }
  }

  /// Whether names are to be looked up again, asked once each `VoiceLimits.lookupPauseSeconds`: at once where one is nowhere.
  func isDue() -> Bool {
    pausesSinceLast += 1
    return hasNames && (known.values.contains { $0.isEmpty } || pausesSinceLast >= VoiceLimits.lookupPausesMax)
  }

  private func ask(_ names: Set<Target>) async {
    await withTaskGroup(of: (Target, [LocatedServer]?).self) { group in
      for target in names { group.addTask { (target, await self.find(target)) } }
      for await (target, found) in group {
        let before = known[target]
        let now = found ?? before ?? []
        known[target] = now
        guard now.isEmpty, before?.isEmpty != true else { continue }
        logger.error("a trunk's target is nowhere to be found; it is looked up again", metadata: ["target": "\(target.host)"])
      }
    }
  }

  private func find(_ target: Target) async -> [LocatedServer]? {
    let isIPv6 = isIPv6
    return try? await threads.runIfActive { Self.lookUp(target, isIPv6) }
  }

  // MARK: On a thread of their own

  private static func lookUp(_ target: Target, _ isIPv6: Bool) -> [LocatedServer]? {
    guard target.port == nil else { return addressed(target, isIPv6) }
    let records = NameLookup.services(ServiceRecord.name(of: target.host, over: target.sipTransport))
    // Where nobody answers for SRV records, or there are none, the name itself is the server's.
    guard let records, !records.isEmpty else { return addressed(target, isIPv6) }
    let servers = records.compactMap { record -> LocatedServer? in
      guard let addresses = record.target.map({ NameLookup.addresses($0, isIPv6: isIPv6) }) ?? [] else { return nil }
      return LocatedServer(
        priority: record.priority, weight: record.weight, flows: addresses.sorted().map { flow(target, $0, record.port) })
    }
    let found = servers.filter { !$0.flows.isEmpty }
    guard !found.isEmpty || servers.count == records.count else { return nil }
    // In one order whatever the order of the answer: what is the same looks the same.
    return found.sorted { ($0.priority, $0.text) < ($1.priority, $1.text) }
  }

  private static func addressed(_ target: Target, _ isIPv6: Bool) -> [LocatedServer]? {
    NameLookup.addresses(target.host, isIPv6: isIPv6).map { addresses in
      addresses.isEmpty
        ? [] : [LocatedServer(priority: 0, weight: 0, flows: addresses.sorted().map { flow(target, $0, target.standardPort) })]
    }
  }

  private func server(_ target: Target, _ host: String) -> LocatedServer {
    LocatedServer(priority: 0, weight: 0, flows: [Self.flow(target, host, target.standardPort)])
  }

  private static func flow(_ target: Target, _ host: String, _ port: UInt16) -> SIPFlow {
    let id = target.transport == .udp ? SIPChannels.datagramFlow : SIPChannels.ownFlow
    return SIPFlow(id: id, transport: target.sipTransport, host: host, port: port)
  }
}

extension VoiceTrunk.Target {
  var sipTransport: SIPTransport {
    switch transport {
    case .udp: .udp
    case .tcp: .tcp
    case .tls: .tls
    }
  }

  /// Its own port, or its transport's (RFC 3261 19.1.2).
  fileprivate var standardPort: UInt16 { port ?? (transport == .tls ? 5_061 : 5_060) }
}

extension LocatedServer {
  fileprivate var text: String { flows.map { "\($0.host) \($0.port)" }.joined(separator: " ") }
}
