import FuzzEntry
import SignedRequest
import Vocabulary

/// Input: method, path, query, then a line `name:value` for each header; `|` in a value stands for a line feed.
@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    let request = wireRequest(input)
    let normalized = SigningRules(
      path: .normalized, encodesPathTwice: true, signsSessionToken: false, presignedPayloadIsUnsigned: false)
    for rules in [SigningRules.standard, .s3, normalized] {
      checkFixpoint(request, rules)
      guard let claim = try? SignatureClaim(request, rules: rules), let canonical = try? claim.canonicalRequest(payload: "p")
      else { continue }
      let lines = canonical.split(separator: 0x0A, omittingEmptySubsequences: false)
      mustHold(lines.count == claim.signedHeaders.count + 6, "no value can begin a line of the canonical request")
      let names = claim.signedHeaders.joined(separator: ";")
      mustHold(lines[claim.signedHeaders.count + 4].elementsEqual(names.utf8), "the list of signed headers is where it must be")
      mustHold(claim.timestamp.utf8.starts(with: claim.credential.day.utf8), "the scope's day is the day of signing")
    }
  }
}

private func wireRequest(_ input: [UInt8]) -> WireRequest {
  let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
  let texts = lines.map { String(decoding: $0, as: UTF8.self) }
  let headers = texts.dropFirst(3).prefix { !$0.isEmpty }.map { line in
    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    return WireRequest.Header(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]).replacing("|", with: "\n") : "")
  }
  return WireRequest(
    method: texts.first ?? "", rawPath: texts.dropFirst().first ?? "", rawQuery: texts.dropFirst(2).first ?? "", headers: headers,
    body: [], remoteAddress: "", isTLS: false)
}

/// What is canonical is its own canonical form; a path that is encoded at each pass is not, and is left out.
private func checkFixpoint(_ request: WireRequest, _ rules: SigningRules) {
  guard let once = canonical("GET", request.rawPath, request.rawQuery, rules) else { return }
  mustHold(once.count == 6, "path and query are one line each")
  guard let again = canonical("GET", rules.encodesPathTwice ? "/" : once[1], once[2], rules) else {
    return mustHold(false, "a canonical request can be made canonical")
  }
  mustHold(again[2] == once[2], "a canonical query is its own canonical form")
  mustHold(rules.encodesPathTwice || again[1] == once[1], "a canonical path is its own canonical form")
}

private func canonical(_ method: String, _ path: String, _ query: String, _ rules: SigningRules) -> [String]? {
  let request = WireRequest(
    method: method, rawPath: path, rawQuery: query, headers: [], body: [], remoteAddress: "", isTLS: false)
  let bytes = try? CanonicalRequest.bytes(of: request, signedHeaders: [], payload: "p", leavingOut: [], rules: rules)
  return bytes?.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
}
