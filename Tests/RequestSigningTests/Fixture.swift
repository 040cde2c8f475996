import RequestSigning
import SignedRequest
import Testing
import Vocabulary

/// A signer and a verifier that agree, and a request for them.
enum Fixture {
  static let now = Moment(basicISO8601: "20260102T030405Z")!
  static let secret = SigningSecret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")

  static func signer(
    key: String = "AKIAEXAMPLE", secret: SigningSecret = secret, token: String? = nil, region: String = "eu-west-1",
    service: String = "connect", rules: SigningRules = .standard
  ) -> Signer {
    Signer(accessKeyID: key, secret: secret, sessionToken: token, region: region, service: service, rules: rules)
  }

  static func verifier(rules: SigningRules = .standard, payloads: PayloadPolicy = []) -> Verifier {
    Verifier(
      region: "eu-west-1", services: ["connect", "s3"], rules: rules, payloads: payloads,
      skewSecondsMax: Verifier.awsSkewSecondsMax, keys: SigningKeyCache(countMax: 8))
  }

  static func request(
    method: String = "PUT", path: String = "/queues/arn%3Aaws", query: String = "a=1&b=2",
    headers: [(String, String)] = [("host", "localhost:8443"), ("content-type", "application/json"), ("x-amz-extra", "1")],
    body: String = #"{"Name":"Q"}"#
  ) -> WireRequest {
    WireRequest(
      method: method, rawPath: path, rawQuery: query, headers: headers.map { WireRequest.Header(name: $0, value: $1) },
      body: Array(body.utf8), remoteAddress: "127.0.0.1", isTLS: true)
  }

  /// The reason for which a request is refused; nil when it is accepted.
  static func reason(
    _ request: WireRequest, at now: Moment = now, by verifier: Verifier = verifier()
  ) -> SignatureProblem.Reason? {
    problem(request, at: now, by: verifier)?.reason
  }

  static func problem(_ request: WireRequest, at now: Moment = now, by verifier: Verifier = verifier()) -> SignatureProblem? {
    do {
      _ = try verifier.verify(request, at: now) { $0 == "AKIAEXAMPLE" ? secret : nil }
      return nil
    } catch { return error }
  }
}

extension WireRequest {
  func changed(
    method: String? = nil, path: String? = nil, query: String? = nil, body: [UInt8]? = nil,
    headers: (([Header]) -> [Header])? = nil
  ) -> WireRequest {
    WireRequest(
      method: method ?? self.method, rawPath: path ?? rawPath, rawQuery: query ?? rawQuery,
      headers: headers?(self.headers) ?? self.headers, body: body ?? self.body, remoteAddress: remoteAddress, isTLS: isTLS)
  }

  func changed(header name: String, to change: @escaping (String) -> String) -> WireRequest {
    changed(headers: { $0.map { $0.name == name ? Header(name: name, value: change($0.value)) : $0 } })
  }
}
