import ArgumentParser
import Foundation
import Simulation

@main
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Plays a contact centre in virtual time and checks its promises; a failure prints the command that replays it.")

  @Option(help: "The first seed.")
  var seed: UInt64 = 1

  @Option(help: "How many seeds, from the first.")
  var seeds: UInt64 = 1

  @Option(help: "Contacts in each run.")
  var contacts = 1_000

  @Option(help: "A fault to plant; the run must find it: \(Fault.allCases.map(\.rawValue).joined(separator: ", ")).")
  var fault: String?

  func validate() throws {
    if let fault, Fault(rawValue: fault) == nil { throw ValidationError("--fault \(fault): there is no such fault") }
  }

  func run() throws {
    let planted = fault.flatMap(Fault.init(rawValue:))
    for seed in seed..<seed + seeds {
      var simulation = Simulation(Simulation.Options(seed: seed, contactsMax: contacts, fault: planted))
      do {
        let figures = try simulation.run()
        print("seed \(seed): \(figures)")
      } catch let violation as Violation {
        if try isFound(violation, planted) { return }
      }
    }
    if planted != nil { throw fail("the checker of the fault has not found it") }
  }

  /// Another checker may see first what a fault leads to; its own must see it in one of the seeds.
  private func isFound(_ violation: Violation, _ planted: Fault?) throws -> Bool {
    guard let planted else {
      throw fail("\(violation)\nreplay: simulate --seed \(violation.seed) --contacts \(contacts)")
    }
    let isItsOwn = violation.checker == planted.checker
    print("\(isItsOwn ? "found" : "another checker than \(planted.checker)"): \(violation)")
    return isItsOwn
  }

  private func fail(_ message: String) -> ExitCode {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    return .failure
  }
}
