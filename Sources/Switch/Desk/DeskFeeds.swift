import Contacts
import ServiceLifecycle
import Synchronization
import Vocabulary

/// Turns what happens to agents into events at their desks, connected or not, and notices desks that do not come back.
struct DeskFeeds: Service {
  let host: ContactHost
  let desks: OpenDesks
  let effects: EffectRunner
  private let arrivals = AsyncStream<(agentID: String, instanceID: String)>.makeStream()

  init(host: ContactHost, desks: OpenDesks, effects: EffectRunner) {
    self.host = host
    self.desks = desks
    self.effects = effects
    let arrivals = arrivals.continuation
    effects.desks.onFirst { agentID, instanceID in arrivals.yield((agentID, instanceID)) }
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask { await noticeLosses() }
        for await (agentID, instanceID) in arrivals.stream {
          group.addTask(executorPreference: host.ports.tasks) { await follow(agentID, in: instanceID) }
        }
      }
    }
  }

  private func noticeLosses() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(1))
      await desks.expire(at: host.ports.now())
      for lost in await desks.lost(at: host.ports.now()) {
        await host.happened(lost.instanceID) { $0.deskLost(lost.userID, at: $1) }
        effects.desks.finish(lost.userID)
      }
    }
  }

  /// One agent, from its first desk until it is lost.
  private func follow(_ agentID: String, in instanceID: String) async {
    await withDiscardingTaskGroup { group in
      var heard: Set<String> = []
      var shown: [UInt8] = []
      for await _ in effects.desks.changes(of: agentID) {
        guard let state = try? await host.deskState(of: agentID, in: instanceID) else { continue }
        // Much changes in a contact that no desk shows.
        if state.view != shown {
          await desks.publish(.agent(state.view), to: agentID, at: host.ports.now())
          shown = state.view
        }
        for (initial, participantID) in state.conversations where heard.insert(participantID).inserted {
          group.addTask { await hear(initial, participantID, agentID) }
        }
      }
    }
  }

  private func hear(_ initial: String, _ participantID: String, _ agentID: String) async {
    for await item in effects.conversations.listen(to: initial, as: participantID) {
      await desks.publish(.item(ChatItemJSON.json(item)), to: agentID, at: host.ports.now())
    }
  }
}
