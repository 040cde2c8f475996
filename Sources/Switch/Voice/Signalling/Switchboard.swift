import CallControl
import Contacts
import Logging
import Media
import NIOCore
import SIP
import SystemEntropy
import Vocabulary

/// Signalling: the one owner of the pure endpoint and the pure bridge, on an event loop of its own (decision 0021).
///
/// What comes in, from the network, from contacts, from the media thread, from timers, comes on that loop and in order. Each time
/// both machines are run until they ask for nothing more.
actor Switchboard {
  nonisolated let loop: any EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.executor.asUnownedSerialExecutor() }

  let settings: VoiceSettings
  let media: MediaThread
  let outlet: VoiceOutlet
  let now: @Sendable () -> Moment
  let logger: Logger
  var endpoint: SIPEndpoint<SwiftCryptoHashing>
  var bridge = CallBridge()
  /// Of the bridge, and not carried out yet.
  var asked: [CallEffect] = []
  /// For the media thread, and not sent yet.
  var ordered: [MediaCommand] = []
  var calls = CallBook()
  var legs: [LegID: VoiceLeg] = [:]
  var streams: [StreamID: SIPCallID] = [:]
  var ports: PortBook
  var directory = DirectoryState()
  let channels = SIPChannels()
  private var isSettling = false
  private var timers: [CallTimer: Scheduled<Void>] = [:]
  private var endpointTimers = TimerBuckets()
  private var lastStream: UInt64 = 0
  var entropy = SystemEntropy()

  init(
    loop: any EventLoop, settings: VoiceSettings, media: MediaThread, mediaPorts: [UInt16], outlet: VoiceOutlet,
    now: @escaping @Sendable () -> Moment, logger: Logger
  ) {
    self.loop = loop
    self.settings = settings
    self.media = media
    self.mediaPorts = mediaPorts
    self.outlet = outlet
    self.now = now
    self.logger = logger
    ports = PortBook(ports: mediaPorts.count)
    let host = settings.advertised.contains(":") ? "[\(settings.advertised)]" : settings.advertised
    endpoint = SIPEndpoint(
      settings: EndpointSettings(
        host: host, port: UInt16(clamping: settings.sip.port),
        tlsPort: settings.sipTLS.map { UInt16(clamping: $0.port) }, realm: VoiceSettings.realm, allowsMD5: true,
        userAgent: "Switchkeep", rules: .standard, sessionTimer: .standard, registrar: .standard),
      hashing: SwiftCryptoHashing(), entropy: SystemEntropy())
  }

  /// Of the ports of media, by their places.
  let mediaPorts: [UInt16]

  /// Runs on the loop, after what was asked for before.
  nonisolated func perform(_ body: @escaping @Sendable (isolated Switchboard) -> Void) {
    loop.execute { self.assumeIsolated { body($0) } }
  }

  // MARK: What comes in

  func perform(_ command: TelephonyCommand, contactID: String, instanceID: String) {
    bridge.perform(command, contactID: contactID, instanceID: instanceID, into: &asked)
    settle()
  }

  func received(_ octets: [UInt8], _ flow: SIPFlow) {
    endpoint.handle(.received(octets, flow), at: now())
    settle()
  }

  func received(_ message: ReceivedMessage, _ flow: SIPFlow) {
    endpoint.handle(.receivedMessage(message, flow), at: now())
    settle()
  }

  func flowEnded(_ flow: SIPFlow) {
    endpoint.handle(.flowEnded(flow), at: now())
    settle()
  }

  func happened(_ events: [MediaEvent]) {
    for event in events { happened(event) }
    settle()
  }

  func happened(_ event: LegEvent, to leg: LegID) { bridge.happened(event, to: leg, into: &asked) }

  // MARK: Connections of peers

  /// - Returns: its flow; nil for a connection that is not taken.
  func admit(_ channel: any Channel, _ transport: SIPTransport) -> SIPFlow? {
    guard let flow = channels.newFlow(channel, transport), endpoint.admitsConnection(flow, at: now()),
      channels.add(channel, flow, isKnown: endpoint.isKnown(flow))
    else { return nil }
    return flow
  }

  /// - Returns: what datagrams are to be received from.
  func openDatagrams() throws -> Int32 {
    let datagrams = try SIPDatagrams(settings.sip)
    channels.datagrams = datagrams
    return try datagrams.descriptor()
  }

  func sweep() {
    guard channels.hasPeers else { return }
    let ofCalls = endpoint.flowsOfCalls
    channels.sweep { endpoint.isKnown($0) || ofCalls.contains($0) }
  }

  // MARK: What is done

  /// Carries out what both machines ask for, until there is nothing more.
  ///
  /// A connection that breaks as it is written to brings what it still had, and its end, before the write returns: what comes of
  /// that is carried out after what came before it.
  func settle() {
    guard !isSettling else { return }
    isSettling = true
    defer { isSettling = false }
    while true {
      let (made, asked) = (endpoint.takeEffects(), self.asked)
      self.asked = []
      if made.isEmpty, asked.isEmpty { break }
      for effect in made { carryOut(effect) }
      for effect in asked { carryOut(effect) }
    }
    media.send(ordered)
    ordered.removeAll(keepingCapacity: true)
  }

  private func carryOut(_ effect: EndpointEffect) {
    switch effect {
    case .send(let octets, let flow):
      if channels.send(octets, flow) == .unreachable { connect(flow, octets) }
    case .startTimer(let timer, let milliseconds): start(timer, milliseconds)
    case .tell(let call, let notice): told(notice, of: call)
    case .registrationChanged(let address, let isReachable): directory.reached(address, isReachable)
    case .trunkRegistrationChanged(let trunk, let isRegistered):
      logger.notice("the registration at a trunk", metadata: ["trunk": "\(trunk)", "registered": "\(isRegistered)"])
    case .guessed(let guesses):
      logger.warning(
        "somebody guesses at a telephone's password, and is not heard for a while",
        metadata: ["address": "\(guesses.host)", "device": "\(guesses.user ?? "")", "seconds": "\(guesses.silentSeconds)"])
      outlet.report(guesses)
    case .trunkTargetChanged(let trunk, let target, let isUp):
      logger.notice(
        "a target of a trunk has changed", metadata: ["trunk": "\(trunk)", "target": "\(target.host)", "up": "\(isUp)"])
    }
  }

  private func carryOut(_ effect: CallEffect) {
    switch effect {
    case .leg(let command): carryOut(command)
    case .tell(let contactID, let instanceID, let event):
      outlet.tell(event, contactID: contactID, instanceID: instanceID)
    case .setTimer(let timer, let seconds):
      timers[timer]?.cancel()
      timers[timer] = loop.scheduleTask(in: .seconds(Int64(seconds))) { self.assumeIsolated { $0.fired(timer) } }
    case .cancelTimer(let timer): timers.removeValue(forKey: timer)?.cancel()
    }
  }

  private func start(_ timer: EndpointTimer, _ milliseconds: Int) {
    let now = Int64(NIODeadline.now().uptimeNanoseconds / 1_000_000)
    guard let due = endpointTimers.add(timer, after: milliseconds, at: now) else { return }
    loop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(due) * 1_000_000)) { self.assumeIsolated { $0.fired(due) } }
  }

  private func fired(_ due: Int64) {
    for timer in endpointTimers.take(due) { endpoint.handle(.timerFired(timer), at: now()) }
    settle()
  }

  private func fired(_ timer: CallTimer) {
    timers[timer] = nil
    bridge.fired(timer, into: &asked)
    settle()
  }

  // MARK: Streams

  /// A stream that waits at a port.
  /// - Returns: nil where a stream waits at each.
  func newStream(remote: TransportAddress? = nil) -> (id: StreamID, negotiation: AudioNegotiation)? {
    lastStream += 1
    let stream = StreamID(number: lastStream)
    guard let place = ports.take(stream, remote: remote), let address = IPAddress(settings.advertised) else { return nil }
    let port = mediaPorts[place]
    ordered.append(.open(stream, port: place))
    let local = AudioNegotiation.Local(address: TransportAddress(address, port), controlPort: port)
    return (stream, AudioNegotiation(sessionID: entropy.next(), local: local))
  }

  func drop(_ stream: StreamID) {
    streams[stream] = nil
    ports.release(stream)
    ordered.append(.close(stream))
  }

  private func happened(_ event: MediaEvent) {
    switch event {
    case .found(let stream, let address): ports.found(stream, at: address)
    case .pressed(let stream, let key):
      if let leg = leg(of: stream) { happened(.pressed(key.character), to: leg) }
    case .played(let stream, let playback):
      if let leg = leg(of: stream) { happened(.played(playback: playback), to: leg) }
    case .fellSilent(let stream):
      guard let call = streams[stream] else { return }
      logger.notice("a call ends, since no audio comes from its peer", metadata: ["call": "\(call.number)"])
      endpoint.perform(.hangUp, on: call, at: now())
    }
  }

  private func leg(of stream: StreamID) -> LegID? { streams[stream].flatMap { calls[$0]?.leg } }

  /// The stream of a leg that is answered.
  func stream(of leg: LegID) -> StreamID? { legs[leg]?.active.flatMap { calls[$0]?.stream } }
}
