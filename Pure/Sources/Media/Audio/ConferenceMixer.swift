/// Who hears whom, and how it sounds: each party hears the sum of all that it may hear but itself.
public struct ConferenceMixer: Sendable {
  /// As many as a word of 16 bits can name.
  public static let partiesMax = 16

  public enum Role: Sendable, CaseIterable {
    case customer
    case agent
    case thirdParty
    /// A supervisor whom nobody hears.
    case monitor
    /// A supervisor whom agents alone hear.
    case coach
    /// A supervisor who takes part.
    case barge

    /// Whether a party of this role is heard by one of another.
    public func isHeard(by listener: Role) -> Bool {
      switch self {
      case .customer, .agent, .thirdParty, .barge: true
      case .monitor: false
      case .coach: listener == .agent
      }
    }
  }

  private struct Party: Sendable {
    let role: Role
    var isMuted = false
    /// On hold: hears nobody and is not heard.
    var isHeld = false
    var isSpeaking = false
  }

  private var parties: [Party?] = Array(repeating: nil, count: partiesMax)
  private var frames: [Int16] = Array(repeating: 0, count: partiesMax * AudioFrame.samples)

  public init() {}

  /// - Returns: the party's number; nil when `partiesMax` are there.
  public mutating func join(_ role: Role) -> Int? {
    guard let party = parties.firstIndex(where: { $0 == nil }) else { return nil }
    parties[party] = Party(role: role)
    return party
  }

  public mutating func leave(_ party: Int) { parties[party] = nil }
  public mutating func setMuted(_ isMuted: Bool, _ party: Int) { parties[party]?.isMuted = isMuted }
  public mutating func setHeld(_ isHeld: Bool, _ party: Int) { parties[party]?.isHeld = isHeld }

  /// What a party says in this frame.
  /// - Parameter frame: of `AudioFrame.samples`.
  public mutating func speak(_ frame: Span<Int16>, _ party: Int) {
    guard parties[party] != nil else { return }
    parties[party]?.isSpeaking = true
    var own = frames.mutableSpan
    for index in 0..<AudioFrame.samples { own[party * AudioFrame.samples + index] = frame[index] }
  }

  /// The frame is over: who does not speak in the next one is silent.
  public mutating func finishFrame() {
    for party in parties.indices { parties[party]?.isSpeaking = false }
  }

  /// What a party hears in this frame.
  public func listen(_ listener: Int, to frame: inout MutableSpan<Int16>) {
    guard let hearer = parties[listener], !hearer.isHeld else { return frame.update(repeating: 0) }
    mix(to: &frame) { party, speaker in party != listener && speaker.role.isHeard(by: hearer.role) }
  }

  /// What agents say, or all others that customers hear: a channel of a recording. Who listens in or coaches is in neither.
  public func record(agents isAgents: Bool, to frame: inout MutableSpan<Int16>) {
    mix(to: &frame) { _, speaker in (speaker.role == .agent) == isAgents && speaker.role.isHeard(by: .customer) }
  }

  private func mix(to frame: inout MutableSpan<Int16>, _ isHeard: (Int, Party) -> Bool) {
    var heard: UInt16 = 0
    for party in parties.indices {
      guard let speaker = parties[party], speaker.isSpeaking, !speaker.isMuted, !speaker.isHeld, isHeard(party, speaker)
      else { continue }
      heard |= 1 << UInt16(party)
    }
    // Most listeners hear one party, whose frame is the sum.
    guard heard.nonzeroBitCount > 1 else { return copy(heard.trailingZeroBitCount, to: &frame) }
    sum(heard, to: &frame)
  }

  /// - Parameter party: one that there is no place for is silence.
  private func copy(_ party: Int, to frame: inout MutableSpan<Int16>) {
    guard party < Self.partiesMax else { return frame.update(repeating: 0) }
    let all = frames.span
    let start = party * AudioFrame.samples
    for index in 0..<AudioFrame.samples { frame[index] = all[start + index] }
  }

  private func sum(_ heard: UInt16, to frame: inout MutableSpan<Int16>) {
    // As many as a frame has samples.
    var sums = InlineArray<160, Int32>(repeating: 0)
    let all = frames.span
    for party in 0..<Self.partiesMax where heard >> UInt16(party) & 1 == 1 {
      let start = party * AudioFrame.samples
      for index in sums.indices { sums[index] += Int32(all[start + index]) }
    }
    for index in sums.indices { frame[index] = Int16(clamping: sums[index]) }
  }
}
