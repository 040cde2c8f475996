import Media
import Testing
import Vocabulary

@Suite struct SpeechTests {
  private static func said(_ text: String) -> [SSML.Part] { SSML.parts(of: text) }

  @Test func `text without tags is spoken as it stands`() {
    #expect(Self.said("Press 1 & wait") == [.text("Press 1 & wait", ratePercent: 100)])
    #expect(Self.said("a < b") == [.text("a < b", ratePercent: 100)])
    #expect(Self.said("<speak>Tom &amp; &lt;Co&gt;</speak>") == [.text("Tom & <Co>", ratePercent: 100)])
    #expect(Self.said("") == [] && Self.said("<speak> </speak>") == [])
  }

  @Test(arguments: [
    ("<break/>", 500), ("<break strength=\"weak\"/>", 250), ("<break time='300ms'/>", 300), ("<break time=\"1.5s\"/>", 1_500),
    ("<break time=\"3600s\"/>", SSML.pauseMillisecondsMax), ("<break strength=\"x-strong\" />", 1_000),
  ]) func pauses(_ text: String, _ milliseconds: Int) {
    #expect(Self.said(text) == [.pause(milliseconds: milliseconds)])
  }

  @Test func `no pause is none`() {
    #expect(Self.said("<break strength=\"none\"/>") == [] && Self.said("<break time=\"99999999999999999999s\"/>") == [])
  }

  @Test func `sentences and paragraphs pause at their ends`() {
    #expect(
      Self.said("<speak><p><s>One.</s><s>Two.</s></p></speak>") == [
        .text("One.", ratePercent: 100), .pause(milliseconds: 250), .text("Two.", ratePercent: 100),
        .pause(milliseconds: 250), .pause(milliseconds: 500),
      ])
  }

  @Test func `digits and characters are spelt out, and that ends`() {
    #expect(
      Self.said("Code <say-as interpret-as=\"digits\">12 3</say-as> now <say-as interpret-as=\"date\">1/2</say-as>") == [
        .text("Code ", ratePercent: 100), .text("1 2 3", ratePercent: 100), .text(" now ", ratePercent: 100),
        .text("1/2", ratePercent: 100),
      ])
  }

  @Test func `the rate holds within its tag, and is bounded`() {
    #expect(
      Self.said("<prosody rate=\"slow\">a<prosody rate=\"150%\">b</prosody>c</prosody>d<prosody rate=\"9000%\">e</prosody>") == [
        .text("a", ratePercent: 75), .text("b", ratePercent: 150), .text("c", ratePercent: 75), .text("d", ratePercent: 100),
        .text("e", ratePercent: 200),
      ])
  }

  @Test func `what is not known is passed over, and no tag is spoken`() {
    #expect(
      Self.said("<amazon:effect name=\"whispered\">psst</amazon:effect></p><mark name=\"a\"/>")
        == [.text("psst", ratePercent: 100), .pause(milliseconds: 500)])
  }

  @Test func `tags that are never closed stay bounded`() {
    let deep = String(repeating: "<prosody rate=\"50%\">x", count: 400)
    #expect(Self.said(deep).count <= 400)
    #expect(Self.said(String(repeating: "<", count: 9_000)).count == 1)
  }

  @Test func `whatever is written, what is made of it is bounded`() {
    let pieces = [
      "<", ">", "/", "speak", "break", " time=\"", "\"", "'", "s", "&", "amp;", "prosody rate=", "9", "say-as ", "\u{0}", "é",
      "p",
    ]
    var entropy = SeededEntropy(seed: 20)
    for _ in 0..<5_000 {
      let text = (0..<entropy.next() % 60).map { _ in pieces[Int(entropy.next() % UInt64(pieces.count))] }.joined()
      for part in SSML.parts(of: text) {
        switch part {
        case .pause(let milliseconds): #expect((1...SSML.pauseMillisecondsMax).contains(milliseconds), "\(text)")
        case .text(let said, let ratePercent):
          #expect((20...200).contains(ratePercent) && said.utf8.count <= 2 * text.utf8.count, "\(text)")
        }
      }
    }
  }
}
