import CAllocations
import Glibc
import Media
import Vocabulary

// What the media of a two-leg, recorded call costs a packet: RTP, latching, jitter buffer, G.711 both ways, mixing, recording. No
// sockets. Its peer in the same run is G.711 alone, each sample decoded and encoded once. Prints lines of JSON.

let calls = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 500
let seconds = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 10
let warmTicks = 10
let ticks = seconds * 1_000 / AudioFrame.milliseconds

/// A voice of a kind: a tone under noise.
let voice: [UInt8] = {
  var (generator, entropy) = (ToneGenerator(Tone(210, 430, amplitude: 0.2)), SeededEntropy(seed: 1))
  var samples = [Int16](repeating: 0, count: AudioFrame.samples)
  var span = samples.mutableSpan
  generator.fill(&span)
  return samples.map { G711.octet(of: Int16(clamping: Int($0) + Int(entropy.next() % 512)), .mu) }
}()

/// Of this thread: what others do meanwhile does not count.
func processorTime() -> Duration {
  var time = timespec()
  unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

/// Nanoseconds a packet of G.711 alone.
func codec() -> Double {
  var (samples, octets) = ([Int16](repeating: 0, count: AudioFrame.samples), voice)
  let rounds = 200_000
  let begin = processorTime()
  for _ in 0..<rounds {
    var frame = samples.mutableSpan
    G711.decode(octets.span, .mu, to: &frame)
    var back = octets.mutableSpan
    G711.encode(samples.span, .mu, to: &back)
  }
  let elapsed = processorTime() - begin
  precondition(octets == voice, "what was decoded is encoded as it was")
  return elapsed / .nanoseconds(rounds)
}

func run(isSuppressed: Bool, peer: Double) {
  var entropy = SeededEntropy(seed: 2)
  let start = Moment(seconds: 1_700_000_000)
  var all = (0..<calls).map { Call(number: UInt32($0), at: start, isSuppressed: isSuppressed, entropy: &entropy) }
  var (recorded, heard, allocations) = ([UInt8](), 0, 0)
  let empty = [UInt8](repeating: 0, count: RTPHeader.bytes + AudioFrame.samples)
  var packets = (0..<2 * calls).map { _ in empty }
  recorded.reserveCapacity(calls * RecordingWriter.frameBytes * (RecordingWriter.gapFramesMax + 2))
  var elapsed = Duration.zero
  for tick in 0..<ticks {
    let now = Moment(microseconds: start.microseconds + Int64(tick) * 20_000)
    recorded.removeAll(keepingCapacity: true)
    for index in all.indices { all[index].makePackets(voice.span, &packets, at: 2 * index) }
    let (begin, before) = (processorTime(), allocations_tally())
    for index in all.indices {
      let (first, second) = (packets[2 * index], packets[2 * index + 1])
      heard += all[index].tick(first.span, second.span, at: now, into: &recorded)
    }
    elapsed += processorTime() - begin
    // The first ticks fill tables that all calls share.
    if tick >= warmTicks { allocations += allocations_tally() - before }
  }
  // Two packets and two frames played, and one recorded, but for the beginnings of streams.
  precondition(heard > calls * (ticks - warmTicks) * 5, "calls are heard")
  precondition(allocations == 0, "nothing is allocated for a packet")
  let tally = calls * ticks * 2
  let each = elapsed / .nanoseconds(tally)
  let line: JSON = [
    "benchmark": "media", "calls": .number(calls), "isSuppressed": .bool(isSuppressed),
    "nanosecondsPerPacket": .number(Int(each)), "allocations": .number(allocations), "packets": .number(tally),
    "codecNanosecondsPerPacket": .number(Int(peer)),
    // Two packets in and two out, fifty times a second.
    "callsPerCore": .number(Int(1e9 / (each * 100))),
  ]
  print(line.text)
}

let before = allocations_tally()
let control = [[UInt8]](repeating: [UInt8](repeating: 0, count: 100), count: 2).map { $0 + [1] }
precondition(allocations_tally() - before >= control.count, "allocations are seen")
let peer = codec()
run(isSuppressed: false, peer: peer)
run(isSuppressed: true, peer: peer)
