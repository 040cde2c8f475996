import Protection
import AWSWire
import ConnectAPI
import Link
import RequestSigning
import Vocabulary

/// The read part of the S3 API, on the keep's own listener: one bucket an instance, path style.
struct S3Endpoint: Sendable {
  static let source = "s3.amazonaws.com"

  let authority: Authority
  let inventory: any ContentInventory
  let log: AuditLog
  let recorder: EventRecorder
  let pageTokens: PageToken
  let place: Place

  /// Bytes of content that one answer may have: it is held in memory whole.
  static let answerBytesMax = 64 << 20

  func respond(to carried: CarriedRequest) async -> WireResponse {
    let wire = RestXMLResponse(requestID: carried.requestID, resource: carried.request.rawPath)
    let region = [WireRequest.Header(name: "x-amz-bucket-region", value: place.region)]
    do {
      return try await perform(carried, wire)
    } catch let error as WireError {
      return wire.failure(error, headers: error.code == "MethodNotAllowed" ? [Self.allow] + region : region)
    } catch let refusal as Refusal {
      return wire.failure(Self.error(refusal))
    } catch {
      return wire.failure(Self.unexpected)
    }
  }

  private static let allow = WireRequest.Header(name: "allow", value: "GET, HEAD")
  private static let unexpected = WireError(
    code: "InternalError", message: "We encountered an internal error. Please try again.", status: 500)

  private static func error(_ refusal: Refusal) -> WireError {
    refusal == .throttled
      ? WireError(code: "SlowDown", message: "Please reduce your request rate.", status: 503)
      : WireError(code: refusal.code, message: refusal.message, status: refusal.status)
  }

  private func perform(_ carried: CarriedRequest, _ wire: RestXMLResponse) async throws -> WireResponse {
    let parsed = Result { () throws(ValidationProblem) in try BucketRequest(carried.request) }
    let operation = (try? parsed.get()).map { S3Operation($0, method: carried.request.method) }
    let asked = AskedOperation(name: operation?.name ?? "S3Request", source: Self.source, wire: .restXML)
    let signatory = try await authority.identify(carried, asked).get()
    guard case .success(let request) = parsed, let operation else {
      let error = WireError(code: "InvalidURI", message: "Couldn't parse the specified URI.", status: 400)
      await authority.record(refusal(error), carried, asked, caller: signatory.caller)
      throw error
    }
    let call = S3Call(carried: carried, request: request, operation: operation, signatory: signatory)
    do {
      try call.mustBeWholly(ownedBy: place.account)
      return try await perform(call, wire)
    } catch {
      let told = Self.told(error)
      await record(told, call)
      throw told
    }
  }

  private func perform(_ call: S3Call, _ wire: RestXMLResponse) async throws -> WireResponse {
    switch call.operation {
    case .listBuckets: try await listBuckets(call, wire)
    case .getBucketLocation(let bucket): try await location(of: bucket, call, wire)
    case .headBucket(let bucket): try await head(bucket, call, wire)
    case .listObjects(let bucket, let isSecondVersion):
      try await ObjectListing(endpoint: self, call: call, bucket: bucket).respond(isSecondVersion: isSecondVersion, wire)
    case .getObject(let bucket, let key): try await ContentReading(endpoint: self, call: call, bucket: bucket, key: key).get(wire)
    case .getObjectTagging(let bucket, let key):
      try await ContentReading(endpoint: self, call: call, bucket: bucket, key: key).tagging(wire)
    case .headObject(let bucket, let key):
      try await ContentReading(endpoint: self, call: call, bucket: bucket, key: key).head(wire)
    case .notServed(_, let error): throw error
    }
  }

  private static func told(_ error: any Error) -> WireError {
    switch error {
    case let error as WireError: error
    case let refusal as Refusal: Self.error(refusal)
    case let problem as ValidationProblem: WireError(code: "InvalidArgument", message: problem.description, status: 400)
    default: unexpected
    }
  }

  private func refusal(_ error: WireError) -> Refusal {
    Refusal(code: error.code, message: error.message, status: error.status)
  }

  /// What was refused, on record. Of a key that we did not write nobody knows whom it names: its digest stands for it.
  private func record(_ error: WireError, _ call: S3Call) async {
    let key = call.request.key
    let shown = key.map { Self.isOurs($0) ? $0 : recorder.digest.text(of: .string($0)) }
    await recorder.record(call.carried, operation: call.operation.name, caller: call.caller) { event in
      event["errorCode"] = .string(error.code)
      event["errorMessage"] = .string(
        key.flatMap { key in shown.map { error.message.replacing(key, with: $0) } } ?? error.message)
      var parameters = JSON.Object()
      parameters["bucketName"] = call.request.bucket.map(JSON.string)
      parameters["key"] = shown.map(JSON.string)
      event["requestParameters"] = JSON(.object(parameters))
      event["readOnly"] = .bool(["GET", "HEAD"].contains(call.carried.request.method))
    }
  }

  /// Whether a key has the form of those that the contact centre gives: ids, times and fixed words.
  private static func isOurs(_ key: String) -> Bool {
    key.utf8.starts(with: "connect/".utf8)
      && key.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || "/_-.:".utf8.contains(byte)
      }
  }
}

// MARK: Buckets

extension S3Endpoint {
  /// - Throws: the Refusal, when the caller may not.
  @discardableResult func mustBeAllowed(
    _ action: String, _ resource: String, context: [String: [String]] = [:], _ call: S3Call
  ) throws(Refusal) -> Allowance {
    switch authority.decision(on: action, resource, context: context, for: call.signatory, call.carried, call.asked) {
    case .allowed(let allowance): return allowance
    case .denied(let refusal, _): throw refusal
    }
  }

  /// The instance of a bucket that the caller may know of.
  /// - Throws: WireError NoSuchBucket.
  func instance(of bucket: String) async throws -> String {
    guard let id = ContentNames.instanceID(bucket), try await inventory.instances().contains(where: { $0.id == id }) else {
      throw WireError(code: "NoSuchBucket", message: "The specified bucket does not exist", status: 404)
    }
    return id
  }

  var owner: WireElement {
    WireElement("Owner", [WireElement("ID", place.account), WireElement("DisplayName", place.account)])
  }

  static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

  private func listBuckets(_ call: S3Call, _ wire: RestXMLResponse) async throws -> WireResponse {
    try mustBeAllowed("s3:ListAllMyBuckets", ContentNames.everyBucket, call)
    let buckets = try await inventory.instances().map { instance in
      WireElement(
        "Bucket",
        [
          WireElement("Name", ContentNames.bucket(instance.id)),
          WireElement("CreationDate", instance.createdAt.rfc3339Milliseconds),
        ])
    }
    await record(call)
    return wire.result(
      WireElement("ListAllMyBucketsResult", namespace: Self.namespace, [owner, WireElement("Buckets", buckets)]))
  }

  /// us-east-1 has no name there (GetBucketLocation).
  private func location(of bucket: String, _ call: S3Call, _ wire: RestXMLResponse) async throws -> WireResponse {
    try mustBeAllowed("s3:GetBucketLocation", ContentNames.arn(bucket: bucket), call)
    _ = try await instance(of: bucket)
    await record(call)
    return wire.result(
      WireElement("LocationConstraint", namespace: Self.namespace, text: place.region == "us-east-1" ? "" : place.region))
  }

  private func head(_ bucket: String, _ call: S3Call, _ wire: RestXMLResponse) async throws -> WireResponse {
    try mustBeAllowed("s3:ListBucket", ContentNames.arn(bucket: bucket), call)
    _ = try await instance(of: bucket)
    await record(call)
    return wire.plain(status: 200, headers: [WireRequest.Header(name: "x-amz-bucket-region", value: place.region)])
  }

  /// The event of an answered request for metadata.
  func record(_ call: S3Call, _ parameters: [(String, JSON)] = []) async {
    await recorder.record(call.carried, operation: call.operation.name, caller: call.caller) { event in
      let bucket = call.request.bucket.map { [("bucketName", JSON.string($0))] } ?? []
      event["requestParameters"] = .object(bucket + parameters)
      event["readOnly"] = true
    }
  }
}
