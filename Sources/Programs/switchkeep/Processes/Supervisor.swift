import CProcesses
import Foundation
import Glibc
import Keep

/// Starts the keep and the switch, joins them, starts anew what ends, and ends both when it is told to: the switch first, since
/// what it still has to say goes to the keep.
///
/// It is one thread: the kernel ends the processes with the thread that started them.
struct Supervisor {
  private struct Running {
    let process: ChildProcess
    var ports: [String: Int] = [:]
    var isHeard = true
  }

  private let plan: ServePlan
  private let signals: Int32
  /// For a keep that is started anew: a passphrase is typed once.
  private var secret: HeldSecret?
  private var isSealed = false
  private var running: [ServePlan.Role: Running] = [:]
  /// Where each listener was, for processes that are started anew.
  private var ports: [String: Int] = [:]
  private var isAnnounced = false
  private var isStopping = false
  private var status: Int32 = 0
  /// Processes to start, and not before when.
  private var due: [ServePlan.Role: Date] = [:]
  private var failures: [ServePlan.Role: Int] = [:]

  /// - Parameter secret: the root secret; nil where the keep starts sealed.
  init(plan: ServePlan, secret: HeldSecret?) throws {
    self.plan = plan
    self.secret = secret
    signals = cprocesses_signals()
    guard signals >= 0 else { throw ProgramProblem(.cannotStart, message: "signals cannot be taken") }
  }

  /// - Returns: the status to end with.
  mutating func run() throws -> Int32 {
    for role in ServePlan.Role.allCases { try start(role) }
    while !running.isEmpty || !(isStopping || due.isEmpty) {
      try startDue()
      try wait()
    }
    return status
  }

  private mutating func start(_ role: ServePlan.Role) throws {
    due[role] = nil
    running[role] = Running(process: try plan.start(role, ports: ports, secret: secret))
    join()
  }

  private mutating func startDue() throws {
    for (role, at) in due where at <= Date() && !isStopping { try start(role) }
  }

  /// A new socket pair for the two; each lets go of the one before.
  private func join() {
    guard running.count == ServePlan.Role.allCases.count else { return }
    var pair: [Int32] = [0, 0]
    guard unsafe cprocesses_stream_pair(&pair) == 0 else { return }
    for (role, descriptor) in zip(ServePlan.Role.allCases, pair) {
      running[role]?.process.give(descriptor)
      close(descriptor)
    }
  }

  // MARK: What happens

  private static let waitMillisecondsMax: Int32 = 200

  private mutating func wait() throws {
    let roles = ServePlan.Role.allCases.filter { running[$0]?.isHeard == true }
    var polled = ([signals] + roles.compactMap { running[$0]?.process.control }).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    guard unsafe poll(&polled, nfds_t(polled.count), Self.waitMillisecondsMax) > 0 else { return }
    if polled[0].revents != 0 { takeSignals() }
    for (role, entry) in zip(roles, polled.dropFirst()) where entry.revents & Int16(POLLIN) != 0 { try takeReport(of: role) }
    reap()
  }

  private mutating func takeReport(of role: ServePlan.Role) throws {
    switch running[role]?.process.report() {
    case .words(let message): try take(message, of: role)
    case .secret(let given) where role == .keep: secret = try? HeldSecret(given)
    case .secret: break
    // One that has shut its end says nothing more, and is waited for all the same.
    case nil: running[role]?.isHeard = false
    }
  }

  private mutating func take(_ message: ControlMessage, of role: ServePlan.Role) throws {
    // Each says where its own listeners are: a switch that was broken into does not move the keep's.
    let own = message.ports.filter { role.listeners.contains($0.key) }
    running[role]?.ports.merge(own) { $1 }
    ports.merge(own) { $1 }
    failures[role] = 0
    if role == .keep, let isNowSealed = message.isSealed {
      if isNowSealed { plan.say("the keep is sealed; open it: switchkeep unseal --data-dir \(plan.folder.path)") }
      isSealed = isNowSealed
    }
    guard !isAnnounced, ports.count == 3 else { return }
    isAnnounced = true
    try plan.announce(ports, isSealed: isSealed)
  }

  private mutating func takeSignals() {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = unsafe read(signals, &bytes, bytes.count)
    let numbers = Set(bytes.prefix(max(0, count)).map(Int32.init))
    if numbers.contains(SIGTERM) || numbers.contains(SIGINT) { stop() }
  }

  private mutating func stop() {
    // Who asks again does not want to wait.
    if isStopping { for entry in running.values { entry.process.signal(SIGKILL) } }
    isStopping = true
    due = [:]
    (running[.switch] ?? running[.keep])?.process.signal(SIGTERM)
  }

  private mutating func reap() {
    for (role, entry) in running {
      var state: Int32 = 0
      guard unsafe waitpid(entry.process.id, &state, WNOHANG) == entry.process.id else { continue }
      close(entry.process.control)
      running[role] = nil
      ended(role, entry, state)
    }
  }

  private mutating func ended(_ role: ServePlan.Role, _ entry: Running, _ state: Int32) {
    guard !isStopping else {
      if role == .switch { running[.keep]?.process.signal(SIGTERM) }
      return
    }
    // What cannot even begin is for the operator to see.
    guard isAnnounced else {
      status = state & 0x7F == 0 ? max(1, state >> 8 & 0xFF) : 1
      return stop()
    }
    let failure = (failures[role] ?? 0) + 1
    failures[role] = failure
    let seconds = min(5, 0.1 * Double(failure))
    due[role] = Date(timeIntervalSinceNow: seconds)
    plan.say("the \(role.rawValue) has ended (status \(state)); it is started anew in \(seconds) s")
  }
}
