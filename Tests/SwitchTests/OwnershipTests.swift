import ConnectAPI
import Testing
import Vocabulary

@Suite struct OwnershipTests {
  @Test(arguments: [
    ("arn:aws:connect:us-east-1:1:instance/i/agent/u", true), ("arn:aws:connect:us-east-1:1:instance/i/security-profile/p", true),
    ("arn:aws:connect:us-east-1:1:instance/i/queue/q", false), ("arn:aws:connect:us-east-1:1:instance/i/queue/agent/u", false),
    ("arn:aws:connect:us-east-1:1:instance/agent", false), ("agent", false), ("arn:aws:s3:::b/i/agent/u", false),
  ])
  func rightsAndSignInAreTheKeeps(_ arn: String, _ isKeeps: Bool) {
    #expect(Ownership.isKeeps(arn: arn) == isKeeps)
  }

  @Test func placesNameResources() {
    let place = Place(partition: "aws", region: "us-east-1", account: "123456789012")
    let queue = place.arn("queue", "q", in: "i")
    #expect(queue == "arn:aws:connect:us-east-1:123456789012:instance/i/queue/q")
    #expect(place.arn("queue", queue, in: queue) == queue)
    #expect(identifier(queue) == "q" && identifier("q") == "q")
  }

  @Test func tagCriteria() {
    let tags = ["a": "1", "b": "2"]
    #expect(TagCriteria.matches(tags, ["TagCondition": ["TagKey": "a", "TagValue": "1"]]))
    #expect(!TagCriteria.matches(tags, ["TagCondition": ["TagKey": "a", "TagValue": "2"]]))
    #expect(TagCriteria.matches(tags, ["OrConditions": [[["TagKey": "x"]], [["TagKey": "b"]]]]))
    #expect(!TagCriteria.matches(tags, ["AndConditions": [["TagKey": "a"], ["TagKey": "x"]]]))
  }
}
