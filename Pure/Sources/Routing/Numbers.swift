/// Dense numbers that the caller gives: they index tables. A number may be given again when what had it is gone.
public struct QueueNumber: Hashable, Sendable, Comparable {
  public let value: UInt32
  public init(_ value: UInt32) { self.value = value }
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

public struct ProfileNumber: Hashable, Sendable {
  public let value: UInt32
  public init(_ value: UInt32) { self.value = value }
}

public struct AgentNumber: Hashable, Sendable, Comparable {
  public let value: UInt32
  public init(_ value: UInt32) { self.value = value }
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

public struct ContactNumber: Hashable, Sendable, Comparable {
  public let value: UInt32
  public init(_ value: UInt32) { self.value = value }
  public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// A timer that routing asked for, to be given back once when it is due; only routing knows what it means.
///
/// It carries what it is for, so that routing keeps no table of timers: most of them mean nothing by the time that they are due.
public struct TimerID: Hashable, Sendable {
  enum Purpose: UInt8, Sendable {
    case offer
    /// A step of the criteria expires.
    case step
    /// A profile's delay is over for the contact.
    case delay
  }

  /// Its place among all timers that routing has asked for.
  public let value: UInt64
  let contact: UInt32
  /// The agent who has the offer, or the step.
  let subject: UInt32
  let purpose: Purpose
}
