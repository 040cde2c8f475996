import ArgumentParser
import ConnectAPI
import ResourceStore

/// What both processes are told.
struct SharedOptions: ParsableArguments {
  @Option(help: "How many of a kind an instance may have, such as queue=50. May be given repeatedly.")
  var quota: [QuotaArgument] = []

  @Option(
    help: ArgumentHelp(
      "How many requests a second of one access-key (5000), one participant of a chat (100), or one address with neither (100).",
      discussion: "Two seconds' worth may come at once. 0 is without limit. May be given repeatedly.", valueName: "caller=n"))
  var rate: [RateArgument] = []

  @Flag(help: "Check every response against the interface description; a violation becomes an error. For tests.")
  var checkResponses = false

  var quotas: Quotas { Quotas(Dictionary(quota.map { (Kind(rawValue: $0.kind), $0.count) }) { $1 }) }

  var rates: CallerRates.Limits { rate.reduce(into: CallerRates.Limits()) { $1.apply(to: &$0) } }

  /// The same, for a process that is started.
  var arguments: [String] {
    quota.flatMap { ["--quota", "\($0.kind)=\($0.count)"] } + rate.flatMap { ["--rate", $0.text] }
      + (checkResponses ? ["--check-responses"] : [])
  }
}

/// Where in ARNs everything stands: for a process that may not read the settings.
struct PlaceOptions: ParsableArguments {
  @Option(help: .private)
  var region: String?

  @Option(help: .private)
  var account: String?

  /// nil where `serve` has not said it.
  var place: Place? { region.flatMap { region in account.map { Place(partition: "aws", region: region, account: $0) } } }

  static func arguments(_ settings: Settings) -> [String] { ["--region", settings.region, "--account", settings.account] }
}

/// `CALLER=N`.
struct RateArgument: ExpressibleByArgument, Sendable {
  private enum Caller: String {
    case accessKey = "access-key"
    case participant
    case address
  }

  private static let perSecondMax = 1_000_000

  /// As it was given.
  let text: String
  private let caller: Caller
  private let rate: CallerRate

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let caller = Caller(rawValue: parts[0]), let perSecond = Int(parts[1]),
      (0...Self.perSecondMax).contains(perSecond)
    else { return nil }
    text = argument
    self.caller = caller
    rate = CallerRate(perSecond: perSecond)
  }

  func apply(to limits: inout CallerRates.Limits) {
    switch caller {
    case .accessKey: limits.accessKey = rate
    case .participant: limits.participant = rate
    case .address: limits.address = rate
    }
  }
}

/// `KIND=N`.
struct QuotaArgument: ExpressibleByArgument, Sendable {
  let kind: String
  let count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, let count = Int(parts[1]), count >= 0 else { return nil }
    kind = String(parts[0])
    self.count = count
  }
}
