package import Contacts
import Synchronization
import Vocabulary

/// The Telephony port of a program that is attached over a WebSocket (docs/telephony-port.md). While none is, calls fail at once.
package final class AttachedTelephony: TelephonyPort {
  /// Commands that may wait for a slow program; with more it is cut off.
  private static let waitingMax = 65_536

  /// What becomes of it is the program's own affair.
  package let streamsMedia = true
  private let attached = Mutex<AsyncStream<String>.Continuation?>(nil)

  package func perform(_ command: TelephonyCommand, contactID: String, instanceID: String) -> TelephonyEvent? {
    let program = attached.withLock { $0 }
    guard let program else { return NoTelephony().perform(command, contactID: contactID, instanceID: instanceID) }
    let message = TelephonyMessages.json(command, contactID: contactID, instanceID: instanceID)
    if case .dropped = program.yield(message.text) { detach() }
    return nil
  }

  /// A program does not say which telephones there are: it tells that one has hung up at once.
  package func canRing(_ agentID: String) async -> Bool { attached.withLock { $0 != nil } }

  /// - Returns: what the program is to be told; nil while another is attached.
  func attach() -> AsyncStream<String>? {
    let (stream, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingOldest(Self.waitingMax))
    let isFree = attached.withLock { attached in
      guard attached == nil else { return false }
      attached = continuation
      return true
    }
    return isFree ? stream : nil
  }

  func detach() {
    attached.withLock { attached in
      attached?.finish()
      attached = nil
    }
  }
}
