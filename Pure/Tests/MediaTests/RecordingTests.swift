import Media
import Testing
import Vocabulary

/// A recording in the making: each tick is 20 ms.
private struct Tape {
  static let start = Moment(microseconds: 1_700_000_000_123_000)
  var writer = RecordingWriter(law: .mu, start: start)
  var octets: [UInt8] = []

  mutating func write(_ customer: Int16, _ agent: Int16, tick: Int) -> RecordingWriter.Outcome {
    let (left, right) = ([Int16](repeating: customer, count: 160), [Int16](repeating: agent, count: 160))
    return writer.write(
      customer: left.span, agent: right.span, at: Moment(microseconds: Self.start.microseconds + Int64(tick) * 20_000),
      into: &octets)
  }

  /// What each frame of a channel has; nil where its samples differ.
  func frames(_ channel: Int) -> [Int16?] {
    stride(from: 0, to: octets.count, by: RecordingWriter.frameBytes).map { start in
      let samples = stride(from: start + channel, to: start + RecordingWriter.frameBytes, by: 2).map {
        G711.sample(of: octets[$0], .mu)
      }
      return samples.allSatisfy { $0 == samples[0] } ? samples[0] : nil
    }
  }
}

@Suite struct RecordingTests {
  @Test func `each side has its channel, frame by frame`() {
    var tape = Tape()
    for tick in 0..<10 {
      let outcome = tape.write(1_052, tick < 5 ? 0 : -1_052, tick: tick)
      #expect(outcome == .written)
    }
    #expect(tape.frames(0) == Array(repeating: 1_052, count: 10))
    #expect(tape.frames(1) == Array(repeating: 0, count: 5) + Array(repeating: -1_052, count: 5))
    #expect(tape.writer.sample == 1_600)
  }

  @Test func `what is missing is silence of the same length`() {
    var tape = Tape()
    for tick in [0, 1, 2, 3, 40, 41, 42] { _ = tape.write(1_052, 1_052, tick: tick) }
    // The frame of tick 40 may be two late; so many are not missing.
    #expect(tape.writer.gapFrames == 34)
    #expect(
      tape.frames(0) == Array(repeating: 1_052, count: 4) + Array(repeating: 0, count: 34) + Array(repeating: 1_052, count: 3))
  }

  @Test func `a long gap is filled a second at a time, and caught up with`() {
    var tape = Tape()
    _ = tape.write(1, 1, tick: 0)
    _ = tape.write(1, 1, tick: 1_000)
    #expect(tape.writer.frames == 1 + RecordingWriter.gapFramesMax + 1)
    for tick in 1_001..<1_040 { _ = tape.write(1, 1, tick: tick) }
    #expect((1_037...1_040).contains(tape.writer.frames))
  }

  @Test func `a timer that runs ahead is held back`() {
    var tape = Tape()
    let outcomes = (0..<4).map { _ in tape.write(1, 1, tick: 0) }
    #expect(outcomes == [.written, .written, .early, .early])
    let later = tape.write(1, 1, tick: 1)
    #expect(later == .written)
    let before = tape.write(1, 1, tick: -100)
    #expect(before == .early)
  }

  @Test func `a suspension is silence on both sides, whatever is said, and stands in the timeline`() {
    var tape = Tape()
    tape.writer.note(.joined, party: RecordingTimeline.Party(id: "p1", role: .customer))
    for tick in 0..<20 {
      if tick == 5 { tape.writer.setSuspended(true) }
      if tick == 8 { tape.writer.note(.held, party: RecordingTimeline.Party(id: "p1", role: .customer)) }
      if tick == 12 { tape.writer.setSuspended(false) }
      tape.writer.setSuspended(tape.writer.isSuspended)
      _ = tape.write(1_052, 1_052, tick: tick)
    }
    for channel in 0..<2 {
      #expect(
        tape.frames(channel) == Array(repeating: 1_052, count: 5) + Array(repeating: 0, count: 7)
          + Array(repeating: 1_052, count: 8))
    }
    let timeline = tape.writer.finish()
    #expect(timeline.suspensions == [800..<1_920])
    #expect(
      timeline.json.text
        == #"{"Version":1,"Coding":"PCMU","SamplesPerSecond":8000,"Channels":["CUSTOMER","AGENT"],"#
        + #""StartTimestamp":"2023-11-14T22:13:20.123Z","Events":["#
        + #"{"Type":"JOINED","Sample":0,"ParticipantId":"p1","ParticipantRole":"CUSTOMER"},"#
        + #"{"Type":"RECORDING_SUSPENDED","Sample":800},"#
        + #"{"Type":"HOLD","Sample":1280,"ParticipantId":"p1","ParticipantRole":"CUSTOMER"},"#
        + #"{"Type":"RECORDING_RESUMED","Sample":1920},{"Type":"ENDED","Sample":3200}],"EventsLeftOut":0}"#)
  }

  @Test func `a suspension that does not end lasts to the end`() {
    var tape = Tape()
    tape.writer.setSuspended(true)
    for tick in 0..<3 { _ = tape.write(1_052, 1_052, tick: tick) }
    #expect(tape.writer.finish().suspensions == [0..<480])
  }

  @Test func `the file is read as far as it goes, wherever it is cut`() throws {
    var tape = Tape()
    for tick in 0..<10 { _ = tape.write(1_052, 1_052, tick: tick) }
    let file = tape.writer.header + tape.octets
    // The length is the highest there is, and the count of samples nothing, as players want it.
    #expect(Array(file[4..<8]) == [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(Array(file[38..<58]) == Array("fact\u{4}\0\0\0\0\0\0\0data".utf8) + [0xFF, 0xFF, 0xFF, 0xFF])
    let (header, start) = try WAVHeader.read(file.span)
    #expect(header == WAVHeader(coding: .g711(.mu), channels: 2))
    for end in [file.count, file.count - 1, start + 2] {
      var (reader, samples) = (WAVReader(), [Int16]())
      try reader.take(Array(file[..<end]), into: &samples)
      try reader.finish(into: &samples)
      #expect(samples == Array(repeating: 1_052, count: (end - start) / 2))
    }
  }

  @Test func `events and frames are bounded`() {
    var tape = Tape()
    for _ in 0..<RecordingTimeline.eventsMax + 10 { tape.writer.note(.held) }
    let timeline = tape.writer.finish()
    #expect(timeline.events.count == RecordingTimeline.eventsMax + 1)
    #expect(timeline.events.last?.kind == .ended)
    #expect(timeline.leftOut == 10)
    // The clock may say what it will.
    let outcome = tape.write(1, 1, tick: 1 << 40)
    #expect(outcome == .written)
    #expect(tape.octets.count == (RecordingWriter.gapFramesMax + 1) * RecordingWriter.frameBytes)
  }
}
