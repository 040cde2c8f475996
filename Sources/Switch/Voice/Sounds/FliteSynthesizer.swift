import CFlite
import Foundation
import NIOPosix

/// flite, embedded. Its voices are loaded when they are first wanted, and speak on one thread, since they are not made for more.
final class FliteSynthesizer: Synthesizer {
  private let thread = NIOThreadPool(numberOfThreads: 1)

  init() { thread.start() }

  func speak(_ text: String, voice: String, ratePercent: Int) async -> (samples: [Int16], rate: Int)? {
    let isMale = Self.maleVoices.contains(voice)
    return try? await thread.runIfActive { Self.speak(Self.plain(text), isMale: isMale, ratePercent: ratePercent) }
  }

  /// Voices of Amazon Polly's for English that are male; all others are spoken by the female one.
  private static let maleVoices: Set<String> = [
    "Matthew", "Joey", "Justin", "Kevin", "Brian", "Arthur", "Russell", "Stephen", "Gregory", "Geraint",
  ]

  /// Letters that flite knows: of ASCII, without controls. What it is given may come from callers.
  private static func plain(_ text: String) -> String {
    let folded = text.decomposedStringWithCompatibilityMapping
    return String(
      folded.unicodeScalars.prefix(SpeechLimits.textBytesMax).compactMap { scalar -> Character? in
        if (0x20..<0x7F).contains(scalar.value) { return Character(scalar) }
        return scalar.properties.isWhitespace ? " " : nil
      })
  }

  private static func speak(_ text: String, isMale: Bool, ratePercent: Int) -> (samples: [Int16], rate: Int)? {
    guard text.contains(where: { $0.isLetter || $0.isNumber }) else { return ([], 8_000) }
    guard let voice = unsafe isMale ? Voices.male : Voices.female else { return nil }
    unsafe flite_feat_set_float(voice.pointee.features, "duration_stretch", 100 / Float(min(max(ratePercent, 20), 500)))
    guard let wave = unsafe flite_text_to_wave(text, voice) else { return nil }
    defer { unsafe delete_wave(wave) }
    let count = unsafe Int(wave.pointee.num_samples) * Int(wave.pointee.num_channels)
    let samples = unsafe Array(UnsafeBufferPointer(start: wave.pointee.samples, count: max(0, count)))
    return unsafe (samples, Int(wave.pointee.sample_rate))
  }

  /// Used on the thread alone.
  @unsafe private enum Voices {
    private static let isReady: Bool = flite_init() >= 0
    nonisolated(unsafe) static let female = isReady ? unsafe register_cmu_us_slt(nil) : nil
    nonisolated(unsafe) static let male = isReady ? unsafe register_cmu_us_rms(nil) : nil
  }
}
