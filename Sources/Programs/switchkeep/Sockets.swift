import HTTPHost
import Switch

/// The listener's WebSockets as the switch sees them.
extension UpgradeVerdict {
  init(_ verdict: SocketVerdict) {
    switch verdict {
    case .refuse(let response): self = .refuse(HTTPResponse(response))
    case .accept(let subprotocol, let serve):
      self = .accept(subprotocol: subprotocol) { _, inbound, outbound in
        var reader: any SocketReader = TextReader(inbound: inbound)
        await serve(&reader, TextWriter(outbound: outbound))
      }
    }
  }
}

private struct TextReader: SocketReader {
  var inbound: WebSocketInbound

  /// A binary message ends the conversation: none of our protocols has any.
  mutating func next() async -> String? {
    guard case .text(let text) = await inbound.next() else { return nil }
    return text
  }
}

private struct TextWriter: SocketWriter {
  let outbound: WebSocketOutbound

  func send(_ text: String) async throws { try await outbound.send(.text(text)) }
  func close(code: UInt16) async { try? await outbound.close(code: code) }
}
