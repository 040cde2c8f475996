package import OutboundHTTP
import Synchronization
package import Vocabulary

/// One invocation.
package struct FunctionCall: Sendable {
  package let arn: String
  /// Where the service's own API takes the call.
  package let servicePath: String
  package let payload: JSON
  package let timeLimitSeconds: Int
  package let isAsynchronous: Bool

  package init(arn: String, servicePath: String, payload: JSON, timeLimitSeconds: Int, isAsynchronous: Bool) {
    self.arn = arn
    self.servicePath = servicePath
    self.payload = payload
    self.timeLimitSeconds = timeLimitSeconds
    self.isAsynchronous = isAsynchronous
  }

  /// Invoke of the Lambda API.
  package static func invocation(of arn: String) -> String { "/2015-03-31/functions/\(OutboundHTTP.encoded(arn))/invocations" }
}

package enum FunctionOutcome: Sendable, Hashable {
  case answered(JSON)
  /// With a reason for the flow log.
  case failed(String)
}

/// Invokes bound functions, so many at once and no more.
package final class FunctionInvoker: Sendable {
  /// Bytes of an answer, as Connect takes them.
  static let answerBytesMax = 32 * 1024
  /// An asynchronous invocation is not waited for, and ends after so many seconds all the same.
  private static let asynchronousSeconds = 60
  private static let atOnceMax = 64

  private let bindings: FunctionBindings
  private let approval: any BindingApproval
  /// What is invoked, in the reasons of the flow log: a function, a bot.
  private let noun: String
  private let endpoint: Endpoint
  private let program: Program
  private let running = Atomic<Int>(0)

  package init(bindings: FunctionBindings, approval: any BindingApproval, outbound: OutboundHTTP, sandbox: String) {
    self.bindings = bindings
    self.approval = approval
    noun = bindings.kind.noun
    endpoint = Endpoint(outbound: outbound, noun: noun)
    program = Program(folder: bindings.programs, sandbox: sandbox, noun: noun)
  }

  package func invoke(_ call: FunctionCall) async -> FunctionOutcome {
    defer { running.subtract(1, ordering: .relaxed) }
    guard running.add(1, ordering: .relaxed).newValue <= Self.atOnceMax else { return .failed("too many \(noun)s run at once") }
    do {
      let bound = try bindings.bindings(of: call.arn)
      guard !bound.isEmpty else { return .failed("nothing is bound to the \(noun)") }
      guard let binding = await approved(bound) else {
        return .failed("no officer has approved what is bound to the \(noun)")
      }
      let seconds = call.isAsynchronous ? Self.asynchronousSeconds : call.timeLimitSeconds
      let bytes = try await answer(of: binding, call, seconds: seconds)
      guard let json = try? JSON.parse(bytes) else { return .failed("the \(noun)'s answer is no JSON") }
      return .answered(json)
    } catch let problem as FunctionProblem {
      return .failed(problem.description)
    } catch let problem as OutboundProblem {
      return .failed("of the \(noun): \(problem)")
    } catch {
      return .failed("the \(noun) could not be invoked")
    }
  }

  /// The newest that an officer has approved.
  private func approved(_ bound: [FunctionBinding]) async -> FunctionBinding? {
    for binding in bound {
      guard let digest = try? bindings.digest(of: binding) else { continue }
      if await approval.isApproved(digest, of: binding.arn) { return binding }
    }
    return nil
  }

  private func answer(of binding: FunctionBinding, _ call: FunctionCall, seconds: Int) async throws -> [UInt8] {
    switch binding.target {
    case .endpoint(let url, let form, let authority):
      try await endpoint.post(call, to: url, form: form, authority: authority, seconds: seconds)
    case .program(let name): try await program.run(name, call.payload.bytes, seconds: seconds)
    }
  }
}
