import Link
import SQLiteEngine
import Vocabulary

/// Another way to the telephone network: what callers and agents say goes over it before it is sealed.
struct AddTrunkChange: ApprovableChange {
  static let kind = "AddTrunk"

  let trunk: SIPTrunk

  init(trunk: SIPTrunk) { self.trunk = trunk }

  var summary: String {
    "trunk \(trunk.name): calls go over \(trunk.targets.map(\.host).joined(separator: ", "))"
      + (trunk.carriesEmergencyCalls ? ", emergency calls too" : "")
  }

  var json: JSON { trunk.json }

  init?(json: JSON) {
    guard let trunk = SIPTrunk(json: json) else { return nil }
    self.trunk = trunk
  }

  func check(with tools: ChangeTools) async throws {
    guard try await tools.telephony.item(SIPTrunk.self, trunk.name) == nil else {
      throw ApprovalProblem(.notThere, "there is a trunk \(trunk.name) by now: remove it first, or deny this")
    }
  }

  func apply(with tools: ChangeTools) async throws {
    let adding = try tools.telephony.adding([trunk])
    _ = try await tools.database.write { try adding($0) }
  }
}
