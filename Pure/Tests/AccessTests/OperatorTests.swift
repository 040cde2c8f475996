import Access
import Testing
import Vocabulary

/// "Condition operators", IAM User Guide.
@Suite struct OperatorTests {
  @Test(arguments: [
    ("StringEquals", "sales", "sales", true), ("StringEquals", "sales", "Sales", false), ("StringEquals", "s*", "sales", false),
    ("StringEquals", "s*", "s*", true), ("StringNotEquals", "sales", "Sales", true), ("StringNotEquals", "sales", "sales", false),
    ("StringEqualsIgnoreCase", "SALES", "sales", true), ("StringEqualsIgnoreCase", "sale", "sales", false),
    ("StringNotEqualsIgnoreCase", "SALES", "sales", false), ("StringLike", "s?l*", "sales", true),
    ("StringLike", "S*", "sales", false),
    ("StringLike", "sales?", "sales", false), ("StringLike", "*", "", true), ("StringLike", "?", "\u{E9}", true),
    ("StringLike", "??", "\u{E9}", false), ("StringNotLike", "s*", "sales", false), ("StringNotLike", "x*", "sales", true),
  ])
  func strings(name: String, wanted: String, given: String, result: Bool) throws {
    #expect(try holds("{\"\(name)\": {\"k\": \"\(wanted)\"}}", "{\"k\": \"\(given)\"}") == result)
  }

  /// Composed and decomposed letters look the same and are not.
  @Test func stringsAreBytes() throws {
    let composed = #"{"StringEquals": {"k": "\#u{E9}"}}"#
    #expect(try holds(composed, "{\"k\": \"\u{E9}\"}"))
    #expect(try !holds(composed, "{\"k\": \"e\u{301}\"}"))
  }

  @Test(arguments: [
    ("Equals", "10", "10.0", true), ("Equals", "10", "11", false), ("NotEquals", "10", "1e1", false),
    ("NotEquals", "10", "9", true),
    ("LessThan", "10", "9.5", true), ("LessThan", "10", "10", false), ("LessThanEquals", "10", "10", true),
    ("LessThanEquals", "10", "10.1", false), ("GreaterThan", "-3", "-2", true), ("GreaterThan", "9", "10", true),
    ("GreaterThan", "10", "10", false), ("GreaterThanEquals", "10", "10", true), ("GreaterThanEquals", "10", "9", false),
    ("Equals", "1", "one", false), ("LessThan", "10", "0x1", false), ("LessThan", "10", "nan", false),
    ("LessThan", "10", "-inf", false),
  ])
  func numbers(order: String, wanted: String, given: String, result: Bool) throws {
    #expect(try holds("{\"Numeric\(order)\": {\"k\": \"\(wanted)\"}}", "{\"k\": \"\(given)\"}") == result)
  }

  @Test func numbersWithoutQuotes() throws {
    #expect(try holds(#"{"NumericLessThan": {"k": 5}}"#, #"{"k": 4}"#))
    #expect(try !holds(#"{"NumericLessThan": {"k": 5}}"#, #"{"k": 5}"#))
  }

  @Test(arguments: [
    ("Equals", "2026-03-01T12:00:00Z", "2026-03-01T13:00:00+01:00", true),
    ("Equals", "2026-03-01T12:00:00Z", "1772366400", true), ("Equals", "2026-03-01", "2026-03-01T00:00Z", true),
    ("NotEquals", "2026-03-01", "2026-03-02", true), ("LessThan", "2026-03-01T12:00:00Z", "2026-03-01T11:59:59.999Z", true),
    ("LessThan", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", false),
    ("LessThanEquals", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z", true),
    ("GreaterThan", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00-00:01", true),
    ("GreaterThan", "2028-02-29", "2028-02-28T23:59:59Z", false),
    ("GreaterThanEquals", "1772366400", "2026-03-01T12:00:00Z", true), ("LessThan", "2026-03-01", "yesterday", false),
    ("LessThan", "2026-03-01", "2025-02-30", false), ("LessThan", "2026-03-01", "2025-02-03T24:00:00Z", false),
  ])
  func dates(order: String, wanted: String, given: String, result: Bool) throws {
    #expect(try holds("{\"Date\(order)\": {\"k\": \"\(wanted)\"}}", "{\"k\": \"\(given)\"}") == result)
  }

  @Test(arguments: [
    ("10.1.2.0/25", "10.1.2.127", true), ("10.1.2.0/25", "10.1.2.128", false), ("10.1.2.77/25", "10.1.2.3", true),
    ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "10.1.2.4", false), ("0.0.0.0/0", "203.0.113.9", true),
    ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
    ("2001:DB8::1", "2001:db8:0:0:0:0:0:1", true), ("fe80::10.1.2.3", "fe80::a01:203", true), ("0.0.0.0/0", "::1", false),
    ("::/0", "10.1.2.3", false), ("10.0.0.0/8", "10.1.2", false), ("10.0.0.0/8", "10.1.2.03", false),
    ("::/0", "1::2::3", false), ("::/0", "1:2:3:4:5:6:7:8:9", false),
  ])
  func addresses(network: String, address: String, result: Bool) throws {
    #expect(try holds("{\"IpAddress\": {\"aws:SourceIp\": \"\(network)\"}}", "{\"aws:SourceIp\": \"\(address)\"}") == result)
    #expect(try holds("{\"NotIpAddress\": {\"aws:SourceIp\": \"\(network)\"}}", "{\"aws:SourceIp\": \"\(address)\"}") != result)
  }

  /// Each of the six parts is matched by itself; ArnEquals takes wildcards as ArnLike does.
  @Test(arguments: [
    ("arn:aws:connect:*:111122223333:instance/*", true), ("arn:aws:*:instance/aa/queue/bb", false), ("arn:aws:*", false),
    ("arn:*:*:*:*:*", true), ("arn:aws:connect:eu-west-?:111122223333:instance/aa/queue/bb", true),
    ("arn:aws:connect:eu-west-2:111122223333:instance/aa/queue", false), ("*", false),
    ("arn:aws:connect:eu-west-2:111122223333:INSTANCE/*", false),
  ])
  func arns(pattern: String, result: Bool) throws {
    let context = "{\"aws:SourceArn\": \"\(queue)\"}"
    for name in ["ArnEquals", "ArnLike"] {
      #expect(try holds("{\"\(name)\": {\"aws:SourceArn\": \"\(pattern)\"}}", context) == result)
    }
    for name in ["ArnNotEquals", "ArnNotLike"] {
      #expect(try holds("{\"\(name)\": {\"aws:SourceArn\": \"\(pattern)\"}}", context) != result)
    }
  }

  @Test func binaryAndBool() throws {
    #expect(try holds(#"{"BinaryEquals": {"k": "AAEC"}}"#, #"{"k": "AAEC"}"#))
    #expect(try !holds(#"{"BinaryEquals": {"k": "AAEC"}}"#, #"{"k": "aaec"}"#))
    #expect(try holds(#"{"Bool": {"k": true}}"#, #"{"k": "True"}"#))
    #expect(try !holds(#"{"Bool": {"k": "true"}}"#, #"{"k": false}"#))
  }

  /// Several values are alternatives; several keys and operators must all hold.
  @Test func severalConditions() throws {
    #expect(try holds(#"{"StringEquals": {"k": ["a", "b"]}}"#, #"{"k": "b"}"#))
    #expect(try !holds(#"{"StringNotEquals": {"k": ["a", "b"]}}"#, #"{"k": "b"}"#))
    #expect(try holds(#"{"StringEquals": {"k": "a", "l": "b"}}"#, #"{"K": "a", "L": "b"}"#))
    #expect(try !holds(#"{"StringEquals": {"k": "a", "l": "b"}}"#, #"{"k": "a", "l": "c"}"#))
    #expect(try !holds(#"{"StringEquals": {"k": "a"}, "Bool": {"l": "true"}}"#, #"{"k": "a", "l": "false"}"#))
  }
}
