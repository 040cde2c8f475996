import Foundation
import OutboundHTTP
import RequestSigning
import SignedRequest
import Vocabulary

/// Calls the Connect API of the contact centre that serves a folder, as whom `aws/credentials` or the environment says.
struct ConnectClient: Sendable {
  private static let secondsMax = 30
  private static let answerBytesMax = 16 << 20

  private let endpoint: String
  private let authority: String?
  private let region: String
  private let signer: Signer
  private let outbound = OutboundHTTP()

  init(_ folder: DataFolder, profile: String) throws {
    let config = Profile(try DataFolder.read(folder.configFile))
    guard let endpoint = config.value("endpoint_url", in: "services switchkeep") else {
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
      service: "connect", rules: .standard)
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

  private func request(_ method: String, _ path: String, _ query: String, _ body: [UInt8]) throws -> OutboundHTTP.Request {
    let host = endpoint.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first.map(String.init) ?? ""
    let plain = WireRequest(
      method: method, rawPath: path, rawQuery: query,
      headers: [
        WireRequest.Header(name: "host", value: host), WireRequest.Header(name: "content-type", value: "application/json"),
      ], body: body, remoteAddress: "", isTLS: true)
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

/// The files of AWS clients: sections of `name = value`.
private struct Profile {
  private var sections: [String: [String: String]] = [:]

  init(_ bytes: [UInt8]) {
    var section = ""
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text.hasPrefix("["), text.hasSuffix("]") {
        section = String(text.dropFirst().dropLast())
      } else if let equals = text.firstIndex(of: "="), equals != text.index(before: text.endIndex) {
        let name = text[..<equals].trimmingCharacters(in: .whitespaces)
        // The first of a name: in the services' section it is the Connect API's.
        sections[section, default: [:]][name] =
          sections[section]?[name] ?? text[text.index(after: equals)...].trimmingCharacters(in: .whitespaces)
      }
    }
  }

  func value(_ name: String, in section: String) -> String? { sections[section]?[name] }
}
