import ConnectAPI
import Link
import Vocabulary

/// What operations ask of contacts, here of those that are over.
struct EndedContacts: ContactLookup, ContactSearch, ContactAttributes {
  let archive: ContactArchive

  /// The operations, each of which answers only once it is on record.
  var operations: [CatalogueEntry] {
    [
      CatalogueEntry(DescribeContact(contacts: self)).onRecord(),
      CatalogueEntry(GetContactAttributes(contacts: self)).onRecord(),
      CatalogueEntry(ListContactReferences(contacts: self)).onRecord(),
      CatalogueEntry(SearchContacts(contacts: self)).onRecord(),
      CatalogueEntry(UpdateContactAttributes(contacts: self)).onRecord(),
    ]
  }

  func described(_ contactID: String, in instance: String) async throws -> DescribedContact {
    guard let record = try await archive.record(contactID, in: instanceIdentifier(instance)) else {
      throw ConnectError.noContact(contactID)
    }
    let objects = try await archive.content.objects(of: contactID, in: instanceIdentifier(instance))
    return DescribedContact(
      record: record,
      recordings: objects.filter { RecordingNumber($0.id)?.isAudio == true }.map { object in
        "\(ContentNames.bucket(object.instanceID))/\(object.name)"
      })
  }

  func matching(_ input: SearchContactsRequest, _ call: LiveCall) async throws -> [DescribedContact] {
    try await matching(input)
  }

  func matching(_ input: SearchContactsRequest) async throws -> [DescribedContact] {
    let times = SearchContacts.beginnings(input)
    let records = try await archive.records(in: instanceIdentifier(input.instanceId), from: times.from, to: times.to)
    return records.map { DescribedContact(record: $0) }.filter { SearchContacts.matches($0, input) }
  }

  func set(_ input: UpdateContactAttributesRequest, _ call: LiveCall) async throws -> UpdateContactAttributesResponse {
    let id = input.initialContactId
    guard try await archive.set(input.attributes, of: id, in: instanceIdentifier(input.instanceId)) else {
      throw ConnectError.noContact(id)
    }
    return UpdateContactAttributesResponse()
  }
}
