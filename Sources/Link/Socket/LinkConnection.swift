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
    var presence = Presence()
    /// As the other side has said last.
    var hangs = false
  }

  private let channel: any Channel
  private let state = Mutex(State())

  init(channel: any Channel) { self.channel = channel }

  /// What may wait to be written: a peer that does not read is no reason to run out of memory.
  private static let outputBytesMax = 2 * LinkFrame.bytesMax

  /// How long a reply is waited for, from a side that is there. What it was asked it may have done, or do still.
  static let answerSecondsMax: Int64 = 30

  /// Ends what has waited for long enough and asks whether the other side is there, once a second, for as long as the socket is.
  func watch() {
    channel.eventLoop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { [weak self] task in
      if self?.secondPassed(at: .now()) != true { task.cancel() }
    }
  }

  /// - Returns: whether the socket is there.
  private func secondPassed(at now: NIODeadline) -> Bool {
    let (late, asks, isClosed) = state.withLock { state in
      let asks = !state.isClosed && state.presence.secondPassed()
      let late = state.waiting.filter { state.presence.isSilent || $0.value.until < now }
      for id in late.keys { state.waiting[id] = nil }
      return (late, asks, state.isClosed)
    }
    if asks { write(LinkFrame.askingPresence) }
    for waiting in late.values { waiting.continuation.resume(returning: .failure(.silent)) }
    return !isClosed
  }

  /// Something has come from the other side.
  func heard() { state.withLock { $0.presence.heard() } }

  /// The other side has said whether it gets anything done. One that does not is asked nothing until it does, and what waits
  /// for it waits no longer.
  func heard(hangs: Bool) {
    let waiting = state.withLock { state in
      state.hangs = hangs
      guard hangs else { return [UInt64: (continuation: Waiting, until: NIODeadline)]() }
      defer { state.waiting = [:] }
      return state.waiting
    }
    for each in waiting.values { each.continuation.resume(returning: .failure(.hangs)) }
  }

  func ask(_ message: some LinkMessage) async -> Result<LinkReader, LinkProblem> {
    await withCheckedContinuation { continuation in
      let id = state.withLock { state -> Result<UInt64, LinkProblem> in
        guard !state.isClosed else { return .failure(.gone) }
        guard !state.presence.isSilent else { return .failure(.silent) }
        guard !state.hangs else { return .failure(.hangs) }
        state.lastID += 1
        state.waiting[state.lastID] = (continuation, .now() + .seconds(Self.answerSecondsMax))
        return .success(state.lastID)
      }
      switch id {
      case .success(let id): if !write(LinkFrame.request(id, message)) { settle(id, .failure(.tooMuch)) }
      case .failure(let problem): continuation.resume(returning: .failure(problem))
      }
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
    var rest = output
    while rest.readableBytes > Self.pieceBytes, let piece = rest.readSlice(length: Self.pieceBytes) {
      // More than the socket holds: whoever takes it is there, and answers once it has all.
      channel.write(piece).whenSuccess { self.state.withLock { $0.presence.took() } }
    }
    channel.writeAndFlush(rest, promise: nil)
  }

  /// Above what a socket holds of what nobody reads (net.core.wmem_default is 208 KiB).
  private static let pieceBytes = 4 << 20

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
  static let hangs = LinkProblem(.peerGone, message: "the other side gets nothing done: its disk hangs")
  static let tooMuch = LinkProblem(.peerFailed, message: "too much waits for the other side")
}
