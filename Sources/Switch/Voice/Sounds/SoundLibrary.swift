import FlowEngine
import Media
import SingleFlight

/// Makes what is played, and keeps of it what was used last.
actor SoundLibrary {
  /// Octets that are kept: a minute has 480,000.
  private static let keptOctetsMax = 64 << 20
  private static let soundOctetsMax = 50 << 20

  private struct Key: Hashable {
    let text: String
    let voice: String
    let ratePercent: Int
  }

  private let prompts: any VoicePrompts
  private let synthesizer: any Synthesizer
  private var kept: [Key: (sound: Sound, used: UInt64)] = [:]
  private var keptOctets = 0
  /// Many calls that are told the same at once have it made once.
  private let speaking = SingleFlight<Key, Sound?>()
  private var uses: UInt64 = 0

  init(prompts: any VoicePrompts, synthesizer: any Synthesizer) {
    self.prompts = prompts
    self.synthesizer = synthesizer
  }

  /// - Returns: nil where one of them cannot be played.
  func sounds(_ presentations: [Presentation], instanceID: String, _ voice: TextToSpeech) async -> [Sound]? {
    var sounds: [Sound] = []
    for presentation in presentations {
      guard let made = await self.sounds(presentation, instanceID, voice) else { return nil }
      sounds += made
    }
    return sounds
  }

  private func sounds(_ presentation: Presentation, _ instanceID: String, _ voice: TextToSpeech) async -> [Sound]? {
    switch presentation {
    case .text(let text): return await spoken([.text(text, ratePercent: 100)], voice)
    case .ssml(let text): return await spoken(SSML.parts(of: text), voice)
    case .prompt(let id): return await prompts.prompt(id, instanceID: instanceID).flatMap(sound).map { [$0] }
    case .media(let uri): return await prompts.file(uri).flatMap(sound).map { [$0] }
    }
  }

  private func spoken(_ parts: [SSML.Part], _ voice: TextToSpeech) async -> [Sound]? {
    var sounds: [Sound] = []
    for part in parts {
      switch part {
      case .pause(let milliseconds):
        sounds.append(Sound(octets: Array(repeating: G711.Law.mu.silence, count: milliseconds * 8)))
      case .text(let text, let ratePercent):
        guard let sound = await spoken(text, voice.voice, ratePercent) else { return nil }
        sounds.append(sound)
      }
    }
    return sounds
  }

  private func spoken(_ text: String, _ voice: String, _ ratePercent: Int) async -> Sound? {
    guard text.utf8.count <= SpeechLimits.textBytesMax else { return nil }
    let key = Key(text: text, voice: voice, ratePercent: ratePercent)
    if let known = known(key) { return known }
    return try? await speaking.answer(for: key) { await speak(key) }
  }

  private func speak(_ key: Key) async -> Sound? {
    guard let (samples, rate) = await synthesizer.speak(key.text, voice: key.voice, ratePercent: key.ratePercent),
      var resampler = Resampler(rate: rate)
    else { return nil }
    var output: [Int16] = []
    resampler.take(samples.span, into: &output)
    resampler.finish(into: &output)
    return keep(Sound(octets: output.map { G711.octet(of: $0, .mu) }), as: key)
  }

  private func sound(_ prompt: VoicePrompt) -> Sound? {
    let key = Key(text: prompt.identity, voice: "", ratePercent: 0)
    if let known = known(key) { return known }
    guard let bytes = prompt.load() else { return nil }
    var (reader, output) = (WAVReader(), [Int16]())
    do {
      try reader.take(bytes, into: &output)
      try reader.finish(into: &output)
    } catch { return nil }
    guard output.count <= Self.soundOctetsMax else { return nil }
    return keep(Sound(octets: output.map { G711.octet(of: $0, .mu) }), as: key)
  }

  // MARK: What is kept

  private func known(_ key: Key) -> Sound? {
    uses += 1
    kept[key]?.used = uses
    return kept[key]?.sound
  }

  private func keep(_ sound: Sound, as key: Key) -> Sound {
    guard sound.octets.count <= Self.keptOctetsMax / 4, kept[key] == nil else { return sound }
    while keptOctets + sound.octets.count > Self.keptOctetsMax, let oldest = kept.min(by: { $0.value.used < $1.value.used }) {
      keptOctets -= oldest.value.sound.octets.count
      kept[oldest.key] = nil
    }
    uses += 1
    kept[key] = (sound, uses)
    keptOctets += sound.octets.count
    return sound
  }
}
