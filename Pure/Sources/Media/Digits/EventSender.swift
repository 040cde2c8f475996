/// Sends keys as telephone-event packets (RFC 4733), one each 20 ms in the place of audio.
public struct EventSender: Sendable {
  /// A packet's payload, and what its header has.
  public struct Packet: Sendable, Hashable {
    public let key: DTMFKey
    public let isEnd: Bool
    /// Since the timestamp.
    public let samples: UInt16
    public let hasMarker: Bool
    public let timestamp: UInt32

    /// Writes the four bytes of the payload from a place on.
    public func write(to bytes: inout MutableSpan<UInt8>, at place: Int) {
      bytes[place] = key.rawValue
      bytes[place + 1] = (isEnd ? 0x80 : 0) | EventSender.volume
      bytes.set(samples, at: place + 2)
    }
  }

  private struct Press: Sendable {
    let key: DTMFKey
    let samplesMax: Int
    var timestamp: UInt32
    var samples = 0
    /// Of the current segment.
    var segmentSamples = 0
    /// Of those before.
    var samplesBefore = 0
    var hasMarker = true
    var endsLeft = EventSender.endPackets
  }

  /// Keys that wait, at most.
  public static let keysMax = 128
  public static let pressMilliseconds = 40...10_000
  /// The end is told so many times, since packets get lost.
  public static let endPackets = 3
  /// Frames of audio or silence between two keys.
  public static let gapFrames = 3
  /// -10 dBm0.
  private static let volume: UInt8 = 10

  private var waiting: [(key: DTMFKey, samples: Int)] = []
  private var press: Press?
  private var gap = 0

  public init() { waiting.reserveCapacity(Self.keysMax) }

  public var isIdle: Bool { press == nil && waiting.isEmpty }

  /// - Returns: whether there was room.
  public mutating func send(_ key: DTMFKey, milliseconds: Int = 100) -> Bool {
    guard waiting.count < Self.keysMax else { return false }
    let bounded = min(max(milliseconds, Self.pressMilliseconds.lowerBound), Self.pressMilliseconds.upperBound)
    waiting.append((key, bounded * G711.samplesPerSecond / 1_000))
    return true
  }

  /// The packet of this frame; nil when audio goes.
  /// - Parameter timestamp: of the frame's beginning.
  public mutating func next(at timestamp: UInt32) -> Packet? {
    if press == nil { begin(at: timestamp) }
    guard var going = press else { return nil }
    defer { press = going.endsLeft > 0 ? going : nil }
    if going.samples < going.samplesMax {
      going.samples += AudioFrame.samples
      goOn(&going)
    }
    let isEnd = going.samples >= going.samplesMax
    if isEnd { going.endsLeft -= 1 }
    if going.endsLeft == 0 { gap = Self.gapFrames }
    defer { going.hasMarker = false }
    return Packet(
      key: going.key, isEnd: isEnd, samples: UInt16(going.segmentSamples), hasMarker: going.hasMarker,
      timestamp: going.timestamp)
  }

  private mutating func begin(at timestamp: UInt32) {
    guard gap == 0 else { return gap -= 1 }
    guard !waiting.isEmpty else { return }
    let (key, samples) = waiting.removeFirst()
    press = Press(key: key, samplesMax: samples, timestamp: timestamp)
  }

  /// A segment ends full, and the next begins where it ended (section 2.5.1.3).
  private func goOn(_ going: inout Press) {
    if going.segmentSamples == 0xFFFF {
      going.timestamp &+= 0xFFFF
      going.samplesBefore += 0xFFFF
    }
    going.segmentSamples = min(going.samples - going.samplesBefore, 0xFFFF)
  }
}
