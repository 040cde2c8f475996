import Link
import NIOCore
import Synchronization

/// One connected socket: what it has been asked and has not answered yet, and what is to be written.
final class LinkConnection: Sendable {
  typealias Waiting = CheckedContinuation<Result<LinkReader, LinkProblem>, Never>

  private struct State {
    var waiting: [UInt64: (continuation: Waiting, until: NIODeadline)] = [:]
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

  /// How long a reply is waited for. A side that is there and does not answer is as one that is away; what it was asked it may
  /// have done, or do still.
  static let answerSecondsMax: Int64 = 15

  /// Ends what has waited for long enough, once a second, for as long as the socket is there.
  func watch() {
    channel.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { [weak self] task in
      if self?.expire(at: .now()) != true { task.cancel() }
    }
  }

  /// - Returns: whether the socket is there.
  private func expire(at now: NIODeadline) -> Bool {
    let (late, isClosed) = state.withLock { state in
      let late = state.waiting.filter { $0.value.until < now }
      for id in late.keys { state.waiting[id] = nil }
      return (late, state.isClosed)
    }
    for waiting in late.values { waiting.continuation.resume(returning: .failure(.silent)) }
    return !isClosed
  }

  func ask(_ message: some LinkMessage) async -> Result<LinkReader, LinkProblem> {
    await withCheckedContinuation { continuation in
      let id = state.withLock { state -> UInt64? in
        guard !state.isClosed else { return nil }
        state.lastID += 1
        state.waiting[state.lastID] = (continuation, .now() + .seconds(Self.answerSecondsMax))
        return state.lastID
      }
      guard let id else { return continuation.resume(returning: .failure(.gone)) }
      if !write(LinkFrame.request(id, message)) { settle(id, .failure(.tooMuch)) }
    }
  }

  func settle(_ id: UInt64, _ result: Result<LinkReader, LinkProblem>) {
    state.withLock { $0.waiting.removeValue(forKey: id) }?.continuation.resume(returning: result)
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
    for each in waiting.values { each.continuation.resume(returning: .failure(.gone)) }
  }
}

extension LinkProblem {
  static let gone = LinkProblem(.peerGone, message: "the other side is not there")
  static let silent = LinkProblem(.peerGone, message: "the other side does not answer")
  static let tooMuch = LinkProblem(.peerFailed, message: "too much waits for the other side")
}
