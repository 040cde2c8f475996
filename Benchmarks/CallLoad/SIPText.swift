/// A message of SIP as far as a telephone of a benchmark reads it.
struct SIPText {
  let first: Substring
  let headers: [(name: Substring, value: Substring)]
  let body: Substring

  init?(_ octets: [UInt8]) {
    let text = String(decoding: octets, as: UTF8.self)
    guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
    let lines = text[..<end.lowerBound].split(separator: "\r\n")
    guard let first = lines.first else { return nil }
    self.first = first
    headers = lines.dropFirst().compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      return (line[..<colon], line[line.index(after: colon)...].drop { $0 == " " })
    }
    body = text[end.upperBound...]
  }

  var status: Int? { first.hasPrefix("SIP/2.0 ") ? Int(first.dropFirst(8).prefix(3)) : nil }
  var method: Substring { self["CSeq"].split(separator: " ").last ?? "" }
  var number: Substring { self["CSeq"].split(separator: " ").first ?? "" }
  /// What a request is for.
  var uri: Substring { first.split(separator: " ").dropFirst().first ?? "" }
  subscript(_ name: String) -> Substring { headers.first { $0.name == name }?.value ?? "" }

  /// The URI of a header between its angle brackets.
  func target(_ name: String) -> Substring {
    let value = self[name]
    guard let start = value.firstIndex(of: "<"), let end = value.firstIndex(of: ">") else { return value }
    return value[value.index(after: start)..<end]
  }

  /// The parameter of a header with quotes around it or without.
  static func parameter(_ name: String, of value: Substring) -> Substring? {
    guard let range = value.firstRange(of: name + "=") else { return nil }
    let rest = value[range.upperBound...]
    return rest.first == "\"" ? rest.dropFirst().prefix { $0 != "\"" } : rest.prefix { $0 != "," && $0 != ";" }
  }

  /// The port that media goes to.
  var mediaPort: UInt16? {
    guard let range = body.firstRange(of: "m=audio ") else { return nil }
    return UInt16(body[range.upperBound...].prefix { $0.isNumber })
  }

  /// What an answer has of its request.
  func answer(_ status: String, tag: String, _ more: String = "", body: String = "") -> String {
    let vias = headers.filter { $0.name == "Via" || $0.name == "Record-Route" }.map { "\($0.name): \($0.value)\r\n" }.joined()
    let to = self["To"].contains(";tag=") ? "\(self["To"])" : "\(self["To"]);tag=\(tag)"
    return "SIP/2.0 \(status)\r\n\(vias)From: \(self["From"])\r\nTo: \(to)\r\nCall-ID: \(self["Call-ID"])\r\n"
      + "CSeq: \(self["CSeq"])\r\n\(more)\(Self.end(body))"
  }

  static func end(_ body: String) -> String {
    (body.isEmpty ? "" : "Content-Type: application/sdp\r\n") + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
  }
}
