import CProcesses
import Glibc
import Link
import LinkSocket
import Logging
import Synchronization
import Testing
import Vocabulary

/// Two links that are joined by a socket pair, as the supervisor joins the processes.
@Suite struct SocketLinkTests {
  private final class Pair: Sendable {
    let (left, right): (SocketLink, SocketLink)
    let (answersLeft, answersRight) = (LinkResponder(), LinkResponder())

    init() {
      left = SocketLink(answering: answersLeft, logger: Logger(label: "left"))
      right = SocketLink(answering: answersRight, logger: Logger(label: "right"))
    }

    func join() async throws {
      var pair: [Int32] = [0, 0]
      try #require(cprocesses_stream_pair(&pair) == 0)
      try await left.attach(descriptor: pair[0])
      try await right.attach(descriptor: pair[1])
    }

    func run(_ body: () async throws -> Void) async throws {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await self.left.run() }
        group.addTask { try await self.right.run() }
        try await join()
        try await body()
        group.cancelAll()
      }
    }
  }

  @Test func bothSidesAskAtOnceAndGetTheirOwnReplies() async throws {
    let pair = Pair()
    for responder in [pair.answersLeft, pair.answersRight] {
      responder.handle(ListTags.self) { message in
        // Replies overtake each other.
        try await Task.sleep(for: .microseconds(Int.random(in: 0...300)))
        return [["name": message.instanceID]]
      }
    }
    try await pair.run {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<2_000 {
          let link = number % 2 == 0 ? pair.left : pair.right
          group.addTask {
            let reply = try await link.send(ListTags(instanceID: "\(number)", words: []))
            #expect(reply == [["name": "\(number)"]])
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test func whatIsLargeComesWhole() async throws {
    let pair = Pair()
    let bytes = [UInt8](repeating: 7, count: 9 << 20)
    pair.answersRight.handle(ReadAttachment.self) { _ in bytes }
    try await pair.run {
      let message = ReadAttachment(reader: "k", attachmentID: "a")
      let reply = try await pair.left.send(message)
      #expect(reply == bytes)
    }
  }

  @Test func aFaultThereIsAProblemHereWithoutItsWords() async throws {
    struct Secret: Error { let words = "hunter2" }
    let pair = Pair()
    pair.answersRight.handle(ListOperations.self) { _ in throw Secret() }
    try await pair.run {
      let failed = await #expect(throws: LinkProblem.self) { _ = try await pair.left.send(ListOperations()) }
      #expect(failed?.code == .peerFailed && failed?.message.contains("hunter2") == false)
      let unknown = await #expect(throws: LinkProblem.self) { _ = try await pair.left.send(CheckDeskSession(token: "t")) }
      #expect(unknown?.code == .unhandled)
    }
  }

  @Test func aSealedSideAnswersWhatItCanAndSaysThatItIsSealed() async throws {
    let pair = Pair()
    pair.answersRight.handle(ReadKeepState.self) { _ in KeepState(isSealed: true) }
    pair.answersRight.isSealed = true
    try await pair.run {
      let state = try await pair.left.send(ReadKeepState())
      #expect(state.isSealed)
      let problem = await #expect(throws: LinkProblem.self) { _ = try await pair.left.send(ListOperations()) }
      #expect(problem?.code == .sealed)
    }
  }

  @Test func whoWaitsLearnsThatTheOtherIsGoneAndAnotherSocketTakesItsPlace() async throws {
    let pair = Pair()
    pair.answersRight.handle(ListOperations.self) { _ in
      try await Task.sleep(for: .seconds(3_600))
      return []
    }
    pair.answersRight.handle(CheckDeskSession.self) { _ in nil }
    try await pair.run {
      let waiting = Task { try await pair.left.send(ListOperations()) }
      try await Task.sleep(for: .milliseconds(50))
      try await pair.join()
      let problem = await #expect(throws: LinkProblem.self) { _ = try await waiting.value }
      #expect(problem?.code == .peerGone)
      let session = try await pair.left.send(CheckDeskSession(token: "t"))
      #expect(session == nil)
    }
  }

  @Test func withoutASocketNothingIsSent() async {
    let alone = SocketLink(answering: LinkResponder(), logger: Logger(label: "alone"))
    let problem = await #expect(throws: LinkProblem.self) { _ = try await alone.send(ListOperations()) }
    #expect(problem?.code == .peerGone)
  }

  @Test func whoIsBusyIsWaitedFor() async throws {
    let pair = Pair()
    pair.answersRight.handle(CheckDeskSession.self) { _ in
      try await Task.sleep(for: .seconds(6))
      return nil
    }
    try await pair.run {
      let session = try await pair.left.send(CheckDeskSession(token: "t"))
      #expect(session == nil)
    }
  }

  @Test func whoHasSpokenAndFallsSilentIsAskedNothingUntilItSpeaks() async throws {
    let link = SocketLink(answering: LinkResponder(), logger: Logger(label: "link"))
    var pair: [Int32] = [0, 0]
    try #require(cprocesses_stream_pair(&pair) == 0)
    defer { close(pair[1]) }
    try await link.attach(descriptor: pair[0])
    let pong: [UInt8] = [0, 0, 0, 9, 5] + [UInt8](repeating: 0, count: 8)
    #expect(write(pair[1], pong, pong.count) == pong.count)
    func asked() async -> (LinkProblem.Code?, Duration) {
      let began = ContinuousClock.now
      let problem = await #expect(throws: LinkProblem.self) { _ = try await link.send(ListOperations()) }
      return (problem?.code, ContinuousClock.now - began)
    }
    let (first, waited) = await asked()
    #expect(first == .peerGone && waited > .seconds(2) && waited < .seconds(25))
    let (second, next) = await asked()
    #expect(second == .peerGone && next < .seconds(2))
    #expect(write(pair[1], pong, pong.count) == pong.count)
    // It is read in its time; from then on there is somebody to wait for.
    var (third, again) = await asked()
    for _ in 0..<200 where again < .seconds(2) {
      try await Task.sleep(for: .milliseconds(20))
      (third, again) = await asked()
    }
    #expect(third == .peerGone && again > .seconds(2))
  }

  @Test func whoSaysThatItHangsIsAskedNothingUntilItGoesOn() async throws {
    let pair = Pair()
    let hangs = Mutex(false)
    pair.right.hangs { hangs.withLock { $0 } }
    pair.answersRight.handle(CheckDeskSession.self) { _ in
      while hangs.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
      return nil
    }
    func asked() async -> (LinkProblem.Code?, Duration) {
      let began = ContinuousClock.now
      do { _ = try await pair.left.send(CheckDeskSession(token: "t")) } catch { return (error.code, .now - began) }
      return (nil, .now - began)
    }
    try await pair.run {
      let (control, _) = await asked()
      #expect(control == nil)
      hangs.withLock { $0 = true }
      let (first, waited) = await asked()
      #expect(first == .peerGone && waited < .seconds(20))
      let (second, next) = await asked()
      #expect(second == .peerGone && next < .seconds(1))
      hangs.withLock { $0 = false }
      for _ in 0..<500 {
        if await asked().0 == nil { return }
        try await Task.sleep(for: .milliseconds(20))
      }
      Issue.record("it is asked again once it goes on")
    }
  }

  @Test func whatIsNoFrameEndsTheSocket() async throws {
    let link = SocketLink(answering: LinkResponder(), logger: Logger(label: "link"))
    // The length, the most significant byte first; what is longer than any frame, of no kind, and too short for a number.
    for nonsense in [[0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 9] + [UInt8](repeating: 9, count: 9), [0, 0, 0, 1, 1]] as [[UInt8]] {
      var pair: [Int32] = [0, 0]
      try #require(cprocesses_stream_pair(&pair) == 0)
      try await link.attach(descriptor: pair[0])
      #expect(write(pair[1], nonsense, nonsense.count) == nonsense.count)
      let end = await Self.readsEnd(pair[1])
      #expect(end)
      close(pair[1])
    }
  }

  /// Whether the other side has closed within a while; waits without holding a thread of the others.
  private static func readsEnd(_ descriptor: Int32) async -> Bool {
    for _ in 0..<500 {
      var byte: UInt8 = 0
      let count = recv(descriptor, &byte, 1, Int32(MSG_DONTWAIT))
      if count == 0 || (count < 0 && errno == ECONNRESET) { return true }
      try? await Task.sleep(for: .milliseconds(10))
    }
    return false
  }
}
