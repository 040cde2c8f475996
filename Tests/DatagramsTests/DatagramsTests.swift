import Datagrams
import Testing

@Suite struct DatagramsTests {
  private static func send(_ texts: [String], from sender: borrowing DatagramSocket, to address: DatagramAddress) -> Int {
    var batch = DatagramBatch(capacity: 8, bytesMax: 64)
    for text in texts {
      let isTaken = batch.add(to: address) { span in
        for (index, byte) in text.utf8.enumerated() { span[index] = byte }
        return text.utf8.count
      }
      #expect(isTaken)
    }
    return sender.send(&batch)
  }

  private static func received(by socket: borrowing DatagramSocket, bytesMax: Int = 64) throws -> [(String, DatagramAddress)] {
    var poll = try DatagramPoll()
    try poll.add(socket, number: 7)
    var numbers: [UInt64] = []
    poll.wait(nanoseconds: 2_000_000_000) { numbers.append($0) }
    #expect(numbers == [7])
    var batch = DatagramBatch(capacity: 8, bytesMax: bytesMax)
    socket.receive(into: &batch)
    return (0..<batch.count).map { index in
      batch.read(index) { bytes, peer in (String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self), peer) }
    }
  }

  @Test func manyComeInOneCallWithWhomTheyComeFrom() throws {
    let sender = try DatagramSocket(host: "127.0.0.1", port: 0)
    let receiver = try DatagramSocket(host: "127.0.0.1", port: 0)
    let address = DatagramAddress(127, 0, 0, 1, port: receiver.port)
    #expect(Self.send(["one", "", "three"], from: sender, to: address) == 3)
    let got = try Self.received(by: receiver)
    #expect(got.map(\.0) == ["one", "", "three"])
    #expect(got.allSatisfy { $0.1 == DatagramAddress(127, 0, 0, 1, port: sender.port) })
  }

  @Test func addressesOfIPv6() throws {
    let sender = try DatagramSocket(host: "::1", port: 0)
    let receiver = try DatagramSocket(host: "::1", port: 0)
    #expect(Self.send(["six"], from: sender, to: DatagramAddress(high: 0, low: 1, port: receiver.port)) == 1)
    let got = try Self.received(by: receiver)
    #expect(got.map(\.0) == ["six"] && got.map(\.1) == [DatagramAddress(high: 0, low: 1, port: sender.port)])
  }

  @Test func whatDoesNotFitHasNoBytes() throws {
    let sender = try DatagramSocket(host: "127.0.0.1", port: 0)
    let receiver = try DatagramSocket(host: "127.0.0.1", port: 0)
    _ = Self.send(["longer than it may be", "short"], from: sender, to: DatagramAddress(127, 0, 0, 1, port: receiver.port))
    #expect(try Self.received(by: receiver, bytesMax: 8).map(\.0) == ["", "short"])
  }

  /// Port 0 is nowhere: the kernel refuses it, and the others go all the same.
  @Test func oneThatIsRefusedStopsNoOther() throws {
    let sender = try DatagramSocket(host: "127.0.0.1", port: 0)
    let receiver = try DatagramSocket(host: "127.0.0.1", port: 0)
    var batch = DatagramBatch(capacity: 3, bytesMax: 8)
    for port in [receiver.port, 0, receiver.port] {
      _ = batch.add(to: DatagramAddress(127, 0, 0, 1, port: port)) {
        $0[0] = 65
        return 1
      }
    }
    #expect(batch.isFull && !batch.add(to: DatagramAddress(127, 0, 0, 1, port: 9)) { _ in 0 })
    #expect(sender.send(&batch) == 2 && batch.count == 0)
    #expect(try Self.received(by: receiver).map(\.0) == ["A", "A"])
  }

  @Test func whatWasSaidDoesNotStay() throws {
    let sender = try DatagramSocket(host: "127.0.0.1", port: 0)
    let receiver = try DatagramSocket(host: "127.0.0.1", port: 0)
    let address = DatagramAddress(127, 0, 0, 1, port: receiver.port)
    var batch = DatagramBatch(capacity: 1, bytesMax: 8)
    var lengths: [Int] = []
    for _ in 0..<2 {
      _ = batch.add(to: address) { span in
        lengths.append(span.indices.count { span[$0] != 0 })
        for index in span.indices { span[index] = 65 }
        return 8
      }
      sender.send(&batch)
    }
    #expect(lengths == [0, 0])
    var received = DatagramBatch(capacity: 1, bytesMax: 8)
    for _ in 0..<1000 where received.count == 0 { receiver.receive(into: &received) }
    let letters = (0..<2).map { _ in received.read(0) { bytes, _ in bytes.indices.count { bytes[$0] == 65 } } }
    #expect(letters == [8, 0])
  }

  @Test func aPortThatIsTakenIsRefused() throws {
    let first = try DatagramSocket(host: "127.0.0.1", port: 0)
    let port = first.port
    #expect { _ = try DatagramSocket(host: "127.0.0.1", port: port) } throws: { "\($0)" == "Address already in use" }
    #expect { _ = try DatagramSocket(host: "no address", port: 0) } throws: { ($0 as? DatagramProblem)?.code == .cannotBind }
    #expect(first.port == port)
  }

  @Test func theBellWakesOnceForAnyNumberOfRings() throws {
    var poll = try DatagramPoll()
    var woken = 0
    poll.bell.ring()
    poll.bell.ring()
    poll.wait(nanoseconds: -1) { _ in woken += 1 }
    // It was hushed: nothing wakes until it is rung again.
    poll.wait(nanoseconds: 1_000_000) { _ in woken += 1 }
    #expect(woken == 0)
  }

  @Test func whatIsTakenAwayIsNotWaitedFor() throws {
    let sender = try DatagramSocket(host: "127.0.0.1", port: 0)
    let receiver = try DatagramSocket(host: "127.0.0.1", port: 0)
    var poll = try DatagramPoll()
    var numbers: [UInt64] = []
    try poll.add(receiver, number: 1)
    poll.remove(receiver)
    _ = Self.send(["lost"], from: sender, to: DatagramAddress(127, 0, 0, 1, port: receiver.port))
    poll.wait(nanoseconds: 50_000_000) { numbers.append($0) }
    #expect(numbers.isEmpty)
  }
}
