package import Link
import PhoneNumbers
package import Vocabulary

/// What commands do with trunks.
extension KeepProcess {
  /// Has calls go over a trunk, when an officer has approved it.
  /// - Throws: TelephonyProblem.
  package func requestTrunk(_ trunk: SIPTrunk) async throws -> Approval {
    try Self.check(trunk)
    let trunks = try await telephony.all(SIPTrunk.self)
    guard !trunks.contains(where: { $0.name == trunk.name }), trunks.count < SIPTrunk.countMax else {
      throw TelephonyProblem(.taken, "there is a trunk \(trunk.name), or there are \(SIPTrunk.countMax): remove one first")
    }
    return try await request(
      AddTrunkChange(trunk: trunk),
      [
        ("name", .string(trunk.name)), ("hosts", .strings(trunk.targets.map(\.host))),
        ("carriesEmergencyCalls", .bool(trunk.carriesEmergencyCalls)), ("callsMax", .number(trunk.callsMax)),
        ("allowedPrefixes", .strings(trunk.allowedPrefixes)),
      ])
  }

  /// All of them without their passwords.
  package func listTrunks() async throws -> [JSON] { try await telephony.all(SIPTrunk.self).map(\.shown) }

  /// Calls come and go over it no more; those that are open go on.
  /// - Returns: whether there was one.
  package func removeTrunk(_ name: String) async throws -> Bool {
    try await remove(SIPTrunk.self, name, "RemoveTrunk", ["name": .string(name)])
  }

  private static let targetsMax = 8
  private static let prefixesMax = 64

  private static func check(_ trunk: SIPTrunk) throws {
    guard (1...targetsMax).contains(trunk.targets.count) else {
      throw TelephonyProblem(.invalid, "a trunk has 1 to \(targetsMax) targets")
    }
    for target in trunk.targets + (trunk.registration.map { [$0.registrar] } ?? []) {
      let isHost = (1...253).contains(target.host.utf8.count) && target.host.utf8.allSatisfy(isHostByte)
      guard isHost, target.port.map((1...65_535).contains) ?? true else {
        throw TelephonyProblem(.invalid, "\(target.host) is no name or address of a host with a port of 1 to 65535")
      }
    }
    guard trunk.allowedPrefixes.count <= prefixesMax, trunk.allowedPrefixes.allSatisfy(isPrefix) else {
      throw TelephonyProblem(
        .invalid, "a prefix is a plus sign and 1 to 15 digits, such as +44; there are \(prefixesMax) at most")
    }
    let isCode = trunk.countryCode.map { (1...3).contains($0.utf8.count) && $0.allSatisfy(\.isNumber) } ?? true
    guard isCode, trunk.nationalPrefix.map({ $0.utf8.count <= 4 && $0.allSatisfy(\.isNumber) }) ?? true else {
      throw TelephonyProblem(.invalid, "a country code has 1 to 3 digits, such as 44, and a national prefix 4 at most")
    }
    guard (1...100_000).contains(trunk.callsMax), (0...3_600).contains(trunk.probeSeconds) else {
      throw TelephonyProblem(.invalid, "a trunk carries 1 to 100000 calls, and is probed every 0 to 3600 seconds")
    }
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    (0x30...0x3A).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || ".-".utf8.contains(byte)
  }

  static func isPrefix(_ text: String) -> Bool {
    text.hasPrefix("+") && (2...16).contains(text.utf8.count) && text.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
  }
}
