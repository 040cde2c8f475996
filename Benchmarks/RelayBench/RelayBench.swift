import Datagrams
import Foundation
import Glibc
import Synchronization

/// Relays packets between the two legs of calls, as a switch without recording would, and prints what one packet costs the
/// relay's thread: with a socket for each leg, and with legs that share sockets and are told apart by their peers' addresses.
///
/// relay-bench LEGS SECONDS
///
/// With `peer` behind that, another program relays: the ports of the telephones are printed on one line, those of the relay read
/// from another, one for each telephone, and what was sent and heard is printed when the time is over.
@main
enum RelayBench {
  static func main() throws {
    let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    let (legs, seconds) = (numbers.first ?? 200, numbers.dropFirst().first ?? 5)
    guard CommandLine.arguments.last != "peer" else { return try relayByOthers(legs, seconds) }
    for sockets in [legs, 4] {
      let result = try Run(legs: legs, sockets: sockets, seconds: seconds).result()
      print(
        "\(legs) legs on \(sockets) sockets: \(result.microseconds) us CPU a packet, \(result.relayed) packets, "
          + "\(result.calls) system calls, lost \(result.lost)")
    }
  }

  private static func relayByOthers(_ legs: Int, _ seconds: Int) throws {
    let phones = try Phones(count: legs)
    print(phones.addresses.map { "\($0.port)" }.joined(separator: " "))
    fflush(nil)
    let ports = (readLine() ?? "").split(separator: " ").compactMap { UInt16($0) }
    guard ports.count == legs else { return }
    let sent = phones.talk(to: ports, seconds: seconds)
    usleep(200_000)
    print("\(sent) \(phones.listen())")
  }
}

private struct Result {
  var relayed = 0
  var sent = 0
  var calls = 0
  var cpu = 0.0

  var microseconds: Double { (cpu / Double(max(relayed, 1)) * 1e7).rounded() / 10 }
  var lost: Int { sent - relayed }
}

private struct Run {
  let legs: Int
  let sockets: Int
  let seconds: Int

  func result() throws -> Result {
    let phones = try Phones(count: legs)
    let relay = try Relay(phones.addresses, sockets: sockets)
    let (isOver, outcome, done) = (Ending(), Outcome(), DispatchSemaphore(value: 0))
    Thread.detachNewThread {
      outcome.set(relay.run(until: isOver))
      done.signal()
    }
    let sent = phones.talk(to: relay.ports, seconds: seconds)
    usleep(200_000)
    isOver.flag.store(true, ordering: .relaxed)
    done.wait()
    var result = outcome.result
    result.sent = sent
    return result
  }
}

private final class Ending: Sendable { let flag = Atomic(false) }

private final class Outcome: Sendable {
  private let held = Mutex(Result())
  var result: Result { held.withLock { $0 } }
  func set(_ result: Result) { held.withLock { $0 = result } }
}

private func loopback(_ port: UInt16) -> DatagramAddress { DatagramAddress(127, 0, 0, 1, port: port) }

/// 20 ms of G.711 under an RTP header.
private let packetBytes = 172

/// Telephones that talk without a pause, and do not listen.
private final class Phones: @unchecked Sendable {
  private var sockets: [Box] = []
  final class Box {
    let socket: DatagramSocket
    init() throws { socket = try DatagramSocket(host: "127.0.0.1", port: 0) }
  }

  private var heard = 0

  private func receive(_ box: Box, _ ears: inout DatagramBatch) -> Int {
    box.socket.receive(into: &ears)
    return ears.count
  }

  /// Packets that have come to all so far.
  func listen() -> Int {
    var ears = DatagramBatch(capacity: 64, bytesMax: 200)
    for box in sockets { heard += receive(box, &ears) }
    return heard
  }

  init(count: Int) throws { sockets = try (0..<count).map { _ in try Box() } }

  var addresses: [DatagramAddress] { sockets.map { loopback($0.socket.port) } }

  func talk(to ports: [UInt16], seconds: Int) -> Int {
    var batch = DatagramBatch(capacity: 1, bytesMax: 200)
    var ears = DatagramBatch(capacity: 16, bytesMax: 200)
    var sent = 0
    for tick in 0..<(seconds * 50) {
      let due = DispatchTime.now() + .milliseconds(20)
      for (leg, box) in sockets.enumerated() {
        _ = batch.add(to: loopback(ports[leg])) { bytes in
          bytes[0] = 0x80
          bytes[3] = UInt8(truncatingIfNeeded: tick)
          return packetBytes
        }
        sent += box.socket.send(&batch)
        if tick % 8 == 0 { heard += receive(box, &ears) }
      }
      let rest = Int64(due.uptimeNanoseconds) - Int64(DispatchTime.now().uptimeNanoseconds)
      if rest > 0 { usleep(UInt32(rest / 1_000)) }
    }
    return sent
  }
}

/// The relay: each leg's packets go out to the leg beside it.
private final class Relay: @unchecked Sendable {
  private final class Port {
    let socket: DatagramSocket
    var legs: [DatagramAddress: Int] = [:]
    var out = DatagramBatch(capacity: 128, bytesMax: 200)
    init() throws { socket = try DatagramSocket(host: "127.0.0.1", port: 0) }
  }

  private let peers: [DatagramAddress]
  private var places: [Port] = []
  private var poll: DatagramPoll
  private var batch = DatagramBatch(capacity: 128, bytesMax: 200)

  init(_ peers: [DatagramAddress], sockets: Int) throws {
    self.peers = peers
    poll = try DatagramPoll()
    for number in 0..<sockets {
      let port = try Port()
      _ = port.socket.makeRoom(bytes: 1 << 20)
      try poll.add(port.socket, number: UInt64(number))
      places.append(port)
    }
    for (leg, peer) in peers.enumerated() { place(of: leg).legs[peer] = leg }
  }

  private func place(of leg: Int) -> Port { places[leg % places.count] }

  var ports: [UInt16] { peers.indices.map { place(of: $0).socket.port } }

  func run(until isOver: Ending) -> Result {
    var result = Result()
    var ready: [Int] = []
    while !isOver.flag.load(ordering: .relaxed) {
      ready.removeAll(keepingCapacity: true)
      poll.wait(nanoseconds: 20_000_000) { ready.append(Int($0)) }
      result.calls += 1
      for number in ready { forward(places[number], &result) }
      for port in places where port.out.count > 0 {
        port.socket.send(&port.out)
        result.calls += 1
      }
    }
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    result.cpu = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    return result
  }

  private func forward(_ port: Port, _ result: inout Result) {
    port.socket.receive(into: &batch)
    result.calls += 1
    for index in 0..<batch.count {
      batch.read(index) { bytes, peer in
        guard let leg = port.legs[peer] else { return }
        let other = leg ^ 1
        let way = place(of: other)
        if way.out.isFull { way.socket.send(&way.out) }
        _ = way.out.add(to: peers[other]) { out in
          for at in 0..<bytes.count { out[at] = bytes[at] }
          return bytes.count
        }
        result.relayed += 1
      }
    }
  }
}
