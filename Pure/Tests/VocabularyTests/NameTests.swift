import Testing
import Vocabulary

@Suite struct NameTests {
  @Test func arns() throws {
    let text = "arn:aws:connect:us-east-1:123456789012:instance/a/queue/b:c"
    let arn = try #require(ARN(text))
    #expect(arn.service == "connect" && arn.account == "123456789012" && arn.resource == "instance/a/queue/b:c")
    #expect(arn.description == text)
    for wrong in ["", "arn:aws:connect", "arn:aws:connect:r:1:", "arn::connect:r:1:x", "urn:aws:connect:r:1:x"] {
      #expect(ARN(wrong) == nil)
    }
  }

  @Test func idsComeOfTheSeed() {
    var (one, two, other) = (SeededEntropy(seed: 1), SeededEntropy(seed: 1), SeededEntropy(seed: 2))
    let ids = (0..<1_000).map { _ in one.uuid() }
    #expect(ids == (0..<1_000).map { _ in two.uuid() } && ids[0] != other.uuid())
    #expect(Set(ids).count == 1_000)
    #expect(ids.allSatisfy { $0.count == 36 && Array($0)[14] == "4" && "89ab".contains(Array($0)[19]) })
  }

  @Test func idsThatBeginWithTheTimeAreInItsOrder() {
    var entropy = SeededEntropy(seed: 7)
    let ids = (0..<1_000).map { entropy.uuid(at: Moment(microseconds: 1_764_440_000_000_000 + $0 * 1_000)) }
    #expect(ids == ids.sorted() && Set(ids).count == 1_000)
    // RFC 9562 5.7: 48 bits of milliseconds, then the version; the variant begins the fourth group.
    #expect(ids[0].hasPrefix("019ad0d1-c600-7") && ids.allSatisfy { "89ab".contains(Array($0)[19]) })
  }
}
