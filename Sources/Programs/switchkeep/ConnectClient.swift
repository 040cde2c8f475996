import Foundation
import OutboundHTTP
import RequestSigning
import SignedRequest
import Vocabulary

/// Calls a service of the contact centre that serves a folder, the Connect API unless said otherwise, as whom `aws/credentials`
/// or the environment says.
struct ConnectClient: Sendable {
  private static let secondsMax = 30
  private static let answerBytesMax = 16 << 20

  private let endpoint: String
  private let authority: String?
  private let region: String
  private let signer: Signer
  private let outbound = OutboundHTTP()

  /// - Parameter service: what requests are signed for, and whose line in the folder's `aws/config` has the endpoint.
  init(_ folder: DataFolder, profile: String, service: String = "connect") throws {
    let config = Profile(try DataFolder.read(folder.configFile))
    guard let endpoint = config.value("\(service).endpoint_url", in: "services switchkeep") else {
      throw ProgramProblem(.cannotRead, message: "\(folder.configFile) has no endpoint_url; start `switchkeep serve` once")
    }
    let variables = ProcessInfo.processInfo.environment
    let credentials = Profile(try DataFolder.read(folder.credentialsFile))
    guard let id = variables["AWS_ACCESS_KEY_ID"] ?? credentials.value("aws_access_key_id", in: profile),
      let secret = variables["AWS_SECRET_ACCESS_KEY"] ?? credentials.value("aws_secret_access_key", in: profile)
    else { throw ProgramProblem(.badArgument, message: "there is no access key of \(profile) in \(folder.credentialsFile)") }
    self.endpoint = endpoint
    let bundle = config.value("ca_bundle", in: "profile \(profile)") ?? config.value("ca_bundle", in: "profile switchkeep")
    authority = try bundle.map(DataFolder.readCertificates)
    region = config.value("region", in: "profile \(profile)") ?? "us-east-1"
    signer = Signer(
      accessKeyID: id, secret: SigningSecret(secret), sessionToken: variables["AWS_SESSION_TOKEN"], region: region,
      service: service, rules: .standard)
  }

  func close() async throws { try await outbound.close() }

  /// - Throws: ProgramProblem with the service's message, for what it refuses.
  func call(_ method: String, _ path: String, query: String = "", _ body: JSON? = nil) async throws -> JSON {
    let answer = try await outbound.send(
      try request(method, path, query, body?.bytes ?? []), seconds: Self.secondsMax, answerBytesMax: Self.answerBytesMax)
    let json = (try? JSON.parse(answer.body)) ?? [:]
    guard answer.isSuccess else { throw Self.refusal(method, path, answer, json) }
    return json
  }

  /// Calls an operation of a service of protocol json-1.1.
  /// - Throws: ProgramProblem with the service's message, for what it refuses.
  func call(target: String, _ body: JSON) async throws -> JSON {
    let request = try request("POST", "/", "", body.bytes, headers: [WireRequest.Header(name: "x-amz-target", value: target)])
    let answer = try await outbound.send(request, seconds: Self.secondsMax, answerBytesMax: Self.answerBytesMax)
    let json = (try? JSON.parse(answer.body)) ?? [:]
    guard answer.isSuccess else { throw Self.refusal(target, json["__type"]?.string ?? "", answer, json) }
    return json
  }

  /// All pages of a list.
  func list(_ path: String, _ member: String) async throws -> [JSON] {
    var (items, token): ([JSON], String?) = ([], nil)
    repeat {
      let query = token.map { "nextToken=\(OutboundHTTP.encoded($0))" } ?? ""
      let page = try await call("GET", path, query: query)
      items += page[member]?.array ?? []
      token = page["NextToken"]?.string
    } while token != nil
    return items
  }

  private func request(
    _ method: String, _ path: String, _ query: String, _ body: [UInt8], headers: [WireRequest.Header] = []
  ) throws -> OutboundHTTP.Request {
    let host = endpoint.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first.map(String.init) ?? ""
    let plain = WireRequest(
      method: method, rawPath: path, rawQuery: query,
      headers: [
        WireRequest.Header(name: "host", value: host), WireRequest.Header(name: "content-type", value: "application/json"),
      ] + headers, body: body, remoteAddress: "", isTLS: true)
    let signed = try signer.sign(plain, at: Host.now(), payload: .stated)
    return OutboundHTTP.Request(
      method: method, url: endpoint + path + (query.isEmpty ? "" : "?\(query)"),
      headers: signed.headers.filter { $0.name != "host" }.map { (name: $0.name, value: $0.value) }, body: body,
      certificateAuthority: authority)
  }

  /// What the service said, with the problems of a flow.
  private static func refusal(_ method: String, _ path: String, _ answer: OutboundHTTP.Answer, _ json: JSON) -> ProgramProblem {
    let kind = answer.header("x-amzn-errortype")?.split(separator: ":").first.map(String.init) ?? "status \(answer.status)"
    let problems = (json["problems"]?.array ?? []).compactMap { $0["message"]?.string }
    let words = [(json["message"] ?? json["Message"])?.string].compactMap(\.self) + problems
    return ProgramProblem(.badArgument, message: ([("\(method) \(path): \(kind)")] + words).joined(separator: "\n  "))
  }
}

/// The files of AWS clients: sections of `name = value`; what is indented under `name =` is `name.inner`.
private struct Profile {
  private var sections: [String: [String: String]] = [:]

  init(_ bytes: [UInt8]) {
    var (section, parent) = ("", "")
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("["), text.hasSuffix("]") {
        section = String(text.dropFirst().dropLast())
        parent = ""
      } else if let equals = text.firstIndex(of: "=") {
        let name = text[..<equals].trimmingCharacters(in: .whitespaces)
        let value = text[text.index(after: equals)...].trimmingCharacters(in: .whitespaces)
        let isNested = line.first?.isWhitespace == true && !parent.isEmpty
        if value.isEmpty { parent = name } else { sections[section, default: [:]][isNested ? "\(parent).\(name)" : name] = value }
      }
    }
  }

  func value(_ name: String, in section: String) -> String? { sections[section]?[name] }
}
