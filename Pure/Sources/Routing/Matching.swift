import Vocabulary

/// Contacts and agents find each other. What stands in the way of the best so far is asked for first: a lane or bench whose first
/// comes later than that is left alone.
extension RoutingState {
  /// A contact that waits looks for the agent who has been idle longest of those who may take it.
  mutating func matchContact(_ contact: Int, _ effects: inout [RoutingEffect]) {
    guard isWaiting(contact), !waiting[contact].isOffered else { return }
    let (desk, owner) = (waiting[contact].desk, Int(queues[Int(waiting[contact].queue)].owner))
    // A disabled queue takes nobody more, and still hands out those who wait (Connect's behaviour); one that is gone does not.
    guard desks[desk].isOpen else { return }
    let agent: Int
    if owner != Waiting.nobody {
      guard isKnown(owner), agents[owner].free >> waiting[contact].channel & 1 == 1, agents[owner].slots.place(of: contact) == nil
      else { return }
      agent = owner
    } else {
      guard let found = longestIdle(for: contact) else { return }
      agent = found
    }
    offer(contact, agent, &effects)
    settle(agent)
  }

  private func longestIdle(for contact: Int) -> Int? {
    let (desk, channel) = (waiting[contact].desk, Int(waiting[contact].channel))
    var best = IdleKey.none
    for place in desks[desk].serving.indices {
      let profile = Int(desks[desk].serving[place].profile)
      guard freeChannels[profile] >> channel & 1 == 1, hasWaited(contact, desks[desk].serving[place].delaySeconds) else {
        continue
      }
      let row = profile * ContactChannel.tally + channel
      for bench in occupied[row] where benches[Int(bench)].line.first < best {
        best = min(best, candidate(on: Int(bench), for: contact))
      }
    }
    return best.number == IdleKey.none.number ? nil : Int(best.number)
  }

  private func candidate(on bench: Int, for contact: Int) -> IdleKey {
    let (requirement, skills) = (waiting[contact].requirement, Int(benches[bench].skills))
    let asksEach = requirement >= 0 && plans.namesAgents(requirement)
    if requirement >= 0, !asksEach, !plans.isMet(requirement, by: benches[bench].line.first.number, skillSets[skills]) {
      return .none
    }
    return idle.first(in: benches[bench].line, lookingAt: Self.lookedAtMax) { number in
      agents[Int(number)].slots.place(of: contact) == nil
        && (!asksEach || plans.isMet(requirement, by: number, skillSets[skills]))
    }
  }

  /// An agent who is free looks for the contact that comes first: its own queue's, then by the priority of its profile's entries,
  /// within that by the contacts' own order. Again, until it has no room or nothing waits; then it is settled.
  mutating func matchAgent(_ agent: Int, _ effects: inout [RoutingEffect]) {
    guard isKnown(agent) else { return }
    while agents[agent].free != 0, let contact = firstContact(for: agent) { offer(contact, agent, &effects) }
    settle(agent)
  }

  private func firstContact(for agent: Int) -> Int? {
    var best = firstInOwnQueue(agent)
    if best.number != WaitingKey.none.number { return Int(best.number) }
    let (profile, free) = (Int(agents[agent].profile), agents[agent].free)
    var priority = Int.min
    for place in profiles[profile].entries.indices {
      let entry = profiles[profile].entries[place]
      if entry.priority != priority {
        if best.number != WaitingKey.none.number { break }
        priority = entry.priority
      }
      let desk = Int(entry.desk)
      guard entry.channels & free & standing[desk / ContactChannel.tally] != 0, desks[desk].isOpen else { continue }
      best = head(of: desk, delaySeconds: entry.delaySeconds, for: agent, before: best)
    }
    return best.number == WaitingKey.none.number ? nil : Int(best.number)
  }

  private func firstInOwnQueue(_ agent: Int) -> WaitingKey {
    var best = WaitingKey.none
    let queue = Int(agents[agent].ownQueue)
    let channels = agents[agent].free & standing[queue]
    guard channels != 0 else { return best }
    for channel in 0..<ContactChannel.tally where channels >> channel & 1 == 1 {
      best = head(of: queue * ContactChannel.tally + channel, delaySeconds: 0, for: agent, before: best)
    }
    return best
  }

  /// The first contact of a queue and channel that this agent may take, or the best so far if that comes before it.
  private func head(of desk: Int, delaySeconds: Int, for agent: Int, before bestSoFar: WaitingKey) -> WaitingKey {
    var best = bestSoFar
    if desks[desk].anyone.first < best { best = min(best, first(in: desks[desk].anyone, delaySeconds, for: agent)) }
    for place in desks[desk].choosy.indices where desks[desk].choosy[place].line.first < best {
      let requirement = desks[desk].choosy[place].requirement
      guard plans.isMet(requirement, by: UInt32(agent), skillSets[Int(agents[agent].skills)]) else { continue }
      best = min(best, first(in: desks[desk].choosy[place].line, delaySeconds, for: agent))
    }
    return best
  }

  private func first(in lane: Line<WaitingKey>, _ delaySeconds: Int, for agent: Int) -> WaitingKey {
    lanes.first(in: lane, lookingAt: Self.lookedAtMax) { contact in
      agents[agent].slots.place(of: Int(contact)) == nil && hasWaited(Int(contact), delaySeconds)
    }
  }

  private func hasWaited(_ contact: Int, _ seconds: Int) -> Bool {
    seconds == 0 || Moment(microseconds: waiting[contact].enqueuedAt).adding(seconds: Int64(seconds)) <= now
  }
}
