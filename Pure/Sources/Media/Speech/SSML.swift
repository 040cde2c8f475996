/// What of SSML a plain synthesizer can follow: pauses, paragraphs, sentences, digits that are spelt out, how fast it is spoken.
/// Other tags are passed over, and their text is spoken.
public enum SSML {
  public enum Part: Sendable, Hashable {
    case text(String, ratePercent: Int)
    case pause(milliseconds: Int)
  }

  public static let bytesMax = 8 << 10
  public static let pauseMillisecondsMax = 10_000

  /// Text that is no SSML is spoken as it stands.
  public static func parts(of text: String) -> [Part] {
    var reader = SSMLReader(Array(text.utf8.prefix(bytesMax)))
    return reader.read()
  }

  static let breaks = ["none": 0, "x-weak": 100, "weak": 250, "medium": 500, "strong": 750, "x-strong": 1_000]
  static let rates = ["x-slow": 50, "slow": 75, "medium": 100, "fast": 125, "x-fast": 160]
}

private struct SSMLReader {
  private struct Element {
    let name: String
    var ratePercent: Int
    var isSpelt: Bool
  }

  private static let depthMax = 32
  /// From the beginning of a tag to its end.
  private static let tagBytesMax = 1_024

  private let bytes: [UInt8]
  private var place = 0
  private var open: [Element] = []
  private var parts: [SSML.Part] = []
  private var text: [UInt8] = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func read() -> [SSML.Part] {
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "<"), let tag = takeTag() {
        handle(tag)
      } else {
        text.append(takeCharacter())
      }
    }
    flush()
    return parts
  }

  private mutating func takeCharacter() -> UInt8 {
    defer { place += 1 }
    guard bytes[place] == UInt8(ascii: "&") else { return bytes[place] }
    for (name, character) in [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'")] {
      guard bytes[place...].starts(with: name.utf8), let octet = character.utf8.first else { continue }
      place += name.utf8.count - 1
      return octet
    }
    return bytes[place]
  }

  /// What stands between `<` and `>`; nil where no tag begins.
  private mutating func takeTag() -> String? {
    let rest = bytes[place...].prefix(Self.tagBytesMax)
    guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
    defer { place = end + 1 }
    return String(decoding: bytes[place + 1..<end], as: UTF8.self)
  }

  private mutating func handle(_ tag: String) {
    let name = String(tag.drop { $0 == "/" }.prefix { $0.isLetter || $0 == "-" || $0 == ":" }).lowercased()
    let isEnd = tag.hasPrefix("/")
    flush()
    switch name {
    case "break" where !isEnd: pause(Self.pauseMilliseconds(tag))
    case "p" where isEnd: pause(500)
    case "s" where isEnd: pause(250)
    default: break
    }
    if isEnd {
      if let last = open.lastIndex(where: { $0.name == name }) { open.removeSubrange(last...) }
    } else if !tag.hasSuffix("/"), open.count < Self.depthMax {
      open.append(element(name, tag))
    }
  }

  private func element(_ name: String, _ tag: String) -> Element {
    var element = Element(name: name, ratePercent: open.last?.ratePercent ?? 100, isSpelt: open.last?.isSpelt ?? false)
    if name == "prosody", let rate = Self.attribute("rate", of: tag) {
      let percent = SSML.rates[rate] ?? rate.utf8.filter { $0 != UInt8(ascii: "%") }.decimal
      element.ratePercent = min(max(percent ?? element.ratePercent, 20), 200)
    }
    if name == "say-as", let kind = Self.attribute("interpret-as", of: tag) {
      element.isSpelt = ["digits", "characters", "spell-out", "telephone", "verbatim"].contains(kind)
    }
    return element
  }

  private static func pauseMilliseconds(_ tag: String) -> Int {
    if let time = attribute("time", of: tag) {
      let digits = time.prefix { $0.isNumber || $0 == "." }
      let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
      guard let whole = parts.first?.utf8.decimal, whole < 100_000 else { return 0 }
      if time.hasSuffix("ms") { return whole }
      let tenths = parts.count > 1 ? parts[1].prefix(1).utf8.decimal ?? 0 : 0
      return whole * 1_000 + tenths * 100
    }
    return attribute("strength", of: tag).flatMap { SSML.breaks[$0] } ?? 500
  }

  private static func attribute(_ name: String, of tag: String) -> String? {
    for quote in ["\"", "'"] {
      let parts = tag.split(separator: Character(quote), omittingEmptySubsequences: false)
      for index in stride(from: 0, to: parts.count - 1, by: 2) {
        let key = parts[index].filter { !$0.isWhitespace }
        if key.hasSuffix("\(name)=") { return parts[index + 1].lowercased() }
      }
    }
    return nil
  }

  private mutating func pause(_ milliseconds: Int) {
    let bounded = min(milliseconds, SSML.pauseMillisecondsMax)
    if bounded > 0 { parts.append(.pause(milliseconds: bounded)) }
  }

  private mutating func flush() {
    defer { text = [] }
    var said = String(decoding: text, as: UTF8.self)
    guard said.contains(where: { !$0.isWhitespace }) else { return }
    if open.last?.isSpelt == true { said = said.filter { !$0.isWhitespace }.map(String.init).joined(separator: " ") }
    parts.append(.text(said, ratePercent: open.last?.ratePercent ?? 100))
  }
}
