import FlowEngine
import FlowLanguage
import Foundation
import Testing
import Vocabulary

/// Flows that were exported from real instances, where they are at hand.
@Suite struct RealFlowTests {
  private static let folder: URL = {
    if let shared = ProcessInfo.processInfo.environment["SWITCHKEEP_SHARED"] {
      return URL(filePath: shared).appending(path: "flows")
    }
    let root = URL(filePath: #filePath).pathComponents.dropLast(4)
    return URL(filePath: root.joined(separator: "/")).appending(path: "../shared/flows").standardizedFileURL
  }()

  private static let files: [URL] =
    ((try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? [])
    .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }

  /// The envelope alone, unchecked: what a reader refuses is not the engine's matter.
  private func acts(_ file: URL) throws -> [Act] {
    let json = try JSON.parse(Array(Data(contentsOf: file)))
    let actions = json["Actions"]?.array ?? []
    let start = json["StartAction"]
    let ordered = actions.filter { $0["Identifier"] == start } + actions.filter { $0["Identifier"] != start }
    return try ordered.map { action in
      let transitions = action["Transitions"]
      return Act(
        id: action["Identifier"]?.string ?? "", type: try #require(ActionType(rawValue: action["Type"]?.string ?? "")),
        parameters: action["Parameters"] ?? [:], next: transitions?["NextAction"]?.string,
        conditions: (transitions?["Conditions"]?.array ?? []).map {
          let operation = FlowOperator(rawValue: $0["Condition"]?["Operator"]?.string ?? "") ?? .equals
          let operands = ($0["Condition"]?["Operands"]?.array ?? []).compactMap(\.string)
          return (.compare(operation, operands: operands), $0["NextAction"]?.string ?? "")
        },
        errors: (transitions?["Errors"]?.array ?? []).map { ($0["ErrorType"]?.string ?? "", $0["NextAction"]?.string ?? "") })
    }
  }

  @Test(.enabled(if: !files.isEmpty, "no exported flows at \(folder.path)"), arguments: files)
  func aRealFlowIsWalked(file: URL) throws {
    let acts = try acts(file)
    let flow = RunnableFlow("f", acts)
    var seen: Set<String> = []
    for seed in 0..<12 as Range<UInt64> {
      var play = Play(flow, .test(on: seed % 2 == 0 ? .voice : .chat))
      play.context.isFlowLoggingEnabled = true
      var source = RandomEvents(entropy: SeededEntropy(seed: seed))
      play.send(.started)
      for _ in 0..<60 where !play.execution.isFinished { play.send(source.next(for: play)) }
      seen.formUnion(play.log.compactMap { $0["Identifier"]?.string })
      play.send(.interrupted)
      #expect(play.execution.isFinished)
    }
    #expect(seen.count >= 2)
  }

  @Test(.enabled(if: !files.isEmpty, "no exported flows at \(folder.path)"), arguments: files, ContactChannel.served)
  func everyBranchThatIsPossibleOnAChannelIsTaken(file: URL, channel: ContactChannel) throws {
    let acts = try acts(file)
    let possible = PossibleBranches(channel: channel).reachable(in: acts)
    var exploration = BranchExploration(of: acts, on: channel)
    for seed in 0..<20_000 as Range<UInt64> where !possible.isSubset(of: exploration.taken) { exploration.run(seed: seed) }
    #expect(possible.subtracting(exploration.taken).sorted() == [], "never taken")
    #expect(exploration.taken.subtracting(possible).sorted() == [], "taken, though the documentation says that it cannot be")
  }
}

extension ContactChannel {
  /// Those that contacts come by; there is no e-mail.
  fileprivate static let served: [ContactChannel] = [.voice, .chat, .task]
}
