import Contacts
import Vocabulary

/// Records tell what happened: times in their order, chains that hold, an agent where one was connected.
struct Records: Checker {
  let name = "records"

  mutating func saw(_ changes: CentreChanges, _ effects: [CentreEffect], _ simulation: Simulation) throws {
    for case .deposit(let contactID, var record) in effects {
      if simulation.options.fault == .record, simulation.figures.steps % 7 == 0 { record = Self.spoilt(record) }
      try check(contactID, record)
    }
  }

  private static func spoilt(_ record: JSON) -> JSON {
    var object = record.object ?? JSON.Object()
    object["DisconnectTimestamp"] = "1999-01-01T00:00:00Z"
    return JSON(.object(object))
  }

  private func check(_ id: String, _ record: JSON) throws {
    let order = ["InitiationTimestamp", "ConnectedToSystemTimestamp", "DisconnectTimestamp"].compactMap { record[$0]?.string }
    guard order == order.sorted() else { throw Finding("\(id): its times are \(order)") }
    guard record["DisconnectReason"]?.string != nil, record["DisconnectTimestamp"]?.string != nil else {
      throw Finding("\(id): it has no end")
    }
    let agent = record["Agent"]
    let work = ["ConnectedToAgentTimestamp", "AfterContactWorkStartTimestamp", "AfterContactWorkEndTimestamp"]
      .compactMap { agent?[$0]?.string }
    // A supervisor has no work after a session, and was connected to nobody where the receiver was not lifted.
    let isWhole = record["InitiationMethod"] == "MONITOR" ? work.count <= 1 : work.count == 3
    guard agent?.isNull != false || isWhole else { throw Finding("\(id): the agent's times are \(work)") }
    guard work == work.sorted() else { throw Finding("\(id): the agent's times are \(work)") }
    let isSuccessor = record["PreviousContactId"]?.isNull == false
    let method = record["InitiationMethod"]?.string ?? ""
    guard !["TRANSFER", "QUEUE_TRANSFER", "DISCONNECT"].contains(method) || isSuccessor else {
      throw Finding("\(id): a \(method) without a previous contact")
    }
  }
}
