import ArgumentParser
import Switch

/// How much may wait for a keep that is away (docs/keep-down.md).
struct DepositQueueOptions: ParsableArguments {
  @Option(help: "How many bytes may wait on the switch's disk while the keep is away. Then contacts are refused.")
  var depositQueueBytes = DepositQueueLimits().bytesMax

  @Option(help: "How many items may wait so: a few for each contact.")
  var depositQueueItems = DepositQueueLimits().itemsMax

  @Flag(help: "Once as much waits, contacts go on, and what is said in them is not recorded.")
  var unrecordedWhenFull = false

  func validate() throws {
    guard depositQueueBytes >= 0, depositQueueItems >= 0 else {
      throw ValidationError("--deposit-queue-bytes and --deposit-queue-items are not below 0")
    }
  }

  var limits: DepositQueueLimits {
    DepositQueueLimits(bytesMax: depositQueueBytes, itemsMax: depositQueueItems, goesOnUnrecorded: unrecordedWhenFull)
  }

  /// The same, for a process that is started.
  var arguments: [String] {
    ["--deposit-queue-bytes", "\(depositQueueBytes)", "--deposit-queue-items", "\(depositQueueItems)"]
      + (unrecordedWhenFull ? ["--unrecorded-when-full"] : [])
  }
}
