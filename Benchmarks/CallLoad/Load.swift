import Datagrams
import Foundation

/// Everybody who calls and is called, on one thread.
final class Load {
  private static let slice: Int64 = 5_000_000
  /// Telephones at one address: strangers, which they are until they have registered, may ask so often and no more.
  private static let telephonesOfAddress = 8
  private static let reportSlices = 1_000

  private let signalling: Signalling
  private var poll: DatagramPoll
  private let legs: [Leg]
  private var batch = DatagramBatch(capacity: 1, bytesMax: 1_500)
  private var incoming = DatagramBatch(capacity: 64, bytesMax: 8_192)
  private var ready: [Int] = []
  private var now: Int64 = 0
  private var running: Command?
  private var (placed, isOver) = (0, false)
  private var dueCall: Int64 = 0
  /// How late this loop was at most: then it is the machine that is at fault.
  private var lateMax: Int64 = 0

  init(_ orders: Orders) throws {
    let trunk = try Line(host: orders.trunkHost, port: orders.trunkPort)
    var (lines, callers, telephones): ([Line], [Party], [Party]) = ([trunk], [], [])
    for (number, telephone) in orders.telephones.enumerated() {
      let host = "127.0.1.\(1 + number / Self.telephonesOfAddress)"
      if number % Self.telephonesOfAddress == 0 { lines.append(try Line(host: host, port: 0)) }
      // Apart by 5 Hz, and never two tones that are a key.
      let (hertz, source) = (500 + number % 280 * 10, UInt32(number + 1) << 8)
      callers.append(
        Party(
          number: number, leg: try Leg(hertz: hertz, source: source | 1, host: orders.trunkHost), line: trunk, telephone: nil))
      telephones.append(
        Party(
          number: number, leg: try Leg(hertz: hertz + 5, source: source | 2, host: host), line: lines[lines.count - 1],
          telephone: telephone))
    }
    signalling = try Signalling(orders, lines: lines, callers: callers, telephones: telephones)
    legs = (callers + telephones).map(\.leg)
    poll = try DatagramPoll()
    for (index, line) in (lines + legs.map(\.line)).enumerated() { try poll.add(line.socket, number: UInt64(index)) }
  }

  func run(_ nextCommand: () -> Command?) throws {
    signalling.registerAll()
    var (slice, due) = (0, Self.nanoseconds)
    while !isOver {
      due += Self.slice
      Self.sleep(until: due)
      now = Self.nanoseconds
      lateMax = max(lateMax, now - due)
      try receive()
      if running == nil, signalling.isRegistered, let command = nextCommand() { try begin(command) }
      if let running { try goOn(running) }
      for index in stride(from: slice % 4, to: legs.count, by: 4) { legs[index].say(&batch) }
      if slice < legs.count { legs[slice].report(&batch, milliseconds: now / 1_000_000) }
      try signalling.repeatRequests(at: now)
      slice = slice + 1 == max(Self.reportSlices, legs.count) ? 0 : slice + 1
    }
  }

  private func receive() throws {
    var failure: (any Error)?
    repeat {
      ready.removeAll(keepingCapacity: true)
      poll.wait(nanoseconds: 0) { ready.append(Int($0)) }
      let lines = signalling.lines.count
      for number in ready {
        let socket = number < lines ? signalling.lines[number] : legs[number - lines].line
        repeat {
          socket.socket.receive(into: &incoming)
          for index in 0..<incoming.count {
            incoming.read(index) { datagram, peer in
              guard number < lines else { return legs[number - lines].take(datagram, from: peer, at: now) }
              var octets: [UInt8] = []
              for index in datagram.indices { octets.append(datagram[index]) }
              do { try signalling.take(octets, on: socket) } catch { failure = error }
            }
          }
        } while incoming.isFull
      }
    } while ready.count >= 256
    if let failure { throw failure }
  }

  // MARK: Commands

  private func begin(_ command: Command) throws {
    switch command.verb {
    case .talk, .setUp: (running, placed, dueCall) = (command, 0, now)
    case .hangUp:
      for caller in signalling.callers where caller.state == .talking { signalling.hangUp(caller) }
      running = command
    case .measure:
      for leg in legs where leg.remote != nil { leg.measure() }
      lateMax = 0
      answer(["measuring": legs.count { $0.remote != nil }])
    case .report: answer(Report(signalling.callers, lateNanoseconds: lateMax).json)
    case .stop: isOver = true
    }
  }

  private func goOn(_ command: Command) throws {
    let calls = command.calls ?? 0
    while placed < calls, dueCall <= now, let caller = signalling.callers.first(where: { $0.state == .idle }) {
      try signalling.call(caller, number: signalling.placed)
      placed += 1
      dueCall += Int64(1e9 / (command.perSecond ?? 10))
    }
    let states = signalling.callers.filter { $0.state != .idle }
    switch command.verb {
    case .setUp:
      for caller in states where caller.state == .talking && caller.hasTalked { signalling.hangUp(caller) }
      if placed == calls, states.isEmpty { done(["calls": calls]) }
    case .talk:
      if placed == calls, states.allSatisfy({ $0.state == .talking && $0.hasTalked }) { done(["talking": states.count]) }
    default:
      if states.isEmpty, signalling.telephones.allSatisfy({ $0.state == .idle }) { done(["talking": 0]) }
    }
  }

  private func done(_ told: [String: Any]) {
    running = nil
    answer(told)
  }

  private func answer(_ told: [String: Any]) {
    guard let line = try? JSONSerialization.data(withJSONObject: told) else { return }
    FileHandle.standardOutput.write(line + Data("\n".utf8))
  }

  // MARK: Time

  private static var nanoseconds: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static func sleep(until nanoseconds: Int64) {
    var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil) == EINTR {}
  }
}

extension Leg {
  fileprivate func hears(_ other: Leg, packets: Int) -> Bool {
    heard.loud >= packets && share(of: other.hertz, octets: packets * Self.samples) >= 0.9
  }
}

extension Party {
  /// Packets that each side has to have heard of the other.
  private static let talkPackets = 5

  /// Music and whispers are loud too, and are nobody's talk.
  var hasTalked: Bool {
    guard let partner else { return false }
    return leg.hears(partner.leg, packets: Self.talkPackets) && partner.leg.hears(leg, packets: Self.talkPackets)
  }
}
