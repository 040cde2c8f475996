import Access
import Testing
import Vocabulary

/// A key that the request does not have: no match, so that negated operators hold; IfExists holds; Null asks.
@Suite struct MissingKeyTests {
  static let values = [
    "StringEquals": "a", "StringNotEquals": "a", "StringEqualsIgnoreCase": "a", "StringNotEqualsIgnoreCase": "a",
    "StringLike": "*", "StringNotLike": "*",
    "NumericEquals": "1", "NumericNotEquals": "1", "NumericLessThan": "1", "NumericLessThanEquals": "1",
    "NumericGreaterThan": "1", "NumericGreaterThanEquals": "1", "DateEquals": "2026-01-01", "DateNotEquals": "2026-01-01",
    "DateLessThan": "2026-01-01", "DateLessThanEquals": "2026-01-01", "DateGreaterThan": "2026-01-01",
    "DateGreaterThanEquals": "2026-01-01", "Bool": "false", "BinaryEquals": "AAEC", "IpAddress": "0.0.0.0/0",
    "NotIpAddress": "0.0.0.0/0", "ArnEquals": "arn:*:*:*:*:*", "ArnNotEquals": "arn:*:*:*:*:*", "ArnLike": "arn:*:*:*:*:*",
    "ArnNotLike": "arn:*:*:*:*:*",
  ]

  @Test(arguments: values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  func everyOperator(name: String, value: String) throws {
    for context in ["{}", #"{"k": []}"#] {
      #expect(try holds("{\"\(name)\": {\"k\": \"\(value)\"}}", context) == name.contains("Not"))
      #expect(try holds("{\"\(name)IfExists\": {\"k\": \"\(value)\"}}", context))
      #expect(try holds("{\"ForAllValues:\(name)\": {\"k\": \"\(value)\"}}", context))
      #expect(try !holds("{\"ForAnyValue:\(name)\": {\"k\": \"\(value)\"}}", context))
      #expect(try holds("{\"ForAnyValue:\(name)IfExists\": {\"k\": \"\(value)\"}}", context))
    }
  }

  @Test func ifExistsStillAsksWhereTheKeyIs() throws {
    #expect(try !holds(#"{"StringEqualsIfExists": {"k": "a"}}"#, #"{"k": "b"}"#))
    #expect(try !holds(#"{"ForAnyValue:StringEqualsIfExists": {"k": "a"}}"#, #"{"k": ["b"]}"#))
  }

  @Test(arguments: [
    (#""true""#, "{}", true), (#""true""#, #"{"k": "a"}"#, false), (#""false""#, "{}", false),
    (#""false""#, #"{"k": "a"}"#, true),
    (#""true""#, #"{"k": []}"#, true), ("true", "{}", true), (#"["true", "false"]"#, "{}", true),
    (#"["true", "false"]"#, #"{"k": "a"}"#, true),
  ])
  func null(wanted: String, context: String, result: Bool) throws {
    #expect(try holds("{\"Null\": {\"K\": \(wanted)}}", context) == result)
  }
}
