import AWSWire
import ConnectAPI
import Link
import RequestSigning
import Vocabulary

/// Approvals on the keep's own listener, in the protocol json-1.1. No service of AWS has a two-person rule, so words are ours.
struct ApprovalEndpoint: Sendable {
  /// What requests are signed for, and what stands before the dot of X-Amz-Target.
  static let service = "switchkeep"
  static let target = "Switchkeep"

  private let authority: Authority
  private let place: Place
  private let recorder: EventRecorder
  private let operations: [String: any ApprovalOperation]

  init(
    authority: Authority, approvals: Approvals, directory: IdentityDirectory, content: ContentRepository, place: Place,
    recorder: EventRecorder, others: [any ApprovalOperation]
  ) {
    self.authority = authority
    self.place = place
    self.recorder = recorder
    let all: [any ApprovalOperation] = [
      ApproveChange(approvals: approvals), DenyChange(approvals: approvals), DescribeApproval(approvals: approvals),
      GetContentCredentials(approvals: approvals, directory: directory), ListApprovals(approvals: approvals),
      RequestContentAccess(approvals: approvals, content: content),
    ]
    operations = Dictionary(uniqueKeysWithValues: (all + others).map { (type(of: $0).name, $0) })
  }

  func respond(to carried: CarriedRequest) async -> WireResponse {
    let wire = JSONResponse(requestID: carried.requestID)
    do {
      return wire.result(try await perform(carried))
    } catch let error as WireError {
      return wire.failure(error)
    } catch let refusal as Refusal {
      return wire.failure(WireError(code: refusal.code, message: refusal.message, status: refusal.status))
    } catch {
      return wire.failure(Self.told(error))
    }
  }

  private func perform(_ carried: CarriedRequest) async throws -> JSON {
    let parsed = Result { () throws(WireError) in try JSONRequest(carried.request, service: Self.target) }
    let name = (try? parsed.get().operation).flatMap { operations[$0] == nil ? nil : $0 } ?? "SwitchkeepRequest"
    let asked = AskedOperation(name: name, source: Self.service, wire: .json)
    let signatory = try await authority.identify(carried, asked).get()
    let call = ApprovalCall(
      carried: carried, signatory: signatory, operation: name, authority: authority, recorder: recorder, place: place)
    do {
      let request = try parsed.get()
      guard let operation = operations[request.operation] else {
        throw WireError(
          code: "UnknownOperationException", message: "There is no operation \(request.operation.prefix(64)).", status: 400)
      }
      return try await operation.perform(JSONMembers(request.members), call)
    } catch let refusal as Refusal {
      // On record where it was decided.
      throw refusal
    } catch {
      let told = Self.told(error)
      await call.record(told)
      throw told
    }
  }

  private static func told(_ error: any Error) -> WireError {
    switch error {
    case let error as WireError: error
    case let problem as ApprovalProblem: told(problem)
    default: WireError(code: "InternalFailure", message: "The request could not be carried out. Try again.", status: 500)
    }
  }

  private static func told(_ problem: ApprovalProblem) -> WireError {
    switch problem.code {
    case .notThere: WireError(code: "ResourceNotFoundException", message: problem.description, status: 404)
    case .decided, .notApproved: WireError(code: "ConflictException", message: problem.description, status: 409)
    case .ownChange: WireError(code: "AccessDeniedException", message: problem.description, status: 403)
    case .invalid: WireError(code: "ValidationException", message: problem.description, status: 400)
    case .tooMany: WireError(code: "LimitExceededException", message: problem.description, status: 400)
    }
  }
}

/// One operation of approvals. The name of the type is the name of the operation, and of its permission.
protocol ApprovalOperation: Sendable {
  /// - Throws: WireError, Refusal or ApprovalProblem.
  func perform(_ members: JSONMembers, _ call: ApprovalCall) async throws -> JSON
}

extension ApprovalOperation {
  static var name: String { String(describing: Self.self) }
}

/// One call by a known signatory.
struct ApprovalCall: Sendable {
  let carried: CarriedRequest
  let signatory: Signatory
  let operation: String
  let authority: Authority
  let recorder: EventRecorder
  let place: Place

  var caller: Caller { signatory.caller }

  func arn(_ approvalID: String) -> String {
    "arn:aws:\(ApprovalEndpoint.service):\(place.region):\(place.account):approval/\(approvalID)"
  }

  /// - Throws: the Refusal, which is on record.
  func mustBeAllowed(on resource: String) async throws {
    let asked = AskedOperation(name: operation, source: ApprovalEndpoint.service, wire: .json)
    let verdict = authority.decision(
      on: "\(ApprovalEndpoint.service):\(operation)", resource, context: [:], for: signatory, carried, asked)
    guard case .denied(let refusal, _) = verdict else { return }
    await authority.record(refusal, carried, asked, caller: caller)
    throw refusal
  }

  /// The event of an approval that the operation moves on.
  func event(_ approval: Approval, _ details: [(String, JSON)] = []) -> JSON {
    recorder.event(carried, operation: operation, caller: caller) { event in
      event["readOnly"] = false
      let parameters: [(String, JSON)] = [
        ("approvalId", .string(approval.id)), ("kind", .string(approval.kind)), ("summary", .string(approval.summary)),
        ("requestedBy", .string(approval.requestedBy)),
      ]
      event["requestParameters"] = .object(parameters + details)
    }
  }

  /// The event of a read.
  func record(_ parameters: [(String, JSON)]) async {
    await recorder.record(carried, operation: operation, caller: caller) { event in
      event["readOnly"] = true
      event["requestParameters"] = .object(parameters)
    }
  }

  /// The event of what was tried and refused, or failed.
  func record(_ error: WireError) async {
    await recorder.record(carried, operation: operation, caller: caller) { event in
      event["errorCode"] = .string(error.code)
      event["errorMessage"] = .string(error.message)
    }
  }
}
