import Link
import NIOCore
import Synchronization

/// One connected socket: what it has been asked and has not answered yet, and what is to be written.
final class LinkConnection: Sendable {
  typealias Waiting = CheckedContinuation<Result<LinkReader, LinkProblem>, Never>

  private struct State {
    var waiting: [UInt64: Waiting] = [:]
    var lastID: UInt64 = 0
    var isClosed = false
    var output = ByteBuffer()
    var isWriting = false
  }

  private let channel: any Channel
  private let state = Mutex(State())

  init(channel: any Channel) { self.channel = channel }

  /// What may wait to be written: a peer that does not read is no reason to run out of memory.
  private static let outputBytesMax = 2 * LinkFrame.bytesMax

  func ask(_ message: some LinkMessage) async -> Result<LinkReader, LinkProblem> {
    await withCheckedContinuation { continuation in
      let id = state.withLock { state -> UInt64? in
        guard !state.isClosed else { return nil }
        state.lastID += 1
        state.waiting[state.lastID] = continuation
        return state.lastID
      }
      guard let id else { return continuation.resume(returning: .failure(.gone)) }
      if !write(LinkFrame.request(id, message)) { settle(id, .failure(.tooMuch)) }
    }
  }

  func settle(_ id: UInt64, _ result: Result<LinkReader, LinkProblem>) {
    state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: result)
  }

  /// Puts a frame behind those that wait; they all go in one write, on the event loop.
  /// - Returns: false when too much waits.
  @discardableResult
  func write(_ frame: LinkWriter) -> Bool {
    let (isTaken, isFirst) = state.withLock { state in
      guard state.output.readableBytes + frame.bytes.count <= Self.outputBytesMax, frame.bytes.count <= LinkFrame.bytesMax else {
        return (false, false)
      }
      state.output.writeInteger(UInt32(frame.bytes.count))
      state.output.writeBytes(frame.bytes)
      defer { state.isWriting = true }
      return (true, !state.isWriting)
    }
    if isFirst { channel.eventLoop.execute { self.flush() } }
    return isTaken
  }

  private func flush() {
    let output = state.withLock { state in
      defer { (state.output, state.isWriting) = (ByteBuffer(), false) }
      return state.output
    }
    channel.writeAndFlush(output, promise: nil)
  }

  func close() { channel.close(promise: nil) }

  /// The socket has ended: nothing that waits will be answered.
  func ended() {
    let waiting = state.withLock { state in
      defer { (state.isClosed, state.waiting) = (true, [:]) }
      return state.waiting
    }
    for continuation in waiting.values { continuation.resume(returning: .failure(.gone)) }
  }
}

extension LinkProblem {
  static let gone = LinkProblem(.peerGone, message: "the other side is not there")
  static let tooMuch = LinkProblem(.peerFailed, message: "too much waits for the other side")
}
