import Foundation

/// Audio made by arithmetic: G.711 mu-law, 8,000 samples a second, one channel, in a WAV file.
enum PromptSynthesis {
  static func beep() -> PromptAudio { .synthesised("beep") }
  static func hold() -> PromptAudio { .synthesised("hold") }
  static func queue() -> PromptAudio { .synthesised("queue") }

  /// - Returns: nil for a name that is none of ours.
  static func wav(_ name: String) -> [UInt8]? {
    switch name {
    case "beep": WAV.muLaw(tone(1_000, seconds: 0.4))
    case "hold": WAV.muLaw(melody([261.6, 329.6, 392.0, 523.3, 392.0, 329.6, 293.7, 349.2, 440.0, 349.2]))
    case "queue": WAV.muLaw(melody([220.0, 277.2, 329.6, 440.0, 329.6, 277.2, 246.9, 293.7, 370.0, 293.7, 220.0, 164.8]))
    default: nil
    }
  }

  private static let samplesPerSecond = 8_000.0
  /// Linear 16-bit amplitude: a third of full scale, so that the music stays in the background.
  private static let amplitude = 9_000.0

  private static func tone(_ hertz: Double, seconds: Double) -> [Int16] {
    let count = Int(seconds * samplesPerSecond)
    return (0..<count).map { index in
      let time = Double(index) / samplesPerSecond
      let fade = min(1, time / 0.02, (seconds - time) / 0.05)
      let voice = sin(2 * .pi * hertz * time) + 0.3 * sin(4 * .pi * hertz * time)
      return Int16(amplitude * fade * voice / 1.3)
    }
  }

  private static func melody(_ notes: [Double]) -> [Int16] { notes.flatMap { tone($0, seconds: 1) } }
}

/// The WAV files that a prompt may be: mu-law, 8 kHz, one channel.
enum WAV {
  /// ITU-T G.711 mu-law in a RIFF WAVE file, format tag 7.
  static func muLaw(_ samples: [Int16]) -> [UInt8] {
    let data = samples.map(encode)
    var file = Array("RIFF".utf8) + little(UInt32(50 + data.count), 4) + Array("WAVEfmt ".utf8) + little(18, 4)
    file += little(7, 2) + little(1, 2) + little(8_000, 4) + little(8_000, 4) + little(1, 2) + little(8, 2) + little(0, 2)
    file += Array("fact".utf8) + little(4, 4) + little(UInt32(data.count), 4)
    return file + Array("data".utf8) + little(UInt32(data.count), 4) + data
  }

  /// Why bytes are no prompt; nil when they are one: RIFF WAVE, mu-law (tag 7) or 16-bit PCM (tag 1), 8 kHz, one channel.
  static func problem(of file: [UInt8]) -> String? {
    guard file.count >= 44, file[0..<4].elementsEqual("RIFF".utf8), file[8..<12].elementsEqual("WAVE".utf8) else {
      return "not a WAV file"
    }
    guard let format = chunk("fmt ", of: file), format.count >= 16, let data = chunk("data", of: file) else {
      return "a WAV file without its format or its data"
    }
    let fields = Array(format)
    let tag = Int(fields[0]) | Int(fields[1]) << 8
    let channels = Int(fields[2]) | Int(fields[3]) << 8
    let rate = (0..<4).reduce(0) { $0 | Int(fields[4 + $1]) << (8 * $1) }
    let bits = Int(fields[14]) | Int(fields[15]) << 8
    guard (tag, bits) == (1, 16) || (tag, bits) == (7, 8), channels == 1, rate == 8_000 else {
      return "must be G.711 mu-law or 16-bit PCM with one channel and 8,000 samples a second"
    }
    return data.isEmpty ? "a WAV file without any sound" : nil
  }

  /// The body of the first chunk of that name, within the bytes that there are.
  private static func chunk(_ name: String, of file: [UInt8]) -> ArraySlice<UInt8>? {
    var at = 12
    while at + 8 <= file.count {
      let size = (0..<4).reduce(0) { $0 | Int(file[at + 4 + $1]) << (8 * $1) }
      let end = min(at + 8 + size, file.count)
      if file[at..<at + 4].elementsEqual(name.utf8) { return file[at + 8..<end] }
      at = end + size % 2
    }
    return nil
  }

  private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(value >> (8 * UInt32($0)) & 0xFF) }
  }

  /// ITU-T G.711 table 2a: sign, three bits of segment, four of step, all inverted.
  private static func encode(_ sample: Int16) -> UInt8 {
    let magnitude = min(Int(sample.magnitude), 32_635) + 132
    let segment = max(0, Int.bitWidth - 1 - magnitude.leadingZeroBitCount - 7)
    let step = magnitude >> (segment + 3) & 0x0F
    return ~UInt8((sample < 0 ? 0x80 : 0) | segment << 4 | step)
  }
}
