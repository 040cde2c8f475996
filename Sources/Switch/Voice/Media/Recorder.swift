import Media

/// Hands both sides of calls to whoever records them, 20 ms at a time.
struct Recorder {
  private struct Recording {
    let contactID: String
    var customer: [Int] = []
    var agent: [Int] = []
    /// In samples.
    var position = 0
  }

  private let sink: any RecordingSink
  private var recordings: [Recording] = []

  init(sink: any RecordingSink) { self.sink = sink }

  /// Slots of those who are on each side from now on.
  mutating func set(_ contactID: String, customer: [Int], agent: [Int], isSuspended: Bool) {
    if let known = recordings.firstIndex(where: { $0.contactID == contactID }) {
      (recordings[known].customer, recordings[known].agent) = (customer, agent)
    } else {
      recordings.append(Recording(contactID: contactID, customer: customer, agent: agent))
      sink.begin(contactID: contactID)
    }
    sink.suspend(contactID: contactID, isSuspended)
  }

  mutating func finish(_ contactID: String) {
    guard recordings.contains(where: { $0.contactID == contactID }) else { return }
    recordings.removeAll { $0.contactID == contactID }
    sink.finish(contactID: contactID)
  }

  mutating func forget(_ slot: Int) {
    for index in recordings.indices {
      recordings[index].customer.removeAll { $0 == slot }
      recordings[index].agent.removeAll { $0 == slot }
    }
  }

  mutating func record(_ frames: Span<Int16>) {
    for index in recordings.indices {
      let recording = recordings[index]
      let (customer, agent) = (Self.sum(recording.customer, frames), Self.sum(recording.agent, frames))
      sink.append(contactID: recording.contactID, customer: customer.span, agent: agent.span, at: recording.position)
      recordings[index].position += AudioFrame.samples
    }
  }

  private static func sum(_ slots: [Int], _ frames: Span<Int16>) -> InlineArray<160, Int16> {
    var sums = InlineArray<160, Int32>(repeating: 0)
    for slot in slots {
      for index in sums.indices { sums[index] += Int32(frames[slot * AudioFrame.samples + index]) }
    }
    var sum = InlineArray<160, Int16>(repeating: 0)
    for index in sum.indices { sum[index] = Int16(clamping: sums[index]) }
    return sum
  }
}
