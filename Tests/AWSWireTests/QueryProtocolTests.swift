import AWSWire
import Foundation
import Testing
import Vocabulary

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct QueryProtocolTests {
  private func form(_ text: String, query: String = "") throws -> QueryRequest {
    try QueryRequest(WireFixture.request(query: query, json: text))
  }

  @Test func theParametersKeepTheirOrder() throws {
    let request = try form("Action=GetCallerIdentity&Z=1&A=2&Version=2011-06-15&M=")
    #expect(request.action == "GetCallerIdentity" && request.version == "2011-06-15")
    #expect(request.parameters.map(\.name) == ["Z", "A", "M"] && request.parameters.map(\.value) == ["1", "2", ""])
  }

  @Test func aPresignedRequestHasThemInTheQuery() throws {
    let request = try QueryRequest(
      WireFixture.request("GET", query: "Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Date=d&X-Amz-Signature=s&A=b"))
    #expect(request.action == "GetCallerIdentity" && request.parameters.map(\.name) == ["A"])
    // What stands in the query beside a body is not passed over.
    #expect(try form("Version=1", query: "Action=A&B=c").parameters.map(\.name) == ["B"])
  }

  @Test(arguments: ["Action=A&Action=B", "Action=A&Action=A", "N.member.1=a&N.member.1=b", "A&A"])
  func aNameIsGivenOnce(_ text: String) {
    #expect(throws: ValidationProblem.self) { try form(text) }
    #expect(throws: ValidationProblem.self) { try form("Action=A", query: "Action=A") }
  }

  @Test func aPlusIsASpaceWhateverFollowsIt() throws {
    #expect(try form("A=a+b%2Bc").parameters.first?.value == "a b+c")
    #expect(try form("A=+\u{301}").parameters.first?.value == " \u{301}")
  }

  @Test func lists() throws {
    let request = try form("N.member.2=b&N.member.1=a&N.member.4=d&N.member.10=j&M.member.1=x")
    #expect(request.list("N") == ["a", "b"] && request.list("M") == ["x"] && request.list("O") == [])
  }

  @Test func whatIsMalformedIsRefused() {
    for text in ["%", "A=%4", "A=%GG", "%c3%28=1"] { #expect(throws: ValidationProblem.self, "\(text)") { try form(text) } }
    #expect(throws: ValidationProblem.self) { try QueryRequest(WireFixture.request(body: [0x41, 0x3D, 0xFF])) }
    let many = (0..<1_001).map { "p\($0)=1" }.joined(separator: "&")
    #expect(throws: ValidationProblem.self) { try form(many) }
    #expect((try? form((0..<1_000).map { "p\($0)=1" }.joined(separator: "&"))) != nil)
  }

  /// Any text of a response is read back by an XML parser as it was, but for characters that XML 1.0 has no form for.
  @Test func responsesAreWellFormed() throws {
    let text = "<&>\"' ]]> \u{1}\u{0}\u{FFFE}\u{D7FF}\u{10FFFF}é\tx\r\ny"
    let response = QueryResponse(namespace: "urn:x", requestID: "r<&>").result(
      of: "Act", [WireElement("Name", text), WireElement("Empty", "")])
    let found = try ElementTexts.read(response.body)
    #expect(found["Name"]?.unicodeScalars.elementsEqual("<&>\"' ]]> \u{D7FF}\u{10FFFF}é\tx\r\ny".unicodeScalars) == true)
    #expect(found["Empty"] == "" && found["RequestId"] == "r<&>")
    #expect(response.status == 200 && response.headers.contains(WireRequest.Header(name: "content-type", value: "text/xml")))
    #expect(String(decoding: response.body, as: UTF8.self).hasPrefix("<ActResponse xmlns=\"urn:x\"><ActResult>"))
  }

  @Test(arguments: [(403, "Sender"), (400, "Sender"), (500, "Receiver")])
  func failures(_ status: Int, _ type: String) throws {
    let error = WireError(code: "AccessDenied", message: "not <you>", status: status)
    let response = QueryResponse(namespace: "urn:x", requestID: "r").failure(error)
    #expect(response.status == status)
    #expect(
      try ElementTexts.read(response.body) == ["Type": type, "Code": "AccessDenied", "Message": "not <you>", "RequestId": "r"])
  }
}

/// The text of each element that has no elements in it.
private final class ElementTexts: NSObject, XMLParserDelegate {
  private var texts: [String: String] = [:]
  private var text: String?

  static func read(_ xml: [UInt8]) throws -> [String: String] {
    let reader = ElementTexts()
    let parser = XMLParser(data: Data(xml))
    parser.delegate = reader
    try #require(parser.parse(), "\(String(describing: parser.parserError))")
    return reader.texts
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
  ) {
    text = ""
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text? += string }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    if let text { texts[name] = text }
    text = nil
  }
}
