/// A trunk, and which of its targets answer.
struct WatchedTrunk: Sendable {
  let trunk: Trunk
  var isUp: [Bool]
  var generation: Int
}

/// Where calls come from that need no password.
struct TrunkSource: Sendable, Hashable {
  let host: String
  let transport: SIPTransport
}

/// Trunks are probed by OPTIONS; a target that does not answer is passed over until it does.
extension SIPEndpoint {
  mutating func changeTrunk(_ name: String, _ trunk: Trunk?) {
    guard trunk == nil || trunks.count < EndpointLimits.trunksMax || trunks[name] != nil else { return }
    trunkGeneration += 1
    let generation = trunkGeneration
    trunks[name] = trunk.map { trunk in
      WatchedTrunk(trunk: trunk, isUp: trunk.targets.map { _ in true }, generation: generation)
    }
    let targets = trunks.values.flatMap(\.trunk.targets)
    trunkSources = Set(targets.map { TrunkSource(host: $0.host, transport: $0.transport) })
    probe(name, generation)
    beginRegistration(name, trunk?.registration, generation)
  }

  mutating func probe(_ name: String, _ generation: Int) {
    guard let watched = trunks[name], watched.generation == generation, watched.trunk.probeSeconds > 0 else { return }
    for (number, target) in watched.trunk.targets.enumerated() { sendProbe(name, number, target) }
    effects.append(
      .startTimer(.probe(trunk: name, generation: generation), milliseconds: Int(watched.trunk.probeSeconds) * 1_000))
  }

  private mutating func sendProbe(_ name: String, _ number: Int, _ target: SIPFlow) {
    let host = target.host.contains(":") ? "[\(target.host)]" : target.host
    guard let uri = try? SIPURI("sip:\(host):\(target.port)") else { return }
    let branch = "z9hG4bK" + identifier()
    var writer = MessageWriter(request: .options, uri: uri)
    writer.field(.via, via(on: target, branch: branch))
    writer.field(.maxForwards, "1")
    writer.field(.from, "<sip:switch@\(settings.host)>;tag=\(identifier())")
    writer.field(.to, "<\(uri.text)>")
    writer.field(.callID, identifier())
    writer.field(.cSeq, "1 OPTIONS")
    writer.field(.userAgent, settings.userAgent)
    send(writer.finished(), .options, branch: branch, on: target, for: .probe(trunk: name, target: number))
  }

  mutating func probed(_ name: String, _ target: Int, isUp: Bool) {
    guard var watched = trunks[name], watched.isUp.indices.contains(target), watched.isUp[target] != isUp else { return }
    watched.isUp[target] = isUp
    trunks[name] = watched
    effects.append(.trunkTargetChanged(trunk: name, target: watched.trunk.targets[target], isUp: isUp))
  }

  func isDown(_ flow: SIPFlow) -> Bool {
    trunks.values.contains { watched in
      zip(watched.trunk.targets, watched.isUp).contains { $0 == flow && !$1 }
    }
  }

  /// A call got no answer there.
  mutating func noteDown(_ flow: SIPFlow) {
    for name in trunks.keys.sorted() {
      guard let target = trunks[name]?.trunk.targets.firstIndex(of: flow) else { continue }
      probed(name, target, isUp: false)
    }
  }
}
