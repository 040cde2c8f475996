import Vocabulary

/// Where agents who are free stand.
extension RoutingState {
  /// Finds out for which channels an agent is free now. Its seats and figures follow when it is settled: an agent who comes free
  /// and is offered the next contact at once never sits down.
  mutating func refresh(_ agent: Int) {
    let isThere = agents[agent].isRoutable && agents[agent].isOnline
    agents[agent].free = isThere ? concurrency[Int(agents[agent].profile)].free(beside: agents[agent].slots) : 0
  }

  /// Seats an agent where it belongs now, and counts it anew.
  mutating func settle(_ agent: Int) {
    guard isKnown(agent) else { return }
    let free = agents[agent].free
    if free != agents[agent].seated || agents[agent].seatedSince != agents[agent].idleSince {
      standUp(agent)
      for channel in 0..<ContactChannel.tally where free >> channel & 1 == 1 { sit(down: agent, on: channel) }
      agents[agent].seated = free
      agents[agent].seatedSince = agents[agent].idleSince
    }
    count(agent, as: flags(agent))
  }

  private func bench(_ agent: Int, _ channel: Int) -> Int { Int(agents[agent].crew) * ContactChannel.tally + channel }

  private mutating func sit(down agent: Int, on channel: Int) {
    let (bench, profile) = (bench(agent, channel), Int(agents[agent].profile))
    if benches[bench].line.isEmpty {
      benches[bench].place = occupied[profile * ContactChannel.tally + channel].count
      occupied[profile * ContactChannel.tally + channel].append(Int32(bench))
      freeChannels[profile] |= 1 << channel
    }
    idle.insert(IdleKey(since: agents[agent].idleSince, number: UInt32(agent)), into: &benches[bench].line)
  }

  /// Off all its benches.
  mutating func standUp(_ agent: Int) {
    let (seated, key) = (agents[agent].seated, IdleKey(since: agents[agent].seatedSince, number: UInt32(agent)))
    for channel in 0..<ContactChannel.tally where seated >> channel & 1 == 1 {
      let bench = bench(agent, channel)
      idle.remove(key, from: &benches[bench].line)
      if benches[bench].line.isEmpty { clear(bench, Int(agents[agent].profile), channel) }
    }
    agents[agent].seated = 0
  }

  private mutating func clear(_ bench: Int, _ profile: Int, _ channel: Int) {
    let row = profile * ContactChannel.tally + channel
    guard let last = occupied[row].popLast() else { return }
    if Int(last) != bench {
      occupied[row][benches[bench].place] = last
      benches[Int(last)].place = benches[bench].place
    }
    if occupied[row].isEmpty { freeChannels[profile] &= ~(1 << channel) }
  }

  mutating func count(_ agent: Int, as flags: Census.Flags) {
    guard flags != agents[agent].counted else { return }
    censuses[Int(agents[agent].profile)].change(agents[agent].counted, to: flags)
    agents[agent].counted = flags
  }

  private func flags(_ agent: Int) -> Census.Flags {
    guard agents[agent].isOnline else { return [] }
    var flags: Census.Flags = [.online, agents[agent].isRoutable ? .staffed : .nonProductive]
    if agents[agent].seated != 0 { flags.formUnion([.availableAtAll, .available(agents[agent].seated)]) }
    flags.formUnion(agents[agent].slots.flags)
    return flags
  }
}
