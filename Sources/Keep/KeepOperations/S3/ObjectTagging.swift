import AWSWire
import ConnectAPI
import Link
import Vocabulary

/// Decisions about an object by what it is: policies test `s3:ExistingObjectTag/KEY`.
extension ContentReading {
  /// GetObjectTagging: what an object is classified as. Metadata: it needs no purpose, and a permission of its own.
  func tagging(_ wire: RestXMLResponse) async throws -> WireResponse {
    try await allowance("s3:GetObjectTagging")
    let object = try await object()
    await endpoint.record(call, [("key", .string(key))])
    let tags = object.tags.map { WireElement("Tag", [WireElement("Key", $0.key), WireElement("Value", $0.value)]) }
    return wire.result(WireElement("Tagging", namespace: S3Endpoint.namespace, [WireElement("TagSet", tags)]))
  }

  /// Whether the caller may, with the tags that the object has now.
  ///
  /// Who may not list must not learn from a denial whether the object is there: where only its tags are in the way, they are told
  /// what they would be told of a missing one.
  @discardableResult func allowance(_ action: String) async throws -> Allowance {
    let tags = try await stored()?.tagContext ?? [:]
    switch endpoint.authority.decision(on: action, resource, context: tags, for: call.signatory, call.carried, call.asked) {
    case .allowed(let allowance): return allowance
    case .denied(let refusal, _):
      let untagged = endpoint.authority.decision(
        on: action, resource, context: [:], for: call.signatory, call.carried, call.asked)
      if case .allowed = untagged { try mustBeAllowedToList() }
      throw refusal
    }
  }

  /// nil for what is not there, which is told to nobody yet.
  func stored() async throws -> ContentObject? {
    guard let id = ContentNames.instanceID(bucket) else { return nil }
    return try await endpoint.inventory.object(in: id, named: key)
  }
}
