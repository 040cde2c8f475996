package import Contacts

/// The only door between calls and contacts. An adapter carries out commands and tells what happens; it never blocks.
package protocol TelephonyPort: Sendable {
  func perform(_ command: TelephonyCommand, contactID: String, instanceID: String)
}

/// No telephone is connected: calls fail at once, and nothing waits for them.
package struct NoTelephony: TelephonyPort {
  private let tell: @Sendable (TelephonyEvent, _ contactID: String, _ instanceID: String) -> Void

  package init(tell: @escaping @Sendable (TelephonyEvent, _ contactID: String, _ instanceID: String) -> Void) { self.tell = tell }

  package func perform(_ command: TelephonyCommand, contactID: String, instanceID: String) {
    switch command {
    case .dialCustomer(let token, _, _, _), .dialThirdParty(let token, _): tell(.dialFailed(token: token), contactID, instanceID)
    case .play(let token, _, _, _, _): tell(.playingFailed(token: token), contactID, instanceID)
    case .collect(let token, _, _): tell(.inputTimedOut(token: token), contactID, instanceID)
    default: break
    }
  }
}
