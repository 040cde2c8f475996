import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOSSL
import ServiceLifecycle
import Synchronization

/// Calls endpoints over TLS.
package final class OutboundHTTP: Service {
  package struct Request: Sendable {
    package let method: String
    package let url: String
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]
    /// The PEM certificates of the authority that the endpoint's certificate is of, where the system does not know it.
    package let certificateAuthority: String?

    package init(
      method: String = "POST", url: String, headers: [(name: String, value: String)], body: [UInt8],
      certificateAuthority: String?
    ) {
      self.method = method
      self.url = url
      self.headers = headers
      self.body = body
      self.certificateAuthority = certificateAuthority
    }
  }

  package struct Answer: Sendable {
    package let status: Int
    package let body: [UInt8]
    private let headers: HTTPHeaders

    fileprivate init(status: Int, headers: HTTPHeaders, body: [UInt8]) {
      self.status = status
      self.headers = headers
      self.body = body
    }

    package var isSuccess: Bool { (200..<300).contains(status) }

    package func header(_ name: String) -> String? { headers.first(name: name) }
  }

  private static let connectionsMax = 16

  /// Clients by the authority that they trust; the system's is "".
  private let clients = Mutex<[String: HTTPClient]>([:])

  package init() {}

  /// - Throws: OutboundProblem for what is not HTTPS, but for loopback addresses.
  package static func check(_ url: String) throws(OutboundProblem) {
    guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil
    else {
      throw .badURL("This is no URL of an endpoint, such as https://functions.example.com/lookup, without a password in it.")
    }
    let isLoopback = ["127.0.0.1", "[::1]", "::1", "localhost"].contains(host)
    guard parts.scheme == "https" || parts.scheme == "http" && isLoopback else {
      throw .badURL("The URL of an endpoint begins with https://; http:// is for loopback addresses alone.")
    }
  }

  /// Scheme, host and port of a URL: what may be told of it, for what follows is often a secret.
  package static func origin(of url: String) -> String {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme, let host = parts.host else { return "" }
    return "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
  }

  /// - Parameters:
  ///   - seconds: how long all of it may take.
  ///   - answerBytesMax: how large the answer's body may be.
  /// - Throws: OutboundProblem.
  package func send(_ request: Request, seconds: Int, answerBytesMax: Int) async throws -> Answer {
    try Self.check(request.url)
    var sent = HTTPClientRequest(url: request.url)
    sent.method = HTTPMethod(rawValue: request.method)
    for header in request.headers { sent.headers.add(name: header.name, value: header.value) }
    if !request.body.isEmpty { sent.body = .bytes(request.body) }
    let (whole, client) = (sent, client(request.certificateAuthority))
    return try await within(seconds: seconds) { try await Self.answer(whole, client, seconds, answerBytesMax) }
  }

  private static func answer(_ request: HTTPClientRequest, _ client: HTTPClient, _ seconds: Int, _ bytesMax: Int) async throws
    -> Answer
  {
    do {
      let response = try await client.execute(request, timeout: .seconds(Int64(seconds)))
      let body = Array(try await response.body.collect(upTo: bytesMax).readableBytesView)
      return Answer(status: Int(response.status.code), headers: response.headers, body: body)
    } catch is NIOTooManyBytesError {
      throw OutboundProblem.answerTooLarge
    } catch let error as HTTPClientError where error == .deadlineExceeded || error == .connectTimeout {
      throw OutboundProblem.timedOut
    } catch is CancellationError {
      throw OutboundProblem.timedOut
    } catch {
      throw OutboundProblem.unreachable
    }
  }

  private func client(_ authority: String?) -> HTTPClient {
    clients.withLock { clients in
      if let client = clients[authority ?? ""] { return client }
      var tls = TLSConfiguration.makeClientConfiguration()
      // What is no certificate is trusted for nothing.
      if let authority { tls.trustRoots = .certificates((try? NIOSSLCertificate.fromPEMBytes(Array(authority.utf8))) ?? []) }
      var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
      configuration.connectionPool.retryConnectionEstablishment = false
      configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.connectionsMax
      let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
      clients[authority ?? ""] = client
      return client
    }
  }

  /// A segment of a path or a value of a query, percent-encoded (RFC 3986 2.3).
  package static func encoded(_ text: String) -> String {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    return text.addingPercentEncoding(withAllowedCharacters: CharacterSet(charactersIn: letters + "0123456789-._~")) ?? ""
  }

  /// Lives until the program ends in good order.
  package func run() async throws {
    try? await gracefulShutdown()
    try await close()
  }

  package func close() async throws {
    let all = clients.withLock { clients in
      defer { clients = [:] }
      return Array(clients.values)
    }
    for client in all { try await client.shutdown() }
  }
}
