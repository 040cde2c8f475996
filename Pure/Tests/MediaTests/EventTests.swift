import Media
import Testing
import Vocabulary

@Suite struct EventReceiverTests {
  struct Packet {
    var key: DTMFKey = .five
    var isEnd = false
    var samples: Int
    var timestamp: UInt32

    var payload: [UInt8] {
      [key.rawValue, (isEnd ? 0x80 : 0) | 10, UInt8(samples >> 8 & 0xFF), UInt8(samples & 0xFF)]
    }
  }

  /// A press of 100 ms as most phones send it: five packets, and three that end it.
  static func press(_ key: DTMFKey, _ timestamp: UInt32) -> [Packet] {
    (1...5).map { Packet(key: key, samples: $0 * 160, timestamp: timestamp) }
      + (0..<3).map { _ in Packet(key: key, isEnd: true, samples: 800, timestamp: timestamp) }
  }

  private func signals(_ packets: [Packet], _ receiver: EventReceiver = EventReceiver()) -> [DTMFSignal] {
    var (receiver, signals) = (receiver, [DTMFSignal]())
    for packet in packets {
      receiver.take(packet.payload.span, timestamp: packet.timestamp, at: Moment(seconds: 1), into: &signals)
    }
    return signals
  }

  @Test func `a press of many packets is one key`() {
    for key in DTMFKey.allCases {
      #expect(signals(Self.press(key, 1_000)) == [.pressed(key), .released(key, samples: 800)])
    }
  }

  /// Every set of the eight packets that may be left.
  @Test func `whatever is lost of a press, it is one key`() {
    let press = Self.press(.five, .max - 100)
    for left in 1..<(1 << press.count) {
      let packets = press.indices.filter { left >> $0 & 1 == 1 }.map { press[$0] }
      let heard = signals(packets)
      #expect(heard.first == .pressed(.five))
      #expect(heard.count == (left >> 5 == 0 ? 1 : 2))
    }
  }

  @Test func `packets in any order make one key`() {
    var entropy = SeededEntropy(seed: 8)
    for _ in 0..<200 {
      var press = Self.press(.star, 77)
      for index in press.indices { press.swapAt(index, Int(entropy.next() % UInt64(press.count))) }
      let pressed = signals(press).filter { $0 == .pressed(.star) }
      #expect(pressed.count == 1)
    }
  }

  @Test func `the same key twice is two keys, and late packets of the first are none`() {
    let (first, second) = (Self.press(.one, 1_000), Self.press(.one, 2_600))
    let twice: [DTMFSignal] = [.pressed(.one), .released(.one, samples: 800), .pressed(.one), .released(.one, samples: 800)]
    #expect(signals(first + second) == twice)
    #expect(signals(first + second[..<2] + first.suffix(3) + second[2...]) == twice)
    #expect(signals(first + second + first) == twice)
  }

  @Test func `a key whose end is lost is released by the next, or by time`() {
    let first = Array(Self.press(.one, 1_000).prefix(3))
    #expect(
      signals(first + Self.press(.two, 3_000)) == [
        .pressed(.one), .released(.one, samples: 480), .pressed(.two), .released(.two, samples: 800),
      ])
    var (receiver, heard) = (EventReceiver(), [DTMFSignal]())
    receiver.take(first[0].payload.span, timestamp: 1_000, at: Moment(seconds: 1), into: &heard)
    receiver.expire(at: Moment(microseconds: 1_199_999), into: &heard)
    #expect(heard == [.pressed(.one)])
    receiver.expire(at: Moment(microseconds: 1_200_000), into: &heard)
    receiver.expire(at: Moment(microseconds: 9_000_000), into: &heard)
    #expect(heard == [.pressed(.one), .released(.one, samples: 160)])
  }

  @Test func `an event that outlasts 16 bits is one key`() {
    let long: [Packet] = [
      Packet(samples: 65_440, timestamp: 100), Packet(samples: 0xFFFF, timestamp: 100),
      Packet(samples: 65, timestamp: 100 + 0xFFFF),
      Packet(samples: 0xFFFF, timestamp: 100 + 0xFFFF), Packet(isEnd: true, samples: 10, timestamp: 100 + 2 * 0xFFFF),
      Packet(isEnd: true, samples: 10, timestamp: 100 + 2 * 0xFFFF),
    ]
    #expect(signals(long) == [.pressed(.five), .released(.five, samples: 2 * 0xFFFF + 10)])
  }

  @Test func `what is no key is nothing`() {
    var (receiver, heard) = (EventReceiver(), [DTMFSignal]())
    for payload in [[], [1], [1, 2, 3], [16, 0x80, 0, 1], [255, 0, 0, 1]] as [[UInt8]] {
      receiver.take(payload.span, timestamp: 1, at: Moment(seconds: 1), into: &heard)
    }
    #expect(heard.isEmpty)
  }

  @Test func `another stream's clock counts for itself`() {
    var (receiver, heard) = (EventReceiver(), [DTMFSignal]())
    let now = Moment(seconds: 1)
    receiver.take(Packet(isEnd: true, samples: 160, timestamp: 90_000).payload.span, timestamp: 90_000, at: now, into: &heard)
    receiver.restart(into: &heard)
    receiver.take(Packet(isEnd: true, samples: 160, timestamp: 80_000).payload.span, timestamp: 80_000, at: now, into: &heard)
    #expect(heard.count == 4)
  }
}

@Suite struct EventSenderTests {
  /// What frames hold, from a timestamp of 5,000 on.
  private func frames(_ count: Int, _ sender: inout EventSender) -> [EventSender.Packet?] {
    (0..<count).map { sender.next(at: 5_000 &+ UInt32($0 * 160)) }
  }

  @Test func `a press is sent as section 2_5_1 has it`() {
    var sender = EventSender()
    #expect(sender.next(at: 0) == nil)
    let hasRoom = sender.send(.pound)
    #expect(hasRoom)
    let sent = frames(8, &sender)
    let packets = sent.compactMap { $0 }
    #expect(packets.map(\.samples) == [160, 320, 480, 640, 800, 800, 800])
    #expect(packets.map(\.isEnd) == [false, false, false, false, true, true, true])
    #expect(packets.map(\.hasMarker) == [true, false, false, false, false, false, false])
    #expect(packets.allSatisfy { $0.timestamp == 5_000 })
    #expect(sent[7] == nil)
    #expect(sender.isIdle)
    var bytes: [UInt8] = [9, 9, 9, 9, 9]
    var span = bytes.mutableSpan
    packets[4].write(to: &span, at: 1)
    #expect(bytes == [9, 11, 0x8A, 3, 0x20])
  }

  @Test func `keys wait for each other, with a gap, and are bounded`() {
    var sender = EventSender()
    for key in [DTMFKey.one, .one, .two] { _ = sender.send(key, milliseconds: 40) }
    let sent = frames(30, &sender)
    #expect(sent.map { $0 == nil ? "." : "x" }.joined().hasPrefix("xxxx...xxxx...xxxx..."))
    #expect(Set(sent.compactMap { $0?.timestamp }).count == 3)
    for _ in 0..<EventSender.keysMax { _ = sender.send(.nine) }
    let hasRoom = sender.send(.nine)
    #expect(!hasRoom)
  }

  @Test(arguments: [100, 40, 9_000, 10_000]) func `what is sent is received, with losses too`(milliseconds: Int) {
    var entropy = SeededEntropy(seed: UInt64(milliseconds))
    for lossPercent in [0, 30] {
      var (sender, receiver, heard) = (EventSender(), EventReceiver(), [DTMFSignal]())
      let keys: [DTMFKey] = [.one, .one, .star, .zero]
      for key in keys { _ = sender.send(key, milliseconds: milliseconds) }
      var frame = 0
      while !sender.isIdle {
        if let packet = sender.next(at: UInt32.max &- 2_000 &+ UInt32(frame * 160)), entropy.next() % 100 >= lossPercent {
          var bytes = [UInt8](repeating: 0, count: 4)
          var span = bytes.mutableSpan
          packet.write(to: &span, at: 0)
          receiver.take(bytes.span, timestamp: packet.timestamp, at: Moment(microseconds: Int64(frame) * 20_000), into: &heard)
        }
        frame += 1
      }
      let pressed = heard.compactMap { if case .pressed(let key) = $0 { key } else { nil } }
      #expect(pressed == keys)
      if lossPercent == 0 { #expect(heard.contains(.released(.zero, samples: milliseconds * 8))) }
    }
  }
}

@Suite struct DigitInfoTests {
  static let bodies: [(String, String, DTMFKey, Int?)] = [
    ("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", .five, 160),
    ("application/dtmf-relay", "Signal= *\nDuration= 250", .star, 250),
    ("Application/DTMF-Relay;charset=utf-8", "signal=11\r\n", .pound, nil),
    ("application/dtmf-relay", "Duration=9\rSignal=d", .d, 9),
    ("application/dtmf-relay", "Signal=1\r\nDuration=99999", .one, 10_000),
    ("application/dtmf-relay", "Signal=1\r\nDuration=x", .one, nil), ("application/dtmf", "7", .seven, nil),
    ("application/dtmf", "#\r\n", .pound, nil), ("application/dtmf", "10", .star, nil),
  ]

  @Test func `bodies of devices are read`() {
    for (type, body, key, milliseconds) in Self.bodies {
      #expect(DigitInfo(contentType: type, body: Array(body.utf8)) == DigitInfo(key: key, milliseconds: milliseconds))
    }
  }

  @Test(arguments: [
    ("application/dtmf-relay", ""), ("application/dtmf-relay", "Signal="), ("application/dtmf-relay", "5"),
    ("application/dtmf", ""),
    ("application/dtmf", "55"), ("application/dtmf", "16"), ("application/dtmf", "ß"), ("application/dtmf", "e"),
    ("text/plain", "5"),
    ("application/dtmf", String(repeating: " ", count: 300) + "5"),
  ])
  func `what holds no key is none`(type: String, body: String) {
    #expect(DigitInfo(contentType: type, body: Array(body.utf8)) == nil)
  }

  @Test func `what is written is read again`() {
    for key in DTMFKey.allCases {
      let info = DigitInfo(key: key, milliseconds: 160)
      #expect(DigitInfo(contentType: "application/dtmf-relay", body: Array(info.relayBody.utf8)) == info)
    }
    #expect(DigitInfo(contentType: "application/dtmf", body: [0xFF]) == nil)
  }
}
