import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization
import Vocabulary

/// Functions behind HTTPS.
final class Endpoint: Sendable {
  /// Clients by the authority that they trust; the system's is "".
  private let clients = Mutex<[String: HTTPClient]>([:])

  /// - Throws: FunctionProblem for what is not HTTPS, but for loopback addresses.
  static func check(_ url: String) throws {
    guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil
    else { throw FunctionProblem("\(url) is no URL of a function, such as https://functions.example.com/lookup.") }
    let isLoopback = ["127.0.0.1", "[::1]", "::1", "localhost"].contains(host)
    guard parts.scheme == "https" || parts.scheme == "http" && isLoopback else {
      throw FunctionProblem("The URL of a function begins with https://; http:// is for loopback addresses alone.")
    }
  }

  func post(
    _ call: FunctionCall, to url: String, form: FunctionBinding.Form, authority: String?, seconds: Int
  ) async throws -> [UInt8] {
    try Self.check(url)
    var request = HTTPClientRequest(url: form == .invoke ? Self.invocation(url, call.arn) : url)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json")
    if form == .invoke {
      request.headers.add(name: "X-Amz-Invocation-Type", value: call.isAsynchronous ? "Event" : "RequestResponse")
    }
    request.body = .bytes(call.payload.bytes)
    let sent = request
    let client = client(authority)
    return try await within(seconds: seconds) { try await Self.answer(sent, client, seconds, call.isAsynchronous) }
  }

  private static func answer(_ request: HTTPClientRequest, _ client: HTTPClient, _ seconds: Int, _ isAsynchronous: Bool)
    async throws
    -> [UInt8]
  {
    let response: HTTPClientResponse
    do {
      response = try await client.execute(request, timeout: .seconds(Int64(seconds)))
    } catch let error as HTTPClientError where error == .deadlineExceeded || error == .connectTimeout {
      throw FunctionProblem("the function did not answer in time")
    } catch is CancellationError {
      throw FunctionProblem("the function did not answer in time")
    } catch {
      throw FunctionProblem("the function's endpoint cannot be reached, or its certificate is not trusted")
    }
    guard (200..<300).contains(response.status.code), response.headers["X-Amz-Function-Error"].isEmpty else {
      throw FunctionProblem("the function failed, with the status \(response.status.code)")
    }
    if isAsynchronous { return Array("null".utf8) }
    do {
      return Array(try await response.body.collect(upTo: FunctionInvoker.answerBytesMax).readableBytesView)
    } catch is NIOTooManyBytesError {
      throw FunctionProblem("the function's answer is larger than 32 KiB")
    }
  }

  private static func invocation(_ url: String, _ arn: String) -> String {
    let base = url.hasSuffix("/") ? String(url.dropLast()) : url
    let name = arn.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-_."))) ?? arn
    return "\(base)/2015-03-31/functions/\(name)/invocations"
  }

  private func client(_ authority: String?) -> HTTPClient {
    clients.withLock { clients in
      if let client = clients[authority ?? ""] { return client }
      var tls = TLSConfiguration.makeClientConfiguration()
      if let authority { tls.trustRoots = .file(authority) }
      var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
      configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 16
      let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
      clients[authority ?? ""] = client
      return client
    }
  }

  func close() async throws {
    let all = clients.withLock { clients in
      defer { clients = [:] }
      return Array(clients.values)
    }
    for client in all { try await client.shutdown() }
  }
}

/// Runs a body, and cancels it when its time is over.
/// - Throws: FunctionProblem when it is.
func within<Answer: Sendable>(seconds: Int, _ body: @escaping @Sendable () async throws -> Answer) async throws -> Answer {
  try await withThrowingTaskGroup(of: Answer?.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try? await Task.sleep(for: .seconds(seconds))
      return nil
    }
    defer { group.cancelAll() }
    guard let first = try await group.next(), let answer = first else {
      throw FunctionProblem("the function did not answer in time")
    }
    return answer
  }
}
