import Media

/// Sounds that a stream is played, one after another, from a place on.
struct Playing {
  let playback: Int
  private let sounds: [Sound]
  private let isRepeated: Bool
  private var sound = 0
  private var octet = 0

  init(playback: Int, _ sounds: [Sound], isRepeated: Bool) {
    self.playback = playback
    self.sounds = sounds
    // What is empty would be repeated without end within one frame.
    self.isRepeated = isRepeated && sounds.contains { !$0.octets.isEmpty }
  }

  /// Adds the next frame.
  /// - Returns: whether there is more to come.
  mutating func add(to sums: inout MutableSpan<Int32>) -> Bool {
    var place = 0
    while place < AudioFrame.samples {
      guard sound < sounds.count else {
        guard isRepeated else { return false }
        sound = 0
        continue
      }
      let octets = sounds[sound].octets
      let count = min(AudioFrame.samples - place, octets.count - octet)
      for index in 0..<count { sums[place + index] &+= Int32(G711.sample(of: octets[octet + index], .mu)) }
      place += count
      octet += count
      if octet == octets.count { (sound, octet) = (sound + 1, 0) }
    }
    return sound < sounds.count || isRepeated
  }
}

/// Keys as tones, for a peer that has no events for them: 100 ms of sound and 80 ms of silence each.
struct KeyTones {
  private static let (soundFrames, frames) = (5, 9)
  static let keysMax = 128

  private var waiting: [DTMFKey] = []
  private var generator: ToneGenerator?
  private var framesLeft = 0

  mutating func add(_ keys: [DTMFKey]) { waiting += keys.prefix(Self.keysMax - min(waiting.count, Self.keysMax)) }

  mutating func add(to sums: inout MutableSpan<Int32>) {
    if framesLeft == 0 {
      guard !waiting.isEmpty else { return }
      generator = ToneGenerator(waiting.removeFirst().tone())
      framesLeft = Self.frames
    }
    framesLeft -= 1
    guard framesLeft >= Self.frames - Self.soundFrames else { return }
    var tone = InlineArray<160, Int16>(repeating: 0)
    var samples = tone.mutableSpan
    generator?.fill(&samples)
    for index in tone.indices { sums[index] &+= Int32(tone[index]) }
  }
}
