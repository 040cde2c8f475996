import Access
import ArgumentParser
import Foundation
import Keep
import Vocabulary

struct AccessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "access", abstract: "Judges permissions offline, and tells which ones are used.",
    subcommands: [Explain.self, Report.self])

  struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints what each identity and role really did, what of its rights it did not use, and a narrower policy.",
      discussion: "One JSON line each. The ledger says what was done; a right that is used once a year needs as many days.")

    @OptionGroup var keep: KeepOptions

    @Option(help: "Days to look back.")
    var days = 90

    func validate() throws {
      guard (1...36_500).contains(days) else { throw ValidationError("--days is a number from 1 to 36500") }
    }

    func run() async throws {
      let from = Host.now().adding(seconds: Int64(days) * -86_400)
      for line in try await keep.open({ try await $0.reportAccess(from: from) }) { print(line.text) }
    }
  }

  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the decision and its reasons for each case, as a JSON list.",
      discussion: """
        A file holds one case, a JSON object, or a list of them. Members: principal, action, resource, resourceAccount, context,
        identityPolicies, resourcePolicy, permissionBoundaries, sessionPolicies. All but the first three may be missing.
        """)

    @Argument(help: "Files with cases.")
    var files: [String]

    /// sysexits' EX_DATAERR: the input was wrong.
    private static let dataError = ExitCode(65)
    private static let limits = JSON.Limits(textBytesMax: 1 << 30, depthMax: 64, valuesMax: 1 << 28)

    func run() throws {
      var decisions: [JSON] = []
      for file in files { decisions += try judge(file) }
      print(JSON.array(decisions).text)
    }

    private func judge(_ file: String) throws -> [JSON] {
      let json: JSON
      do {
        json = try JSON.parse(try DataFolder.read(file), limits: Self.limits)
      } catch {
        throw failure("\(file): \(error)")
      }
      return try (json.array ?? [json]).enumerated().map { index, element in
        do {
          return Self.explained(try AccessCase.parse(element))
        } catch {
          throw failure("\(file): case \(index): \(error)")
        }
      }
    }

    private static func explained(_ judged: AccessCase) -> JSON {
      let decision = judged.question.decide(judged.policies)
      return ["decision": .string(decision.outcome.rawValue), "reasons": .strings(decision.reasons)]
    }

    private func failure(_ message: String) -> ExitCode {
      FileHandle.standardError.write(Data("\(message)\n".utf8))
      return Self.dataError
    }
  }
}
