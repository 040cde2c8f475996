package import Contacts

/// The only door between calls and contacts. An adapter carries out commands and tells what happens; it never blocks.
package protocol TelephonyPort: Sendable {
  /// - Returns: what has happened already, if anything has.
  func perform(_ command: TelephonyCommand, contactID: String, instanceID: String) -> TelephonyEvent?
  /// Whether a telephone of an agent's could ring now, as far as the adapter knows.
  func canRing(_ agentID: String) async -> Bool
  /// Whether it may hand the audio of a call to others as it is spoken.
  var streamsMedia: Bool { get }
}

/// No telephone is connected: calls fail at once, and nothing waits for them.
package struct NoTelephony: TelephonyPort {
  package let streamsMedia = false

  package init() {}

  package func canRing(_ agentID: String) async -> Bool { false }

  package func perform(_ command: TelephonyCommand, contactID: String, instanceID: String) -> TelephonyEvent? {
    switch command {
    case .dialCustomer(let token, _, _, _), .dialThirdParty(let token, _): .dialFailed(token: token)
    case .play(let token, _, _, _, _): .playingFailed(token: token)
    case .collect(let token, _, _): .inputTimedOut(token: token)
    default: nil
    }
  }
}
