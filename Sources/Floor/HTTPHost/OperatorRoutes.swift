/// What a program says of its own fitness.
public struct Readiness: Sendable {
  /// A part that the program cannot do its work without.
  public struct Part: Sendable {
    /// Lower-case letters, digits, `-` and `_` only.
    public let name: StaticString
    public let isReady: Bool
    /// How it is told.
    let word: StaticString

    public init(name: StaticString, isReady: Bool) { self.init(name: name, isReady: isReady, word: Readiness.word(isReady)) }

    /// - Parameter word: what is told in place of `ready` or `not-ready`, with the same characters as names.
    public init(name: StaticString, isReady: Bool, word: StaticString) {
      self.name = name
      self.isReady = isReady
      self.word = word
    }
  }

  public let parts: [Part]

  public init(parts: [Part]) { self.parts = parts }

  public var isReady: Bool { parts.allSatisfy(\.isReady) }
}

/// The routes of whoever runs the program: `/health/live`, `/health/ready` (also `/health`) and `/metrics`.
///
/// They tell nothing of customers or configuration, but they are not for the world: a program answers them on the listener
/// that it means its operator to reach.
public struct OperatorRoutes: Sendable {
  private let registry: PrometheusRegistry
  private let readiness: @Sendable () async -> Readiness

  public init(registry: PrometheusRegistry, readiness: @escaping @Sendable () async -> Readiness) {
    self.registry = registry
    self.readiness = readiness
  }

  /// nil when the path is none of these.
  public func answer(_ request: HTTPRequest) async -> HTTPResponse? {
    switch request.rawPath {
    case "/health/live", "/health/ready", "/health", "/metrics": break
    default: return nil
    }
    guard request.method == "GET" || request.method == "HEAD" else {
      var refused = HTTPResponse(status: 405, text: "Method Not Allowed")
      refused.headers.append(("allow", "GET, HEAD"))
      return refused
    }
    switch request.rawPath {
    case "/metrics": return respond(200, PrometheusRegistry.contentType, registry.exposition())
    case "/health/live": return respond(200, "application/json", #"{"status":"live"}"#)
    default:
      let readiness = await readiness()
      return respond(readiness.isReady ? 200 : 503, "application/json", readiness.json)
    }
  }

  private func respond(_ status: Int, _ contentType: String, _ text: String) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: [("content-type", contentType), ("cache-control", "no-store")], body: Array(text.utf8))
  }
}

extension Readiness {
  fileprivate static func word(_ isReady: Bool) -> StaticString { isReady ? "ready" : "not-ready" }

  fileprivate var json: String {
    let parts = parts.map { #""\#($0.name)":"\#($0.word)""# }.joined(separator: ",")
    return #"{"status":"\#(Self.word(isReady))","parts":{\#(parts)}}"#
  }
}
