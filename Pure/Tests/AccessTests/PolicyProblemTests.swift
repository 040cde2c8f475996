import Access
import Testing
import Vocabulary

/// What is no policy is refused, with the place and the reason.
@Suite struct PolicyProblemTests {
  private func problem(_ text: String, _ kind: Policy.Kind = .identity) throws -> PolicyProblem? {
    let json = try JSON.parse(text)
    do {
      _ = try Policy.parse(json, as: kind)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("[]", "wrongType", "$"), (#"{"": 1}"#, "unknownElement", "$."),
    ("{}", "missingElement", "$"), (#"{"Statement": 1}"#, "wrongType", "Statement"),
    (#"{"Statement": [], "Version": "2020-01-01"}"#, "unknownVersion", "Version"),
    (#"{"Statement": [], "Versions": 1}"#, "unknownElement", "Versions"),
    (#"{"Statement": [{"Action": "*", "Resource": "*"}]}"#, "missingElement", "Statement[0]"),
    (#"{"Statement": [{"Effect": "allow", "Action": "*", "Resource": "*"}]}"#, "unknownEffect", "Statement[0].Effect"),
    (#"{"Statement": {"Effect": "Allow", "Resource": "*"}}"#, "missingElement", "Statement"),
    (#"{"Statement": {"Effect": "Allow", "Action": "*"}}"#, "missingElement", "Statement"),
    (#"{"Statement": {"Effect": "Allow", "Action": 1, "Resource": "*"}}"#, "wrongType", "Statement.Action"),
    (#"{"Statement": {"Effect": "Allow", "Action": ["*", 1], "Resource": "*"}}"#, "wrongType", "Statement.Action[1]"),
    (#"{"Statement": {"Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*"}}"#, "bothGiven", "Statement"),
    (
      #"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"}}"#, "notAllowedHere",
      "Statement.Principal"
    ),
  ])
  func structure(text: String, reason: String, path: String) throws {
    let problem = try #require(try problem(text))
    #expect(problem.reason.rawValue == reason)
    #expect(problem.path == path)
  }

  @Test(arguments: [
    (#"{"StringEqual": {"k": "a"}}"#, "unknownOperator", ".StringEqual"),
    (#"{"NullIfExists": {"k": "true"}}"#, "unknownOperator", ".NullIfExists"),
    (#"{"ForAnyValue:Null": {"k": "true"}}"#, "unknownOperator", ".ForAnyValue:Null"),
    (#"{"StringEquals": "a"}"#, "wrongType", ".StringEquals"), (#"{"StringEquals": {"k": {}}}"#, "wrongType", ".StringEquals.k"),
    (#"{"NumericEquals": {"k": "ten"}}"#, "invalidValue", ".NumericEquals"),
    (#"{"NumericEquals": {"k": "nan"}}"#, "invalidValue", ".NumericEquals"),
    (#"{"NumericEquals": {"k": "${aws:username}"}}"#, "invalidValue", ".NumericEquals"),
    (#"{"DateLessThan": {"k": "soon"}}"#, "invalidValue", ".DateLessThan"),
    (#"{"DateLessThan": {"k": "${aws:CurrentTime}"}}"#, "invalidValue", ".DateLessThan"),
    (#"{"IpAddress": {"k": "10.0.0.0/33"}}"#, "invalidValue", ".IpAddress"),
    (#"{"IpAddress": {"k": "10.0.0.0/+8"}}"#, "invalidValue", ".IpAddress"),
    (#"{"Bool": {"k": "yes"}}"#, "invalidValue", ".Bool"), (#"{"Null": {"k": "${x}"}}"#, "invalidValue", ".Null"),
    ("[]", "wrongType", ""),
  ])
  func conditions(condition: String, reason: String, path: String) throws {
    let text = "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\","
    let problem = try #require(try problem(text + "\"Condition\": \(condition)}]}"))
    #expect(problem.reason.rawValue == reason)
    #expect(problem.path == "Statement[0].Condition\(path)")
  }

  @Test(arguments: [
    ("", "missingElement", ""), (#""Principal": "arn:aws:iam::111122223333:root","#, "wrongType", ".Principal"),
    (#""Principal": {"Aws": "*"},"#, "unknownElement", ".Principal.Aws"), (#""Principal": {},"#, "invalidValue", ".Principal"),
    (#""Principal": {"AWS": "arn:aws:iam::111122223333:user/*"},"#, "invalidValue", ".Principal.AWS"),
    (#""Principal": {"Service": ["a.amazonaws.com", "*"]},"#, "invalidValue", ".Principal.Service[1]"),
    (#""NotPrincipal": "*","#, "notAllowedHere", ".NotPrincipal"), (#""Principal": "*", "NotPrincipal": "*","#, "bothGiven", ""),
  ])
  func principals(principal: String, reason: String, path: String) throws {
    let text = "{\"Statement\": [{\(principal) \"Effect\": \"Allow\", \"Action\": \"*\"}]}"
    let problem = try #require(try problem(text, .resource))
    #expect(problem.reason.rawValue == reason)
    #expect(problem.path == "Statement[0]\(path)")
  }

  @Test func offsetIsTheValuesByte() throws {
    let text = #"{"Statement": [{"Effect": "Perhaps"}]}"#
    let problem = try #require(try problem(text))
    let before = try #require(text.firstRange(of: "\"Perhaps"))
    #expect(problem.offset == text.utf8.distance(from: text.startIndex, to: before.lowerBound))
  }

  @Test func casesNameTheirPolicy() throws {
    #expect(throws: PolicyProblem.self) { try judged([("identityPolicies", [policy(), ["Statement": 1]])]) }
    do {
      _ = try judged([("identityPolicies", [policy(), ["Statement": 1]])])
    } catch let error as PolicyProblem {
      #expect(error.path == "identityPolicies[1].Statement")
    }
  }
}
