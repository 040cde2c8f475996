import Protection
package import Vocabulary

/// A change that one person asks for and another decides.
package struct Approval: Sendable {
  package enum State: String, Sendable, CaseIterable {
    /// Waits for an officer.
    case pending
    /// An officer said yes. What is carried out at once is `applied` then; what somebody fetches waits for them.
    case approved
    /// It has had its effect, once.
    case applied
    /// An officer said no.
    case denied
    /// An officer said yes, and it could not be carried out.
    case failed
    /// Nobody decided, or nobody fetched it, in time.
    case expired
  }

  /// How long a question waits for its answer: a week.
  static let pendingSecondsMax: Int64 = 7 * 86_400
  /// How long an answer waits to be used: a day.
  static let approvedSecondsMax: Int64 = 86_400

  package let id: String
  package let kind: String
  package let summary: String
  /// An ARN, or `operator/NAME`.
  package let requestedBy: String
  package let requestedAt: Moment
  let change: JSON
  private var stored: State
  package private(set) var decidedBy: String?
  package private(set) var decidedAt: Moment?
  package private(set) var reason: String?

  init(id: String, _ change: any ApprovableChange, by requester: String, at now: Moment) {
    self.id = id
    kind = type(of: change).kind
    summary = change.summary
    self.change = change.json
    requestedBy = requester
    requestedAt = now
    stored = .pending
  }

  package func state(at now: Moment) -> State {
    switch stored {
    case .pending: now >= requestedAt.adding(seconds: Self.pendingSecondsMax) ? .expired : .pending
    case .approved: now >= (decidedAt ?? requestedAt).adding(seconds: Self.approvedSecondsMax) ? .expired : .approved
    case .applied, .denied, .failed, .expired: stored
    }
  }

  /// What the row says of its state, for queries.
  var row: State { stored }

  mutating func decide(_ isApproved: Bool, by decider: String, reason: String?, at now: Moment) {
    stored = isApproved ? .approved : .denied
    decidedBy = decider
    decidedAt = now
    self.reason = reason
  }

  mutating func applied() { stored = .applied }
  mutating func fail() { stored = .failed }
  mutating func expire() { stored = .expired }

  /// As who asks or decides sees it: the summary for the eye, the details as they are.
  package func json(at now: Moment) -> JSON {
    var json = JSON.Object()
    json["ApprovalId"] = .string(id)
    json["Kind"] = .string(kind)
    json["State"] = .string(state(at: now).rawValue)
    json["Summary"] = .string(summary)
    json["Details"] = ChangeCatalogue.change(kind, change)?.shown
    json["RequestedBy"] = .string(requestedBy)
    json["RequestedAt"] = .string(requestedAt.rfc3339)
    json["DecidedBy"] = decidedBy.map(JSON.string)
    json["DecidedAt"] = decidedAt.map { .string($0.rfc3339) }
    json["Reason"] = reason.map(JSON.string)
    return JSON(.object(json))
  }
}

extension Approval: Protectable {
  package init?(protectable json: JSON) {
    guard let id = json["id"]?.string, let kind = json["kind"]?.string, let summary = json["summary"]?.string,
      let requestedBy = json["requestedBy"]?.string, let requestedAt = json["requestedAt"]?.int, let change = json["change"],
      let state = json["state"]?.string.flatMap(State.init(rawValue:))
    else { return nil }
    self.id = id
    self.kind = kind
    self.summary = summary
    self.requestedBy = requestedBy
    self.requestedAt = Moment(microseconds: Int64(requestedAt))
    self.change = change
    stored = state
    decidedBy = json["decidedBy"]?.string
    decidedAt = json["decidedAt"]?.int.map { Moment(microseconds: Int64($0)) }
    reason = json["reason"]?.string
  }

  package var protectable: JSON {
    [
      "id": .string(id), "kind": .string(kind), "summary": .string(summary), "requestedBy": .string(requestedBy),
      "requestedAt": .number(Int(requestedAt.microseconds)), "change": change, "state": .string(stored.rawValue),
      "decidedBy": decidedBy.map(JSON.string) ?? .null, "reason": reason.map(JSON.string) ?? .null,
      "decidedAt": decidedAt.map { .number(Int($0.microseconds)) } ?? .null,
    ]
  }
}
