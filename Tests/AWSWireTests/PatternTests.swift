import AWSWire
import ConnectAPI
import Foundation
import Testing
import Vocabulary

@Suite struct PatternTests {
  private let shapes = ConnectDescription.service.shapes.values.filter { $0.pattern != nil }

  private struct Malformed: Error {}

  /// Pattern -> value -> whether Python's `re` matches the whole of it; written by Tools/describe.
  private func samples() throws -> [(pattern: String, values: [(text: String, matches: Bool)])] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "pattern-samples.json")
    let json = try JSON.parse(Array(try Data(contentsOf: file)))
    return try #require(json.object).members.map { member in
      let pairs = try #require(member.value.array)
      let values = try pairs.map { pair in
        guard let text = pair.array?[0].string, let matches = pair.array?[1].bool else { throw Malformed() }
        return (text: text, matches: matches)
      }
      return (member.name, values)
    }
  }

  @Test func agreesWithPython() throws {
    let samples = try samples()
    #expect(samples.reduce(0) { $0 + $1.values.count } > 1_000)
    for (text, values) in samples {
      let pattern = Pattern(text)
      for value in values {
        #expect(pattern.matches(value.text) == value.matches, "\(text) on \(value.text.debugDescription)")
      }
    }
  }

  /// So that agreement means something: every pattern has samples, and nearly all have both kinds.
  @Test func theSamplesCoverTheDescription() throws {
    let samples = try samples()
    #expect(Set(shapes.compactMap(\.pattern?.text)).isSubset(of: samples.map(\.pattern)))
    for (text, values) in samples {
      #expect(values.contains { $0.matches }, "nothing matches \(text)")
      #expect(values.contains { !$0.matches } || text == #"^[\W\S_]*"#, "everything matches \(text)")
    }
  }

  @Test func classesAreThoseOfASCII() {
    #expect(Pattern(#"\d"#).matches("7") && !Pattern(#"\d"#).matches("\u{663}"))
    #expect(Pattern(#"\w"#).matches("a") && !Pattern(#"\w"#).matches("é"))
    #expect(Pattern(#"\s"#).matches(" ") && !Pattern(#"\s"#).matches("\u{A0}"))
  }

  /// A pattern is a whole-value match over code points, line ends included.
  @Test func theWholeValueIsMatched() {
    #expect(!Pattern("[a-c]+").matches("abcd") && !Pattern("[a-c]+$").matches("abc\n"))
    #expect(Pattern(".*").matches("a\nb") && Pattern("..").matches("e\u{301}") && !Pattern(".").matches("e\u{301}"))
  }

  @Test func whatCannotBeUsedMatchesNothing() {
    #expect(!Pattern("(").isUsable && !Pattern("(").matches("("))
    #expect(!Pattern("a*").matches(String(repeating: "a", count: Pattern.valueBytesMax + 1)))
    #expect(Pattern("a*").matches(String(repeating: "a", count: Pattern.valueBytesMax)))
  }

  /// No value that its shape's bound lets through takes a time out of proportion.
  @Test func hostileValuesEnd() {
    let pieces = ["a", "0", " ", "-", "a-", "a.", "a@", "x/", ".s3.", ".s3.x.amazonaws.com/", "\n", "é"]
    for shape in shapes {
      guard let pattern = shape.pattern else { continue }
      let length = min(Int(shape.max ?? 20_000), 20_000)
      for head in ["", "https://", "s3://"] {
        for piece in pieces {
          let body = (head + String(repeating: piece, count: length / piece.count)).prefix(length - 1)
          for tail in ["\u{1}", " "] {
            let time = shortest { _ = pattern.matches(body + tail) }
            #expect(time < .milliseconds(50), "\(shape.name) takes \(time) for \(head)\(piece.debugDescription)...")
          }
        }
      }
    }
  }

  /// Of a few runs, so that a pause of a busy machine is not taken for the pattern's own time.
  private func shortest(_ body: () -> Void) -> Duration {
    var shortest = ContinuousClock().measure(body)
    for _ in 0..<4 where shortest > .milliseconds(20) { shortest = min(shortest, ContinuousClock().measure(body)) }
    return shortest
  }

  /// The control: a pattern of the kind that is mended in the description does take such a time.
  @Test func aHostilePatternWouldBeSeen() {
    let value = String(repeating: "0", count: 4_000) + "\u{1}"
    let slow = ContinuousClock().measure { _ = Pattern(#"^([a-z0-9]+[a-z0-9 ]*)$"#).matches(value) }
    let mended = ContinuousClock().measure { _ = Pattern(#"^[a-z0-9][a-z0-9 ]*$"#).matches(value) }
    #expect(slow > mended * 50)
  }
}
