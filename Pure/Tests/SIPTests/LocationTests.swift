import SIP
import Testing
import Vocabulary

@Suite("Servers of a domain, RFC 3263 and RFC 2782") struct LocationTests {
  private static func server(_ host: String, _ priority: UInt16, _ weight: UInt16) -> LocatedServer {
    LocatedServer(priority: priority, weight: weight, flows: [Exchange.flow(host)])
  }

  private static func orders(_ servers: [LocatedServer], count: Int, seed: UInt64) -> [[String]] {
    var entropy = SeededEntropy(seed: seed)
    return (0..<count).map { _ in LocatedServer.order(servers, entropy: &entropy).map(\.host) }
  }

  @Test func theLowerPriorityIsFirst() {
    let servers = [Self.server("c", 20, 65_535), Self.server("a", 5, 0), Self.server("b", 10, 1)]
    #expect(Self.orders(servers, count: 50, seed: 1).allSatisfy { $0 == ["a", "b", "c"] })
  }

  @Test(arguments: [1, 2, 3]) func eachIsFirstAsOftenAsItWeighs(_ seed: UInt64) {
    let servers = [Self.server("a", 1, 60), Self.server("b", 1, 30), Self.server("c", 1, 10)]
    let orders = Self.orders(servers, count: 10_000, seed: seed)
    #expect(orders.allSatisfy { $0.sorted() == ["a", "b", "c"] })
    let first = Dictionary(grouping: orders, by: { $0[0] }).mapValues(\.count)
    // The drawn number is of 0...100: whoever stands in front has one more.
    #expect(abs((first["a"] ?? 0) - 6_000) < 250 && abs((first["b"] ?? 0) - 3_000) < 250 && abs((first["c"] ?? 0) - 1_000) < 150)
    // Of the two that are left each is second by its weight too.
    let afterA = orders.filter { $0[0] == "a" }
    #expect(abs(Double(afterA.count { $0[1] == "b" }) / Double(afterA.count) - 0.75) < 0.03)
  }

  @Test func whatWeighsNothingIsPickedSeldomAndWithoutOthersAlways() {
    let first = Self.orders([Self.server("a", 1, 100), Self.server("z", 1, 0)], count: 10_000, seed: 7).count { $0[0] == "z" }
    #expect((30...200).contains(first))
    #expect(Self.orders([Self.server("z", 1, 0)], count: 1, seed: 1) == [["z"]])
    #expect(Self.orders([], count: 1, seed: 1) == [[]])
  }

  @Test func theSameSeedGivesTheSameOrder() {
    let servers = (0..<9).map { Self.server("\($0)", 1, 10) }
    #expect(Self.orders(servers, count: 20, seed: 5) == Self.orders(servers, count: 20, seed: 5))
    #expect(Self.orders(servers, count: 20, seed: 5) != Self.orders(servers, count: 20, seed: 6))
  }

  @Test func addressesOfOneServerStayTogether() {
    let servers = ["a", "b"].map { name in
      LocatedServer(priority: 1, weight: 5, flows: [Exchange.flow(name + "1"), Exchange.flow(name + "2")])
    }
    let orders = Set(Self.orders(servers, count: 100, seed: 2))
    #expect(orders == [["a1", "a2", "b1", "b2"], ["b1", "b2", "a1", "a2"]])
  }

  @Test func recordsAreRead() {
    #expect(
      ServiceRecord("10 60 5060 a.example.com") == ServiceRecord(priority: 10, weight: 60, port: 5060, target: "a.example.com"))
    #expect(ServiceRecord("0 0 0 .") == ServiceRecord(priority: 0, weight: 0, port: 0, target: nil))
    for line in ["", "1 2 3", "1 2 65536 a", "-1 2 3 a", "1 2 3 a b"] { #expect(ServiceRecord(line) == nil) }
    #expect(ServiceRecord.name(of: "example.com", over: .udp) == "_sip._udp.example.com")
    #expect(ServiceRecord.name(of: "example.com", over: .tcp) == "_sip._tcp.example.com")
    #expect(ServiceRecord.name(of: "example.com", over: .tls) == "_sips._tcp.example.com")
  }
}
