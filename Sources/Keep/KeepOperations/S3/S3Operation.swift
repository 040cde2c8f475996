import AWSWire

/// What a request of the S3 API asks for. All that would change something is refused: content is written by the contact centre
/// alone.
enum S3Operation: Sendable {
  case listBuckets
  case getBucketLocation(bucket: String)
  case headBucket(bucket: String)
  case listObjects(bucket: String, isSecondVersion: Bool)
  case getObject(bucket: String, key: String)
  case headObject(bucket: String, key: String)
  case getObjectTagging(bucket: String, key: String)
  case notServed(name: String, WireError)

  init(_ request: BucketRequest, method: String) {
    switch (method, request.bucket, request.key) {
    case ("GET", nil, _): self = .listBuckets
    case ("GET", let bucket?, nil): self = Self.ofBucket(bucket, request)
    case ("HEAD", let bucket?, nil): self = .headBucket(bucket: bucket)
    case ("GET", let bucket?, let key?) where Self.subresource(request) == "tagging":
      self = .getObjectTagging(bucket: bucket, key: key)
    case ("GET", let bucket?, let key?):
      self =
        Self.subresource(request).map { .notServed(name: "GetObject\($0)", Self.notImplemented("?\($0)")) }
        ?? .getObject(bucket: bucket, key: key)
    case ("HEAD", let bucket?, let key?): self = .headObject(bucket: bucket, key: key)
    default: self = .notServed(name: Self.name(request, method), Self.methodNotAllowed)
    }
  }

  private static func ofBucket(_ bucket: String, _ request: BucketRequest) -> S3Operation {
    if let name = subresource(request) {
      return name == "location"
        ? .getBucketLocation(bucket: bucket) : .notServed(name: "GetBucket\(name)", notImplemented("?\(name)"))
    }
    return .listObjects(bucket: bucket, isSecondVersion: request.parameter("list-type") != nil)
  }

  /// What a request is about instead of the bucket or object itself.
  private static func subresource(_ request: BucketRequest) -> String? {
    request.parameters.first { subresources.contains($0.name) }?.name
  }

  private static let subresources: Set<String> = [
    "accelerate", "acl", "analytics", "attributes", "cors", "encryption", "intelligent-tiering", "inventory", "legal-hold",
    "lifecycle",
    "location", "logging", "metrics", "notification", "object-lock", "ownershipControls", "policy", "policyStatus",
    "publicAccessBlock", "replication", "requestPayment", "retention", "tagging", "torrent", "uploads", "uploadId", "versioning",
    "versions", "website",
  ]

  /// What an operation that is not served is on record as.
  private static func name(_ request: BucketRequest, _ method: String) -> String {
    switch (method, request.key == nil) {
    case ("PUT", true): "CreateBucket"
    case ("DELETE", true): "DeleteBucket"
    case ("POST", true): request.parameter("delete") == nil ? "PostObject" : "DeleteObjects"
    case ("PUT", false): request.parameter("uploadId") == nil ? "PutObject" : "UploadPart"
    case ("DELETE", false): request.parameter("uploadId") == nil ? "DeleteObject" : "AbortMultipartUpload"
    case ("POST", false): request.parameter("uploads") == nil ? "CompleteMultipartUpload" : "CreateMultipartUpload"
    default: "S3Request"
    }
  }

  private static let methodNotAllowed = WireError(
    code: "MethodNotAllowed",
    message: "The specified method is not allowed against this resource: content is written by the contact centre alone.",
    status: 405)

  static func notImplemented(_ what: String) -> WireError {
    WireError(code: "NotImplemented", message: "\(what) implies functionality that is not implemented.", status: 501)
  }

  /// The name in audit events.
  var name: String {
    switch self {
    case .listBuckets: "ListBuckets"
    case .getBucketLocation: "GetBucketLocation"
    case .headBucket: "HeadBucket"
    case .listObjects(_, let isSecondVersion): isSecondVersion ? "ListObjectsV2" : "ListObjects"
    case .getObject: "GetObject"
    case .headObject: "HeadObject"
    case .getObjectTagging: "GetObjectTagging"
    case .notServed(let name, _): name
    }
  }

  /// Query parameters that it takes. `x-id` names the operation once more, which some clients do.
  var parameters: Set<String> {
    switch self {
    case .getBucketLocation: ["location", "x-id"]
    case .listObjects(_, isSecondVersion: false): ["prefix", "marker", "delimiter", "max-keys", "encoding-type", "x-id"]
    case .listObjects(_, isSecondVersion: true):
      [
        "list-type", "prefix", "continuation-token", "start-after", "delimiter", "max-keys", "encoding-type", "fetch-owner",
        "x-id",
      ]
    case .getObjectTagging: ["tagging", "x-id"]
    case .listBuckets, .headBucket, .getObject, .headObject, .notServed: ["x-id"]
    }
  }

  /// Headers with a meaning of S3's that it takes, beside those of the signature.
  var headers: Set<String> {
    let ofAll: Set = [
      "x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "x-amz-user-agent", "x-amz-expected-bucket-owner",
    ]
    switch self {
    case .getObject, .headObject:
      // No checksum of the plaintext is stored, so that there is none to answer with.
      return ofAll.union([
        "range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "x-amz-checksum-mode",
      ])
    default: return ofAll
    }
  }
}
