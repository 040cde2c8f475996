package import Contacts
import Datagrams
package import Logging
package import LoopTasks
import SIP
import Synchronization
package import Vocabulary

/// Carries calls: the adapter of the Telephony port that has sockets.
package final class VoiceHost: Sendable {
  private let settings: VoiceSettings
  private let directory: any VoiceDirectory
  private let library: SoundLibrary
  private let outlet = VoiceOutlet()
  private let tasks: LoopTasks
  private let locator: TrunkLocator
  private let media: MediaThread
  private let board: Switchboard
  private let found: @Sendable (String, JSON) async -> Void
  private let logger: Logger

  /// Opens the ports of media. What calls ask for waits until `run`.
  /// - Parameters:
  ///   - tasks: where signalling runs.
  ///   - found: is told what is to be on record that no request brought about: the event's name and parameters.
  /// - Throws: VoiceProblem.
  package init(
    _ settings: VoiceSettings, tasks: LoopTasks, directory: any VoiceDirectory, prompts: any VoicePrompts,
    recording: any RecordingSink, found: @escaping @Sendable (String, JSON) async -> Void,
    now: @escaping @Sendable () -> Moment, logger: Logger
  ) throws {
    self.settings = settings
    self.tasks = tasks
    self.directory = directory
    self.found = found
    self.logger = logger
    locator = TrunkLocator(isIPv6: settings.advertised.contains(":"), logger: logger)
    library = SoundLibrary(prompts: prompts, synthesizer: FliteSynthesizer())
    let ring = MediaRing()
    let ports: [MediaPort]
    do {
      ports = try settings.mediaPorts.map { try MediaPort(host: settings.sip.host, port: $0) }
      media = try MediaThread(
        ports: ports,
        settings: MediaLoop.Settings(
          clock: MediaClock(start: now()), silenceSecondsMax: settings.mediaSilenceSecondsMax),
        recording: recording, tell: { ring.tell($0) })
    } catch {
      throw VoiceProblem(.cannotListen, message: "a port of --rtp-ports at \(settings.sip.host) cannot be opened: \(error)")
    }
    board = Switchboard(
      loop: tasks.loop, settings: settings, media: media, mediaPorts: ports.map { $0.socket.port }, outlet: outlet, now: now,
      logger: logger)
    ring.board = board
  }

  /// Commands of contacts, in their order. It never waits.
  package func perform(_ command: TelephonyCommand, contactID: String, instanceID: String) {
    board.perform { $0.perform(command, contactID: contactID, instanceID: instanceID) }
  }

  /// Whether an agent has a telephone that is registered.
  package func canRing(_ agentID: String) async -> Bool { await board.canRing(agentID) }

  /// Carries calls until it is cancelled; then they end.
  /// - Throws: VoiceProblem.
  package func run(for centre: any VoiceCentre, identity: VoiceIdentity) async throws {
    // Whoever needs no name looked up is known before anybody calls.
    await refresh(asks: false)
    await centre.callsLost()
    do {
      try await SIPListeners(board: board, settings: settings).open(identity)
    } catch {
      throw VoiceProblem(.cannotListen, message: "SIP cannot listen at \(settings.sip.host):\(settings.sip.port): \(error)")
    }
    logger.notice("calls are carried", metadata: ["sip": "\(settings.sip.host):\(settings.sip.port)"])
    await withTaskGroup(of: Void.self) { group in
      group.addTask(executorPreference: self.tasks) { await centre.follow(self.outlet.news) }
      group.addTask(executorPreference: self.tasks) { await self.work(for: centre) }
      group.addTask { await self.follow() }
    }
  }

  /// Ends every call, as far as a message can.
  package func stop() async {
    await board.endAll()
    outlet.finish()
    media.stop()
    // The loop goes with the process: contacts that end after the calls may still ask for something.
  }

  // MARK: Jobs

  /// What is spoken or read from files may take its time, and is made elsewhere.
  private func work(for centre: any VoiceCentre) async {
    await withDiscardingTaskGroup { group in
      for await job in outlet.jobs {
        switch job {
        case .report(let guesses): group.addTask { await self.found("RefuseGuesses", guesses.parameters) }
        case .arrival(let call): group.addTask { await self.arrived(call, centre) }
        case .sounds(let order): group.addTask(executorPreference: globalConcurrentExecutor) { await self.prepare(order) }
        }
      }
    }
  }

  private func arrived(_ call: ArrivingCall, _ centre: any VoiceCentre) async {
    switch await directory.route(call.calledNumber, from: call.callerNumber, over: call.trunk) {
    case .unknown: board.perform { $0.turnedAway(call.call, 404) }
    case .refused(let status): board.perform { $0.turnedAway(call.call, status) }
    case .flow(let instanceID, let contactFlowID, let number, let tags):
      do {
        try await centre.callArrived(
          instanceID: instanceID, from: call.callerNumber, to: number, contactFlowID: contactFlowID, tags: tags,
          began: { [board] contactID in board.perform { $0.began(call, contactID: contactID, instanceID: instanceID) } })
      } catch {
        logger.warning("a call is turned away", metadata: ["trunk": "\(call.trunk)", "error": "\(type(of: error))"])
        board.perform { $0.turnedAway(call.call, 503) }
      }
    }
  }

  private func prepare(_ order: SoundOrder) async {
    let sounds = await library.sounds(order.presentations, instanceID: order.instanceID, order.voice)
    board.perform { $0.prepared(order, sounds) }
  }

  // MARK: The directory

  /// Names are looked up beside, and neither waits for the other.
  private func follow() async {
    let (wakeUps, waker) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    await withDiscardingTaskGroup { group in
      group.addTask { for await _ in self.directory.changes() { waker.yield() } }
      group.addTask {
        while !Task.isCancelled {
          try? await Task.sleep(for: .seconds(VoiceLimits.lookupPauseSeconds))
          if await self.locator.isDue() { waker.yield() }
        }
      }
      group.addTask { for await _ in wakeUps { await self.refresh(asks: true) } }
    }
  }

  private func refresh(asks: Bool) async {
    do {
      let devices = try await directory.devices()
      board.perform { $0.set(devices: devices) }
      let trunks = await locator.locate(try await directory.trunks(), asks: asks)
      board.perform { $0.set(trunks: trunks) }
    } catch {
      logger.error("who may call cannot be read; what was known holds", metadata: ["error": "\(type(of: error))"])
    }
  }
}

/// The media thread's way to signalling, which is made after it.
private final class MediaRing: Sendable {
  private let held = Mutex<Switchboard?>(nil)

  var board: Switchboard? {
    get { held.withLock { $0 } }
    set { held.withLock { $0 = newValue } }
  }

  func tell(_ events: [MediaEvent]) { board?.perform { $0.happened(events) } }
}

package struct VoiceProblem: Error, Sendable, CustomStringConvertible {
  package enum Code: Sendable { case cannotListen }

  package let code: Code
  package let message: String

  init(_ code: Code, message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { message }
}
