import SIP

/// The calls there are, and how many of them each trunk has: none is counted by looking at all.
struct CallBook {
  private var legs: [SIPCallID: SIPLeg] = [:]
  private var perTrunk: [String: Int] = [:]

  var ids: some Collection<SIPCallID> { legs.keys }

  func count(on trunk: String) -> Int { perTrunk[trunk] ?? 0 }

  subscript(_ call: SIPCallID) -> SIPLeg? {
    get { legs[call] }
    _modify {
      let before = legs[call]?.trunk
      yield &legs[call]
      let after = legs[call]?.trunk
      if after != before { move(from: before, to: after) }
    }
  }

  mutating func remove(_ call: SIPCallID) -> SIPLeg? {
    defer { self[call] = nil }
    return legs[call]
  }

  private mutating func move(from before: String?, to after: String?) {
    if let before { perTrunk[before] = count(on: before) > 1 ? count(on: before) - 1 : nil }
    if let after { perTrunk[after, default: 0] += 1 }
  }
}
