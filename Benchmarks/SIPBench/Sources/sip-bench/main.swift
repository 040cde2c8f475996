import Glibc
import SIP
import Vocabulary

// Reads an INVITE as a carrier sends it, serves OPTIONS, and sets up calls between two endpoints of one process; prints one line
// of JSON with how many a second a core does of each, and what a call's set-up and end cost both sides together.

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000
let invite = BenchMessages.invite
let messages = try rate(count) { _ in
  let request = try SIPRequest(ReceivedMessage(datagram: invite))
  guard try request.message.addresses(of: .contact).count == 1 else { throw BenchProblem.unexpected }
}
var server = OptionsServer()
let requests = (0..<count).map { BenchMessages.options($0) }
let transactions = try rate(count) { number in try server.serve(requests[number]) }
var line = BenchLine()
let calls = try rate(max(1, count / 20)) { _ in try line.call() }

let result: JSON = [
  "benchmark": "sip", "inviteBytes": .number(invite.count), "messagesPerSecond": .number(Int(messages)),
  "transactionsPerSecond": .number(Int(transactions)), "callsPerSecond": .number(Int(calls)),
  "microsecondsPerCall": .number(Int(1_000_000 / calls)), "packetsPerCall": .number(line.packets / line.count),
]
print(result.text)

/// How often a second of the processor's: others who work beside it do not count.
func rate(_ count: Int, _ body: (Int) throws -> Void) throws -> Double {
  let start = processorSeconds()
  for number in 0..<count { try body(number) }
  return Double(count) / (processorSeconds() - start)
}

func processorSeconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
