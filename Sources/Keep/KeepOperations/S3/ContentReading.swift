import ConnectAPI
import AWSWire
import Link
import Vocabulary

/// GetObject and HeadObject: one object, its metadata or a range of its content.
struct ContentReading: Sendable {
  let endpoint: S3Endpoint
  let call: S3Call
  let bucket: String
  let key: String

  var resource: String { ContentNames.arn(bucket: bucket, key: key) }

  /// Metadata needs no purpose, and no more right than a listing has: it tells what a listing tells.
  func head(_ wire: RestXMLResponse) async throws -> WireResponse {
    switch try await decision() {
    case .allowed: break
    case .denied(let refusal, isExplicit: true): throw refusal
    case .denied: try mustBeAllowedToList()
    }
    let object = try await object()
    let selection = try Selection(call.carried.request, object)
    await endpoint.record(call, [("key", .string(key))])
    if selection.status == 304 { return wire.plain(status: 304, headers: selection.headers) }
    return wire.plain(
      status: selection.status,
      headers: selection.headers + [WireRequest.Header(name: "content-length", value: String(selection.range.count))])
  }

  /// The content is opened after its entry in the ledger is durable, and by a grant that stands for that entry.
  func get(_ wire: RestXMLResponse) async throws -> WireResponse {
    let allowance = try await allowance(ContentRead.action)
    // Before anything is told of it: who has no purpose does not learn what is there.
    guard allowance.purpose != nil else {
      throw WireError(
        code: "AccessDenied",
        message: Authority.text(ContentRead.action, resource, call.caller)
          + ": content is answered to a session that says for what: assume a role with the session tag purpose", status: 403)
    }
    let object = try await object()
    let selection = try Selection(call.carried.request, object)
    guard selection.status != 304 else {
      await endpoint.record(call, [("key", .string(key))])
      return wire.plain(status: 304, headers: selection.headers)
    }
    guard selection.range.count <= S3Endpoint.answerBytesMax else {
      throw WireError(
        code: "InvalidRequest",
        message:
          "This is \(selection.range.count) bytes; one answer has \(S3Endpoint.answerBytesMax) at most: ask for parts by Range.",
        status: 400)
    }
    let key = try await allowedKey(of: object)
    let read = ContentRead(
      allowance: allowance, key: key, object: object, range: selection.range, resource: resource,
      entry: entry(object, selection, allowance), keyEntry: entry(key.use, denied: nil))
    let grant = try Grant.mint(read, try await receipt(read))
    let bytes = try await endpoint.inventory.open(grant)
    guard bytes.count == selection.range.count else { throw ContentProblem(.unreadable, "the content is of another length") }
    return wire.plain(status: selection.status, headers: selection.headers, body: bytes)
  }

  /// - Throws: WireError 503, and not a byte is answered.
  private func receipt(_ read: ContentRead) async throws(WireError) -> LedgerReceipt {
    do {
      return try await endpoint.log.receipt(for: [read.entry, read.keyEntry])
    } catch {
      throw WireError(
        code: "ServiceUnavailable", message: "The ledger cannot be written: nothing is read without its entry.", status: 503)
    }
  }

  /// The right to use the key that the object rests under. Who lacks it, and may not list, is told what they would be told of an
  /// object that is not there; why is for the ledger.
  private func allowedKey(of object: ContentObject) async throws -> KeyAllowance {
    let key = try await endpoint.inventory.key(of: object)
    let use = KeyUse.opening(object, under: key, for: .s3)
    switch KeyAccess(place: endpoint.place).verdict(on: use, of: key, for: call.signatory, call.carried) {
    case .allowed(let allowance): return allowance
    case .denied(let reason):
      await endpoint.recorder.trail.record(entry(use, denied: reason))
      try mustBeAllowedToList()
      throw WireError(
        code: "AccessDenied", message: Authority.text(ContentRead.action, resource, call.caller), status: 403)
    }
  }

  private func entry(_ use: KeyUse, denied reason: String?) -> JSON {
    let envelope = endpoint.recorder.event(call.carried, operation: use.operation.rawValue, caller: call.caller) { _ in }
    return use.event(in: envelope, at: endpoint.place, denied: reason)
  }

  private func decision() async throws -> Authority.Verdict {
    let tags = try await stored()?.tagContext ?? [:]
    return endpoint.authority.decision(
      on: ContentRead.action, resource, context: tags, for: call.signatory, call.carried, call.asked)
  }

  func mustBeAllowedToList() throws(Refusal) {
    try endpoint.mustBeAllowed("s3:ListBucket", ContentNames.arn(bucket: bucket), context: ["s3:prefix": [key]], call)
  }

  /// - Throws: the denial of a listing, to who may not know what is not there.
  func object() async throws -> ContentObject {
    if let object = try await stored() { return object }
    try mustBeAllowedToList()
    _ = try await endpoint.instance(of: bucket)
    throw WireError(code: "NoSuchKey", message: "The specified key does not exist.", status: 404)
  }

  private func entry(_ object: ContentObject, _ selection: Selection, _ allowance: Allowance) -> JSON {
    endpoint.recorder.event(call.carried, operation: call.operation.name, caller: allowance.caller) { event in
      event["requestParameters"] = ["bucketName": .string(bucket), "key": .string(key)]
      event["resources"] = [
        ["type": "AWS::S3::Object", "ARN": .string(resource)],
        [
          "accountId": .string(endpoint.place.account), "type": "AWS::S3::Bucket",
          "ARN": .string(ContentNames.arn(bucket: bucket)),
        ],
      ]
      event["additionalEventData"] = [
        "objectId": .string(object.id), "versionDigest": .string(object.entityTag),
        "contentClass": .string(object.contentClass.rawValue),
        "contactId": .string(object.contactID), "rangeStart": .number(selection.range.lowerBound),
        "bytes": .number(selection.range.count), "objectBytes": .number(object.plaintextBytes),
        "purpose": .string(allowance.purpose ?? ""),
      ]
      event["readOnly"] = true
      event["managementEvent"] = false
      event["eventCategory"] = "Data"
    }
  }
}

extension ContentObject {
  /// The digest of the sealed message: another version has another tag.
  var entityTag: String { digest.hexadecimal }
}

/// What of an object a request asks for, when its conditions are met.
private struct Selection {
  let range: Range<Int>
  let status: Int
  let headers: [WireRequest.Header]

  /// - Throws: WireError 412 or 416; ValidationProblem.
  init(_ request: WireRequest, _ object: ContentObject) throws {
    let conditions = try Preconditions(request)
    let asked = try request.header("range").map { try ByteRange($0) }
    switch conditions.outcome(tag: object.entityTag, modifiedAt: object.storedAt) {
    case .met: break
    case .notModified:
      (range, status, headers) = (0..<0, 304, Self.headers(object))
      return
    case .failed(let header):
      throw WireError(
        code: "PreconditionFailed", message: "At least one of the pre-conditions you specified did not hold: \(header)",
        status: 412)
    }
    var headers = Self.headers(object)
    guard let asked else {
      (range, status, self.headers) = (0..<object.plaintextBytes, 200, headers)
      return
    }
    guard let range = asked.within(object.plaintextBytes) else {
      throw WireError(code: "InvalidRange", message: "The requested range is not satisfiable", status: 416)
    }
    headers.append(
      WireRequest.Header(
        name: "content-range", value: "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(object.plaintextBytes)"))
    (self.range, status, self.headers) = (range, 206, headers)
  }

  /// Content is for who asked: nothing on the way may keep it.
  private static func headers(_ object: ContentObject) -> [WireRequest.Header] {
    [
      ("content-type", object.contentType), ("etag", "\"\(object.entityTag)\""),
      ("last-modified", WireDate.httpText(object.storedAt)), ("accept-ranges", "bytes"), ("cache-control", "no-store"),
    ].map { WireRequest.Header(name: $0.0, value: $0.1) }
  }
}
