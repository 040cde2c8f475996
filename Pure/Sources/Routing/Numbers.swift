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

/// A timer that routing asked for; only routing knows what it means.
public struct TimerID: Hashable, Sendable {
  public let value: UInt64
}
