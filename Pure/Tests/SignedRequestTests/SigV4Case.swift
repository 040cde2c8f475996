import Foundation
import SignedRequest
import Testing
import Vocabulary

/// One case of awslabs/aws-c-auth's signing vectors: a folder of text files.
struct SigV4Case: Sendable, CustomTestStringConvertible {
  let folder: URL

  static let root: URL = {
    let shared = ProcessInfo.processInfo.environment["SWITCHKEEP_SHARED"].map { URL(fileURLWithPath: $0) }
    let repository = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    let beside = repository.deletingLastPathComponent().appendingPathComponent("shared")
    return (shared ?? beside).appendingPathComponent("vectors/sigv4")
  }()

  static let all: [SigV4Case] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.sorted().map { SigV4Case(folder: root.appendingPathComponent($0)) }
  }()

  static let areAbsent: Comment = "the signing vectors (shared/vectors/sigv4) are absent: set SWITCHKEEP_SHARED"

  var testDescription: String { folder.lastPathComponent }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appendingPathComponent("\(name).txt")), as: UTF8.self)
  }

  func context() throws -> JSON {
    try JSON.parse(Array(Data(contentsOf: folder.appendingPathComponent("context.json"))))
  }

  func rules() throws -> SigningRules {
    let context = try context()
    return SigningRules(
      path: context["normalize"]?.bool == true ? .normalized : .asReceived, encodesPathTwice: true,
      signsSessionToken: context["omit_session_token"]?.bool != true, presignedPayloadIsUnsigned: false)
  }

  /// Reads `request`, `header-signed-request` or `query-signed-request`; folded header lines stay folded.
  func request(_ name: String) throws -> WireRequest {
    let lines = try text(name).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let target = try #require(lines.first).split(separator: " ", maxSplits: 1)
    let path = target[1].dropLast(" HTTP/1.1".count).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let end = lines.firstIndex(of: "") ?? lines.count
    var headers: [WireRequest.Header] = []
    for line in lines[1..<end] {
      if line.hasPrefix(" "), let last = headers.popLast() {
        headers.append(WireRequest.Header(name: last.name, value: "\(last.value)\n\(line)"))
      } else {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        headers.append(WireRequest.Header(name: parts[0].lowercased(), value: String(parts[1])))
      }
    }
    let body = end < lines.count ? lines[(end + 1)...].joined(separator: "\n") : ""
    return WireRequest(
      method: String(target[0]), rawPath: String(path[0]), rawQuery: path.count > 1 ? String(path[1]) : "", headers: headers,
      body: Array(body.utf8), remoteAddress: "127.0.0.1", isTLS: false)
  }
}
