import Access
import Testing
import Vocabulary

/// "Multivalued context keys", IAM User Guide.
@Suite struct SetOperatorTests {
  @Test(arguments: [
    ("ForAllValues:StringEquals", #"["team"]"#, true), ("ForAllValues:StringEquals", #"["team", "cost"]"#, true),
    ("ForAllValues:StringEquals", #"["team", "stage"]"#, false), ("ForAllValues:StringEquals", #""team""#, true),
    ("ForAnyValue:StringEquals", #"["team", "stage"]"#, true), ("ForAnyValue:StringEquals", #"["stage"]"#, false),
    ("ForAllValues:StringNotEquals", #"["stage", "x"]"#, true), ("ForAllValues:StringNotEquals", #"["stage", "team"]"#, false),
    ("ForAnyValue:StringNotEquals", #"["stage", "team"]"#, true), ("ForAnyValue:StringNotEquals", #"["cost", "team"]"#, false),
    ("StringEquals", #"["stage", "team"]"#, true), ("StringNotEquals", #"["stage", "team"]"#, false),
  ])
  func tagKeys(name: String, given: String, result: Bool) throws {
    #expect(try holds("{\"\(name)\": {\"aws:TagKeys\": [\"team\", \"cost\"]}}", "{\"aws:TagKeys\": \(given)}") == result)
  }

  @Test func otherOperators() throws {
    #expect(try holds(#"{"ForAllValues:NumericLessThan": {"k": 5}}"#, #"{"k": [1, 4]}"#))
    #expect(try !holds(#"{"ForAllValues:NumericLessThan": {"k": 5}}"#, #"{"k": [1, 5]}"#))
    #expect(try holds(#"{"ForAnyValue:ArnLike": {"k": "arn:aws:s3:*:*:*"}}"#, #"{"k": ["x", "arn:aws:s3:::b"]}"#))
  }
}
