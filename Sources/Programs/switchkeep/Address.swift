import ArgumentParser

/// `HOST:PORT`, `[IPv6]:PORT`; port 0 lets the system pick a free one.
struct Address: ExpressibleByArgument, Sendable {
  let host: String
  let port: Int

  init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  init?(argument: String) {
    guard let colon = argument.lastIndex(of: ":"), let port = Int(argument[argument.index(after: colon)...]),
      (0...65_535).contains(port)
    else { return nil }
    let host = argument[..<colon].drop { $0 == "[" }
    self.init(host: String(host.last == "]" ? host.dropLast() : host), port: port)
    guard !self.host.isEmpty else { return nil }
  }

  var defaultValueDescription: String { "\(host):\(port)" }

  /// The authority in a URL for that host and the port that the listener really has.
  func authority(port: Int) -> String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
