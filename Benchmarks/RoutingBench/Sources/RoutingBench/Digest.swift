import Routing

/// A number for all decisions and their order (FNV-1a), by which two builds are compared.
struct Digest {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ effect: RoutingEffect) {
    switch effect {
    case .offer(let contact, let agent, let queue): mix(1, contact.value, agent.value, queue.value)
    case .withdrawOffer(let contact, let agent): mix(2, contact.value, agent.value, 0)
    case .markMissed(let contact, let agent): mix(3, contact.value, agent.value, 0)
    case .refuse(let contact, let refusal): mix(4, contact.value, UInt32(refusal.rawValue.utf8.count), 0)
    case .startTimer(_, let at): mix(5, UInt32(truncatingIfNeeded: at.microseconds), 0, 0)
    }
  }

  private mutating func mix(_ words: UInt32...) {
    for word in words { value = (value ^ UInt64(word)) &* 0x100_0000_01b3 }
  }
}
