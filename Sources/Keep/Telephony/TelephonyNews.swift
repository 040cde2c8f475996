import Link
import Logging
import ServiceLifecycle
import Vocabulary

/// Tells the switch when devices, trunks, numbers or rules about callers have changed, whichever process changed them.
struct TelephonyNews: Service {
  private static let pause = Duration.milliseconds(250)

  let table: TelephonyTable
  let switchSide: any LinkPeer
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      var told: Int64?
      var hasFailed = false
      while !Task.isCancelled {
        do {
          let generation = try await table.generation()
          if generation != told {
            _ = try await switchSide.send(TelephonyChanged())
            told = generation
          }
          hasFailed = false
        } catch {
          // The two meet again, and the switch asks by itself then.
          if !hasFailed, !(error is LinkProblem) {
            logger.error("changes of telephony cannot be told", metadata: ["error": "\(type(of: error))"])
          }
          hasFailed = true
        }
        try? await Task.sleep(for: Self.pause)
      }
    }
  }
}

extension KeepProcess {
  /// What the switch may know of telephony.
  func telephonySetup() async throws -> TelephonySetup {
    TelephonySetup(
      devices: try await telephony.all(SIPDevice.self), trunks: try await telephony.all(SIPTrunk.self),
      numbers: try await telephony.all(PooledNumber.self), callerRules: try await telephony.all(StoredCallerRule.self))
  }

  /// Hits of one message, and reports, that are put on record; a switch that says more is cut short.
  private static let hitsMax = 1_000
  private static let reportsMax = 100

  func record(_ message: RecordCallers) async throws {
    let rules = Set(try await telephony.all(StoredCallerRule.self).map(\.id))
    let hits = message.hits.prefix(Self.hitsMax).filter { rules.contains($0.ruleID) && $0.count > 0 && $0.since >= 0 }.map {
      hit in
      events.event(
        "ApplyCallerRule", for: "switchkeep",
        [
          "ruleId": .string(hit.ruleID), "calls": .number(hit.count),
          "since": .string(Moment(seconds: Int64(min(hit.since, 4_000_000_000))).rfc3339),
        ], readOnly: true, category: .management)
    }
    let reports = message.reports.prefix(Self.reportsMax).map { report in
      events.event(
        "ReportCaller", for: "switchkeep",
        [
          "instanceId": .string(Self.cut(report.instanceID)), "contactId": .string(Self.cut(report.contactID)),
          "agentId": .string(Self.cut(report.agentID)),
        ], readOnly: false, category: .management)
    }
    guard !hits.isEmpty || !reports.isEmpty else { return }
    try await log.append(hits + reports)
  }

  private static func cut(_ text: String) -> String { String(decoding: text.utf8.prefix(128), as: UTF8.self) }
}
