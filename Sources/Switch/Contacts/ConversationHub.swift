import Contacts
import Synchronization

/// Shows the items of conversations to those who are connected, after they are stored.
final class ConversationHub: Sendable {
  /// Items that a slow listener may be behind; then it is cut off, and reads the transcript.
  private static let behindMax = 1_024

  private struct Listener {
    let conversation: String
    let participantID: String
    let continuation: AsyncStream<TranscriptItem>.Continuation
  }

  private struct State {
    var listeners: [UInt64: Listener] = [:]
    var byConversation: [String: [UInt64]] = [:]
    var last: UInt64 = 0
  }

  private let state = Mutex(State())

  /// The items from now on, until the participant is dismissed or the stream is given up.
  func listen(to conversation: String, as participantID: String) -> AsyncStream<TranscriptItem> {
    let (stream, continuation) = AsyncStream<TranscriptItem>.makeStream(bufferingPolicy: .bufferingOldest(Self.behindMax))
    let id = state.withLock { state in
      state.last += 1
      state.listeners[state.last] = Listener(conversation: conversation, participantID: participantID, continuation: continuation)
      state.byConversation[conversation, default: []].append(state.last)
      return state.last
    }
    continuation.onTermination = { [weak self] _ in self?.remove(id) }
    return stream
  }

  /// Typing and receipts are not shown to their own sender.
  func publish(_ item: TranscriptItem) {
    for listener in listeners(of: item.initialContactID) where item.isLasting || listener.participantID != item.participantID {
      if case .dropped = listener.continuation.yield(item) { listener.continuation.finish() }
    }
  }

  func dismiss(_ participantID: String, from conversation: String) {
    for listener in listeners(of: conversation) where listener.participantID == participantID { listener.continuation.finish() }
  }

  func count(of participantID: String, in conversation: String) -> Int {
    listeners(of: conversation).count { $0.participantID == participantID }
  }

  private func listeners(of conversation: String) -> [Listener] {
    state.withLock { state in (state.byConversation[conversation] ?? []).compactMap { state.listeners[$0] } }
  }

  private func remove(_ id: UInt64) {
    state.withLock { state in
      guard let listener = state.listeners.removeValue(forKey: id) else { return }
      state.byConversation[listener.conversation]?.removeAll { $0 == id }
      if state.byConversation[listener.conversation]?.isEmpty == true { state.byConversation[listener.conversation] = nil }
    }
  }
}
