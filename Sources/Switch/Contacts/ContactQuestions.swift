import AWSWire
import ConnectAPI
import Contacts
import FlowEngine
import Link
import Vocabulary

/// What operations ask of contacts, here of those that are open or on their way to the keep. What is with the keep it answers
/// itself, to the request as it was signed.
extension LiveContacts: ContactLookup {
  func described(_ contactID: String, in instance: String) async throws -> DescribedContact {
    let open = try await read(instance) { centre, _ in
      centre.contacts[contactID].map { contact in
        DescribedContact(
          record: centre.contactRecord(of: contact), queuePriority: contact.context.queuePriority,
          queueTimeAdjustmentSeconds: contact.context.queueTimeAdjustmentSeconds)
      }
    }
    if let open { return open }
    guard let leaving = await host.leavingRecord(contactID, in: instanceIdentifier(instance)) else {
      throw ConnectError.noContact(contactID)
    }
    return DescribedContact(record: leaving)
  }
}

extension LiveContacts: ContactSearch {
  func matching(_ input: SearchContactsRequest, _ call: LiveCall) async throws -> [DescribedContact] {
    let open = try await read(input.instanceId) { centre, _ in
      centre.contacts.values.sorted { $0.id < $1.id }.map { DescribedContact(record: centre.contactRecord(of: $0)) }
    }
    let leaving = await host.leavingRecords(in: instanceIdentifier(input.instanceId)).map { DescribedContact(record: $0) }
    let over = try await over(call)
    let here = open + leaving
    let ids = Set(here.map(\.id))
    return here.filter { SearchContacts.matches($0, input) } + over.filter { !ids.contains($0.id) }
  }

  private func over(_ call: LiveCall) async throws -> [DescribedContact] {
    switch try await keepSide.send(SearchContactRecords(carried: call.carried)) {
    case .refused(let refusal): throw refusal.error
    case .found(let records):
      call.request.leaveRecordToOthers()
      return records.map { DescribedContact(record: $0) }
    }
  }
}

extension LiveContacts: ContactAttributes {
  func set(_ input: UpdateContactAttributesRequest, _ call: LiveCall) async throws -> UpdateContactAttributesResponse {
    let isOpen = try await read(input.instanceId) { centre, _ in centre.contacts[input.initialContactId] != nil }
    guard isOpen else { return try await setByKeep(input, call) }
    let attributes = input.attributes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return try await perform(input.instanceId, call) { centre, now in
      try centre.updateAttributes(attributes, of: input.initialContactId, at: now)
      return UpdateContactAttributesResponse()
    }
  }

  private func setByKeep(
    _ input: UpdateContactAttributesRequest, _ call: LiveCall
  ) async throws -> UpdateContactAttributesResponse {
    await host.departed(input.initialContactId)
    let response = try await keepSide.send(ServeRequest(carried: call.carried))
    guard response.status == 200 else { throw WireError(answer: response) }
    call.request.leaveRecordToOthers()
    return UpdateContactAttributesResponse()
  }
}

extension WireError {
  /// The keep's own answer, passed on.
  init(answer: WireResponse) {
    let type = answer.headers.first { $0.name.lowercased() == "x-amzn-errortype" }?.value
    let message = (try? JSON.parse(answer.body))?["Message"]?.string
    self.init(
      code: type ?? ConnectError.Code.internalService.rawValue, message: message ?? "The keep could not answer.",
      status: answer.status)
  }
}
