public import Vocabulary

/// What a switch has for the keep while that is away, as it rests on the switch's disk: one message of the AWS Encryption SDK
/// (docs/sealing.md), sealed to a public key of the keep's. Who sealed it cannot open it.
public struct TakeSealedDeposits: LinkMessage {
  public static let name = "take-sealed-deposits"
  public static let layout = LinkLayout(TakeSealedDeposits.init(message:), \.message)
  /// Says that the keep has it, or that it was no page of a switch of ours.
  public typealias Reply = Done

  /// Its plaintext is a `DepositPage` in the form of the Link.
  public let message: [UInt8]

  public init(message: [UInt8]) { self.message = message }
}

/// What is sealed together: some commits of an outbox, with the audit events that stand among them.
public struct DepositPage: LinkStructure {
  public static let layout = LinkLayout(DepositPage.init(events:deposits:), \.events, \.deposits)
  /// The scope of the sealing pair: such pages are of no single instance.
  public static let contentClass = "DEPOSITS"
  public static let instanceID = "switch"

  public let events: [JSON]
  public let deposits: TakeDeposits

  public init(events: [JSON], deposits: TakeDeposits) {
    self.events = events
    self.deposits = deposits
  }

  /// What the message says of itself, authenticated with it.
  public static func context(outboxID: String) -> [String: String] {
    ["switchkeep:class": contentClass, "switchkeep:outbox": outboxID]
  }
}

/// Where commits stand in the row of all that a switch has left for the keep since it started: numbers without gaps, from 1.
public struct DepositNumbers: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    DepositNumbers.init(boot:numbers:preceding:), \.boot, \.numbers, \.preceding)

  /// One start of the switch.
  public let boot: String
  /// One for each commit of the message.
  public let numbers: [Int]
  /// With the first of a boot.
  public let preceding: EndedBoot?

  public init(boot: String, numbers: [Int], preceding: EndedBoot?) {
    self.boot = boot
    self.numbers = numbers
    self.preceding = preceding
  }
}

/// An earlier start of the switch, and the last number that it gave.
public struct EndedBoot: LinkStructure, Hashable {
  public static let layout = LinkLayout(EndedBoot.init(boot:last:), \.boot, \.last)

  public let boot: String
  public let last: Int

  public init(boot: String, last: Int) {
    self.boot = boot
    self.last = last
  }
}
