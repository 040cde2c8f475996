package import Vocabulary

/// What a client sends over a WebSocket, as the parts of the switch see it: text alone.
package protocol SocketReader {
  /// nil once either side has closed.
  mutating func next() async -> String?
}

package protocol SocketWriter: Sendable {
  func send(_ text: String) async throws
  /// RFC 6455 7.4.
  func close(code: UInt16) async
}

/// What is said to a client that asks for a WebSocket.
package enum SocketVerdict: Sendable {
  case accept(subprotocol: String?, @Sendable (inout any SocketReader, any SocketWriter) async -> Void)
  case refuse(WireResponse)
}
