import Protection
import ConnectAPI
import AWSWire
import Vocabulary

/// ListObjects and ListObjectsV2.
struct ObjectListing: Sendable {
  private static let keysMax = 1_000

  let endpoint: S3Endpoint
  let call: S3Call
  let bucket: String

  func respond(isSecondVersion: Bool, _ wire: RestXMLResponse) async throws -> WireResponse {
    let request = call.request
    let prefix = request.parameter("prefix") ?? ""
    let delimiter = request.parameter("delimiter") ?? ""
    let limit = try keys()
    try endpoint.mustBeAllowed("s3:ListBucket", ContentNames.arn(bucket: bucket), context: context(limit), call)
    let instanceID = try await endpoint.instance(of: bucket)
    try checkForm(isSecondVersion: isSecondVersion)
    let after = isSecondVersion ? try startOfSecond(prefix, delimiter) : request.parameter("marker") ?? ""
    let page = try await ObjectPage.read(
      endpoint.inventory, instanceID, prefix: prefix, delimiter: delimiter, after: after, limit: limit)
    await endpoint.record(
      call, [("prefix", .string(endpoint.recorder.digest.text(of: .string(prefix)))), ("keyCount", .number(page.entries.count))])
    let head = [WireElement("Name", bucket), WireElement("Prefix", written(prefix))]
    let shape = isSecondVersion ? second(page, prefix, delimiter) : first(page, delimiter, after)
    let rest =
      [WireElement("MaxKeys", String(limit))] + (delimiter.isEmpty ? [] : [WireElement("Delimiter", written(delimiter))])
      + (isURL ? [WireElement("EncodingType", "url")] : []) + [WireElement("IsTruncated", page.next == nil ? "false" : "true")]
    let withOwner = !isSecondVersion || request.parameter("fetch-owner") == "true"
    return wire.result(
      WireElement(
        "ListBucketResult", namespace: S3Endpoint.namespace, head + shape + rest + entries(page, withOwner: withOwner)),
      headers: [WireRequest.Header(name: "x-amz-bucket-region", value: endpoint.place.region)])
  }

  // MARK: What is asked for

  /// - Throws: ValidationProblem; more keys than a page may have are as many as it may.
  private func keys() throws(ValidationProblem) -> Int {
    guard let text = call.request.parameter("max-keys") else { return Self.keysMax }
    guard let count = Int(text), count >= 0, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw ValidationProblem(.malformed, "max-keys", "must be a whole number, 0 at least.")
    }
    return min(count, Self.keysMax)
  }

  private func checkForm(isSecondVersion: Bool) throws(ValidationProblem) {
    let request = call.request
    if let type = request.parameter("encoding-type"), type != "url" {
      throw ValidationProblem(.notInEnum, "encoding-type", "must be url.")
    }
    guard isSecondVersion else { return }
    guard request.parameter("list-type") == "2" else { throw ValidationProblem(.notInEnum, "list-type", "must be 2.") }
    if let owner = request.parameter("fetch-owner"), owner != "true", owner != "false" {
      throw ValidationProblem(.notInEnum, "fetch-owner", "must be true or false.")
    }
  }

  private func context(_ limit: Int) -> [String: [String]] {
    var context: [String: [String]] = [:]
    context["s3:prefix"] = call.request.parameter("prefix").map { [$0] }
    context["s3:delimiter"] = call.request.parameter("delimiter").map { [$0] }
    context["s3:max-keys"] = call.request.parameter("max-keys").map { _ in [String(limit)] }
    return context
  }

  /// Where a page begins: a token tells where the one before ended, and start-after means nothing any more.
  private func startOfSecond(_ prefix: String, _ delimiter: String) throws(ValidationProblem) -> String {
    guard let token = call.request.parameter("continuation-token") else { return call.request.parameter("start-after") ?? "" }
    do {
      return try endpoint.pageTokens.open(token, operation: "ListObjectsV2", query: query(prefix, delimiter))
    } catch {
      throw ValidationProblem(.malformed, "continuation-token", "is not one of this listing.")
    }
  }

  private func query(_ prefix: String, _ delimiter: String) -> JSON {
    ["bucket": .string(bucket), "prefix": .string(prefix), "delimiter": .string(delimiter)]
  }

  // MARK: How it is written

  private var isURL: Bool { call.request.parameter("encoding-type") != nil }

  private func written(_ text: String) -> String { isURL ? PercentCoding.encode(text) : text }

  private func first(_ page: ObjectPage, _ delimiter: String, _ marker: String) -> [WireElement] {
    let next = delimiter.isEmpty ? nil : page.next
    return [WireElement("Marker", written(marker))] + (next.map { [WireElement("NextMarker", written($0))] } ?? [])
  }

  private func second(_ page: ObjectPage, _ prefix: String, _ delimiter: String) -> [WireElement] {
    var elements = [WireElement("KeyCount", String(page.entries.count))]
    if let token = call.request.parameter("continuation-token") { elements.append(WireElement("ContinuationToken", token)) }
    if let start = call.request.parameter("start-after") { elements.append(WireElement("StartAfter", written(start))) }
    if let next = page.next {
      let token = endpoint.pageTokens.seal(cursor: next, operation: "ListObjectsV2", query: query(prefix, delimiter))
      elements.append(WireElement("NextContinuationToken", token))
    }
    return elements
  }

  private func entries(_ page: ObjectPage, withOwner: Bool) -> [WireElement] {
    page.entries.map { entry in
      switch entry {
      case .prefix(let prefix): WireElement("CommonPrefixes", [WireElement("Prefix", written(prefix))])
      case .object(let object):
        WireElement(
          "Contents",
          [
            WireElement("Key", written(object.name)), WireElement("LastModified", object.storedAt.rfc3339Milliseconds),
            WireElement("ETag", "\"\(object.entityTag)\""), WireElement("Size", String(object.plaintextBytes)),
            WireElement("StorageClass", "STANDARD"),
          ] + (withOwner ? [endpoint.owner] : []))
      }
    }
  }
}
