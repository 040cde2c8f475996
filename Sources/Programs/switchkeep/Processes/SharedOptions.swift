import ArgumentParser
import ConnectAPI
import ResourceStore

/// What both processes are told.
struct SharedOptions: ParsableArguments {
  @Option(help: "How many of a kind an instance may have, such as queue=50. May be given repeatedly.")
  var quota: [QuotaArgument] = []

  @Flag(help: "Check every response against the interface description; a violation becomes an error. For tests.")
  var checkResponses = false

  var quotas: Quotas { Quotas(Dictionary(quota.map { (Kind(rawValue: $0.kind), $0.count) }) { $1 }) }

  /// The same, for a process that is started.
  var arguments: [String] {
    quota.flatMap { ["--quota", "\($0.kind)=\($0.count)"] } + (checkResponses ? ["--check-responses"] : [])
  }
}

/// Where in ARNs everything stands.
struct PlaceOptions: ParsableArguments {
  @Option(help: "The region in every ARN.")
  var region: String

  @Option(help: "The account id in every ARN.")
  var account: String

  var place: Place { Place(partition: "aws", region: region, account: account) }

  static func arguments(_ settings: Settings) -> [String] { ["--region", settings.region, "--account", settings.account] }
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
