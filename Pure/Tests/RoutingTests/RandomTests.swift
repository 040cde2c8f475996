import Routing
import Testing
import Vocabulary

/// Random hours in the hall, against what a slow and simple observer knows: who waits, who has what.
struct RandomTests {
  private struct Observer {
    var waiting: [UInt32: (key: (Int, Int64), channel: ContactChannel)] = [:]
    var slots: [UInt32: [UInt32: ContactChannel]] = [:]
    var offers: [UInt32: UInt32] = [:]
  }

  @Test(arguments: 1...60) func nothingIsOfferedThatMayNotBe(_ seed: UInt64) {
    var entropy = SeededEntropy(seed: seed)
    var hall = Hall(takesOtherChannels: seed.isMultiple(of: 2))
    var observer = Observer()
    for agent in 0..<4 { observe(hall.agent(UInt32(agent)), &observer, seed, isMixed: seed.isMultiple(of: 2)) }
    for number in 0..<400 {
      let effects = step(&hall, &observer, &entropy, UInt32(number))
      observe(effects, &observer, seed, isMixed: seed.isMultiple(of: 2))
      observe(hall.wait(Int64(entropy.next() % 5)), &observer, seed, isMixed: seed.isMultiple(of: 2))
      checkNobodyWaitsInVain(observer, seed, isMixed: seed.isMultiple(of: 2))
    }
  }

  private func step(_ hall: inout Hall, _ observer: inout Observer, _ entropy: inout SeededEntropy, _ number: UInt32)
    -> [RoutingEffect]
  {
    let agent = UInt32(entropy.next() % 4)
    let held = observer.slots[agent]?.keys.sorted().first
    switch entropy.next() % 6 {
    case 0...2:
      let channel: ContactChannel = entropy.next().isMultiple(of: 2) ? .chat : .task
      let priority = Int(entropy.next() % 3) + 1
      observer.waiting[number] = ((priority, hall.now.microseconds), channel)
      return hall.contact(number, in: UInt32(entropy.next() % 3), channel, priority: priority)
    case 3:
      guard let held, observer.offers[held] == agent else { return [] }
      observer.offers[held] = nil
      observer.waiting[held] = nil
      return hall.happen(.offerAccepted(ContactNumber(held), AgentNumber(agent)))
    case 4:
      guard let held, observer.offers[held] != agent else { return [] }
      observer.slots[agent]?[held] = nil
      return hall.happen(.contactReleased(ContactNumber(held), AgentNumber(agent)))
    default:
      guard let contact = observer.waiting.keys.sorted().first else { return [] }
      if let offered = observer.offers.removeValue(forKey: contact) { observer.slots[offered]?[contact] = nil }
      observer.waiting[contact] = nil
      return hall.happen(.contactDequeued(ContactNumber(contact)))
    }
  }

  private func observe(_ effects: [RoutingEffect], _ observer: inout Observer, _ seed: UInt64, isMixed: Bool) {
    for effect in effects {
      switch effect {
      case .offer(let contact, let agent, _):
        let wanted = observer.waiting[contact.value]
        #expect(wanted != nil && observer.offers[contact.value] == nil, "seed \(seed): \(contact) is offered and does not wait")
        guard let wanted else { continue }
        #expect(hasRoom(observer.slots[agent.value] ?? [:], wanted.channel, isMixed), "seed \(seed): \(agent) has no room")
        observer.offers[contact.value] = agent.value
        observer.slots[agent.value, default: [:]][contact.value] = wanted.channel
      case .markMissed(let contact, let agent):
        #expect(observer.offers[contact.value] == agent.value, "seed \(seed): \(contact) was not offered to \(agent)")
        observer.offers[contact.value] = nil
      default: break
      }
    }
  }

  private func hasRoom(_ slots: [UInt32: ContactChannel], _ channel: ContactChannel, _ isMixed: Bool) -> Bool {
    let same = slots.values.count { $0 == channel }
    return same < (channel == .chat ? 2 : 1) && (isMixed || same == slots.count)
  }

  /// Every agent is routable and serves every queue: whoever has room has been offered whoever waits, but what it missed.
  private func checkNobodyWaitsInVain(_ observer: Observer, _ seed: UInt64, isMixed: Bool) {
    for (contact, wanted) in observer.waiting where observer.offers[contact] == nil {
      for agent in UInt32(0)..<4 where observer.slots[agent]?[contact] == nil {
        #expect(
          !hasRoom(observer.slots[agent] ?? [:], wanted.channel, isMixed),
          "seed \(seed): \(contact) waits though \(agent) is free")
      }
    }
  }
}
