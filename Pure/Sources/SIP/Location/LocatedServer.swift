public import Vocabulary

/// A server of a domain as an SRV record names it (RFC 2782), and where it is.
///
/// One that was named by itself has priority and weight 0.
public struct LocatedServer: Sendable, Hashable {
  /// The lower is tried first.
  public let priority: UInt16
  /// Of those with the same priority each is first in proportion to it.
  public let weight: UInt16
  /// Its addresses in the order to try.
  public let flows: [SIPFlow]

  public init(priority: UInt16, weight: UInt16, flows: [SIPFlow]) {
    self.priority = priority
    self.weight = weight
    self.flows = flows
  }
}

extension LocatedServer {
  /// Where one request goes, the first first (RFC 3263 section 4.3, with the order of RFC 2782).
  public static func order(_ servers: [LocatedServer], entropy: inout some Entropy) -> [SIPFlow] {
    Set(servers.map(\.priority)).sorted().flatMap { priority in
      shuffled(servers.filter { $0.priority == priority }, &entropy)
    }
  }

  /// Those of one priority: again and again one of the rest, by weight. Those that weigh nothing stand in front, so that they are
  /// picked at all, and seldom.
  private static func shuffled(_ servers: [LocatedServer], _ entropy: inout some Entropy) -> [SIPFlow] {
    var rest = servers.filter { $0.weight == 0 } + servers.filter { $0.weight > 0 }
    var flows: [SIPFlow] = []
    while !rest.isEmpty {
      let drawn = entropy.next() % (rest.reduce(1) { $0 + UInt64($1.weight) })
      var sum: UInt64 = 0
      let place = rest.firstIndex { server in
        sum += UInt64(server.weight)
        return sum >= drawn
      }
      flows += rest.remove(at: place ?? rest.startIndex).flows
    }
    return flows
  }
}
