extension SDP {
  /// The description's text. Its session has no name and is unbounded in time, as RFC 3264 section 5 has it.
  public var text: String {
    var lines = ["v=0", "o=\(origin.username) \(origin.sessionID) \(origin.version) \(origin.host.text)", "s=-"]
    if let connection { lines.append("c=\(connection.text)") }
    lines.append("t=0 0")
    lines += attributes.map(\.text)
    for stream in media { lines += stream.lines }
    return lines.map { "\($0)\r\n" }.joined()
  }
}

extension SDP.Connection {
  fileprivate var text: String {
    switch host {
    case .address(let address): "IN \(address.ipv4 == nil ? "IP6" : "IP4") \(address)"
    case .name(let name): "IN IP4 \(name)"
    }
  }
}

extension SDP.Attribute {
  fileprivate var text: String { value.map { "a=\(name):\($0)" } ?? "a=\(name)" }
}

extension SDP.Media {
  fileprivate var lines: [String] {
    let head = ["m=\(kind) \(port) \(transport) \(formats.joined(separator: " "))"]
    return head + (connection.map { ["c=\($0.text)"] } ?? []) + attributes.map(\.text)
  }
}
