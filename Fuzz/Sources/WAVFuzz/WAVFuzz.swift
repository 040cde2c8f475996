import FuzzEntry
import Media

/// Input: a WAV file of unknown origin, read whole and in pieces; then the same bytes as the body of a SIP INFO.
@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    let whole = samples(input, pieces: max(input.count, 1))
    mustHold(whole == samples(input, pieces: 7), "pieces of any size make the same")
    mustHold((whole?.count ?? 0) <= input.count + 1, "a sample is no less than a byte")
    for type in ["application/dtmf-relay", "application/dtmf"] {
      guard let info = DigitInfo(contentType: type, body: input) else { continue }
      mustHold((0...DigitInfo.millisecondsMax).contains(info.milliseconds ?? 0), "a key is not held for ever")
    }
  }

  /// Nil for what is no WAV file.
  private static func samples(_ file: [UInt8], pieces: Int) -> [Int16]? {
    var (reader, output) = (WAVReader(), [Int16]())
    do {
      for start in stride(from: 0, to: file.count, by: pieces) {
        try reader.take(Array(file[start..<min(start + pieces, file.count)]), into: &output)
      }
      try reader.finish(into: &output)
      return output
    } catch {
      mustHold(output.isEmpty, "a problem comes before any sample")
      return nil
    }
  }
}
