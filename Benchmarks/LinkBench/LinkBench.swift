import CProcesses
import Foundation
import Glibc
import Link
import LinkSocket
import Logging
import Vocabulary

/// Round trips a second over the Link, beside bytes that are echoed over a bare socket pair, as lines of JSON.
@main
struct LinkBench {
  static func main() async throws {
    guard CommandLine.arguments.count == 2, let seconds = Double(CommandLine.arguments[1]) else {
      throw BenchProblem(message: "usage: SECONDS")
    }
    let link = try await JoinedLinks()
    // In turns, so that a machine that is busy for a while is busy for both.
    for atOnce in [1, 64] {
      say("link", atOnce, try await link.tripsPerSecond(atOnce: atOnce, seconds: seconds))
      say("bare", atOnce, try await bareTripsPerSecond(atOnce: atOnce, seconds: seconds))
    }
    // The links' own tasks have no end.
    exit(0)
  }

  private static func say(_ target: String, _ atOnce: Int, _ rate: Double) {
    let line: JSON = ["target": .string(target), "atOnce": .number(atOnce), "tripsPerSecond": .number(Int(rate))]
    print(line.text)
  }
}

struct BenchProblem: Error { let message: String }

/// Two links in one process, joined by a socket pair as the supervisor joins the switch and the keep.
private struct JoinedLinks {
  private let asking: SocketLink
  private let running: Task<Void, Never>

  init() async throws {
    let answers = LinkResponder()
    answers.handle(ListTags.self) { message in [["name": message.instanceID]] }
    let asking = SocketLink(answering: LinkResponder(), logger: Logger(label: "asking"))
    let answering = SocketLink(answering: answers, logger: Logger(label: "answering"))
    running = Task {
      await withTaskGroup(of: Void.self) { group in
        for link in [asking, answering] { group.addTask { try? await link.run() } }
      }
    }
    var pair: [Int32] = [0, 0]
    guard unsafe cprocesses_stream_pair(&pair) == 0 else { throw BenchProblem(message: "no socket pair") }
    try await asking.attach(descriptor: pair[0])
    try await answering.attach(descriptor: pair[1])
    self.asking = asking
  }

  func tripsPerSecond(atOnce: Int, seconds: Double) async throws -> Double {
    let clock = ContinuousClock()
    let began = clock.now
    let asking = asking
    let count = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<atOnce {
        group.addTask {
          var count = 0
          while began.duration(to: clock.now) < .seconds(seconds) {
            _ = try await asking.send(ListTags(instanceID: "0d6a6b1e-2f55-4f5c-9d7c-0f1f6f0b7a11", words: ["queue", "agent"]))
            count += 1
          }
          return count
        }
      }
      return try await group.reduce(0, +)
    }
    return Double(count) / (began.duration(to: clock.now) / .seconds(1))
  }
}

/// As many bytes there and back as a short message has, by two threads that do nothing else.
private func bareTripsPerSecond(atOnce: Int, seconds: Double) async throws -> Double {
  var pair: [Int32] = [0, 0]
  guard unsafe cprocesses_stream_pair(&pair) == 0 else { throw BenchProblem(message: "no socket pair") }
  let (near, far) = (pair[0], pair[1])
  Thread.detachNewThread {
    var bytes = [UInt8](repeating: 0, count: 64 * messageBytes)
    while true {
      let count = unsafe read(far, &bytes, bytes.count)
      guard count > 0, unsafe write(far, bytes, count) == count else { break }
    }
    close(far)
  }
  return await withCheckedContinuation { continuation in
    Thread.detachNewThread {
      let clock = ContinuousClock()
      let began = clock.now
      var bytes = [UInt8](repeating: 7, count: atOnce * messageBytes)
      var trips = 0
      while began.duration(to: clock.now) < .seconds(seconds) {
        guard unsafe write(near, bytes, bytes.count) == bytes.count else { break }
        var missing = bytes.count
        while missing > 0 {
          let count = unsafe read(near, &bytes, missing)
          guard count > 0 else { break }
          missing -= count
        }
        trips += atOnce
      }
      close(near)
      continuation.resume(returning: Double(trips) / (began.duration(to: clock.now) / .seconds(1)))
    }
  }
}

private let messageBytes = 100
