public import Vocabulary

/// Keys of telephone-event packets (RFC 4733): each press once, whatever packets of it are lost, repeated or late.
///
/// A press is told by the timestamp of its beginning, which all its packets share. Of a payload with several events the first
/// counts.
public struct EventReceiver: Sendable {
  private struct Press: Sendable {
    let key: DTMFKey
    /// Of the current segment: an event that is longer than 16 bits of time has several (section 2.5.1.3).
    var timestamp: UInt32
    /// Of segments before.
    var samplesBefore = 0
    var samples: Int
    var lastArrival: Moment
  }

  public static let payloadBytes = 4
  /// How long a key is held down after its last packet, when those of its end are lost.
  public static let silenceMilliseconds = 200

  /// 20 seconds: packets are not later, and clocks that are set back are set back further.
  private static let lateSamplesMax: UInt32 = 160_000

  private var press: Press?
  private var lastTimestamp: UInt32?

  public init() {}

  /// Whether a key is down.
  public var isPressed: Bool { press != nil }

  /// Takes a packet that `RTPReceiver` has taken.
  public mutating func take(_ payload: Span<UInt8>, timestamp: UInt32, at now: Moment, into signals: inout [DTMFSignal]) {
    guard payload.count >= Self.payloadBytes, let key = DTMFKey(rawValue: payload[0]) else { return }
    let (isEnd, samples) = (payload[1] & 0x80 != 0, Int(payload.word(at: 2)))
    if let going = press, going.key == key, timestamp == going.timestamp || timestamp == going.timestamp &+ 0xFFFF {
      goOn(going, timestamp, samples, now)
    } else {
      // What is a little older than the last event is a packet of it or of an earlier one, repeated or late.
      if let lastTimestamp, lastTimestamp &- timestamp <= Self.lateSamplesMax { return }
      release(into: &signals)
      press = Press(key: key, timestamp: timestamp, samples: samples, lastArrival: now)
      lastTimestamp = timestamp
      signals.append(.pressed(key))
    }
    if isEnd { release(into: &signals) }
  }

  private mutating func goOn(_ going: Press, _ timestamp: UInt32, _ samples: Int, _ now: Moment) {
    var going = going
    if timestamp != going.timestamp {
      going.samplesBefore += 0xFFFF
      (going.timestamp, going.samples) = (timestamp, 0)
      lastTimestamp = timestamp
    }
    going.samples = max(going.samples, samples)
    going.lastArrival = now
    press = going
  }

  /// To be called now and then: a key whose end was lost is released.
  public mutating func expire(at now: Moment, into signals: inout [DTMFSignal]) {
    guard let press, now.microseconds - press.lastArrival.microseconds >= Int64(Self.silenceMilliseconds) * 1_000 else { return }
    release(into: &signals)
  }

  /// Another stream has begun: its timestamps are others.
  public mutating func restart(into signals: inout [DTMFSignal]) {
    release(into: &signals)
    lastTimestamp = nil
  }

  private mutating func release(into signals: inout [DTMFSignal]) {
    guard let going = press else { return }
    signals.append(.released(going.key, samples: going.samplesBefore + going.samples))
    press = nil
  }
}
