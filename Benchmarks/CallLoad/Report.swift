/// What every leg heard since the counting began, and what the program said of it.
struct Report {
  private let legs: [(leg: Leg, partner: Leg)]

  private let lateNanoseconds: Int64

  init(_ callers: [Party], lateNanoseconds: Int64) {
    self.lateNanoseconds = lateNanoseconds
    legs = callers.flatMap { caller in
      caller.partner.map { [(caller.leg, $0.leg), ($0.leg, caller.leg)] } ?? []
    }
  }

  var json: [String: Any] {
    let expected = legs.reduce(0) { $0 + $1.leg.heard.expected }
    let heard = legs.reduce(0) { $0 + $1.leg.heard.packets }
    return [
      "legs": legs.count,
      "packets": heard,
      "lateMilliseconds": Double(lateNanoseconds) / 1e6,
      "quietPackets": legs.reduce(0) { $0 + $1.leg.heard.packets - $1.leg.heard.loud },
      // Heard here: what the program sent and lost.
      "lossPercent": 100 * Double(expected - heard) / Double(max(1, expected)),
      "lossPercentWorst": legs.map {
        100 * Double($0.leg.heard.expected - $0.leg.heard.packets) / Double(max(1, $0.leg.heard.expected))
      }
      .max() ?? 100,
      "jitterMilliseconds": (legs.map(\.leg.heard.jitterMax).max() ?? 0) / 8,
      // Told by the program's reports: what was sent from here.
      "withoutReports": legs.count { $0.leg.told.reports == 0 },
      "toldLossPercentWorst": 100 * (legs.map(\.leg.told.loss).max() ?? 1),
      "toldJitterMilliseconds": (legs.map(\.leg.told.jitterMax).max() ?? 0) / 8,
      // Who does not hear the one it talks with.
      "strangers": legs.count { $0.leg.share(of: $0.partner.hertz) < 0.9 },
    ]
  }
}
