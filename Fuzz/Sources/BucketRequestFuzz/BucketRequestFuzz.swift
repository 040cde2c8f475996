import AWSWire
import FuzzEntry
import Vocabulary

/// Input: path, query, then a line `name:value` for each header until an empty one, then a form.
@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    let request = wireRequest(input)
    checkBuckets(request)
    checkForm(request)
    checkHeaders(request)
    checkDate(request)
  }
}

private func wireRequest(_ input: [UInt8]) -> WireRequest {
  let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
  let texts = lines.map { String(decoding: $0, as: UTF8.self) }
  let headers = texts.dropFirst(2).prefix { !$0.isEmpty }
  return WireRequest(
    method: "GET", rawPath: texts.first ?? "", rawQuery: texts.dropFirst().first ?? "",
    headers: headers.map { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return WireRequest.Header(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : "")
    }, body: Array(lines.dropFirst(3 + headers.count).joined(separator: [0x0A])), remoteAddress: "", isTLS: true)
}

/// What is read of a path is read again of the same path, written the one way that signatures have it.
private func checkBuckets(_ request: WireRequest) {
  guard let read = try? BucketRequest(request) else { return }
  mustHold(read.key == nil || read.bucket != nil, "a key is in a bucket")
  mustHold(read.bucket?.utf8.contains(UInt8(ascii: "/")) != true, "the name of a bucket has no slash")
  mustHold(Set(read.parameters.map { Array($0.name.utf8) }).count == read.parameters.count, "a parameter stands once")
  let path = "/" + PercentCoding.encode(read.bucket ?? "") + (read.key.map { "/" + PercentCoding.encode($0) } ?? "")
  let query = read.parameters.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
  let written = WireRequest(
    method: "GET", rawPath: path, rawQuery: query, headers: [], body: [], remoteAddress: "", isTLS: true)
  guard let again = try? BucketRequest(written) else { return mustHold(false, "what was written can be read") }
  mustHold(same(again.bucket, read.bucket) && same(again.key, read.key), "and means the same")
  mustHold(
    again.parameters.count == read.parameters.count
      && zip(again.parameters, read.parameters).allSatisfy { same($0.name, $1.name) && same($0.value, $1.value) },
    "its parameters too")
}

private func encoded(_ text: String) -> String { PercentCoding.encode(text).replacing("/", with: "%2F") }

/// Byte for byte: canonically equivalent texts are different keys.
private func same(_ left: String?, _ right: String?) -> Bool {
  guard let left, let right else { return left == nil && right == nil }
  return left.utf8.elementsEqual(right.utf8)
}

private func checkForm(_ request: WireRequest) {
  guard let form = try? QueryRequest(request) else { return }
  for parameter in form.parameters {
    let written = WireElement("A", parameter.value).text
    mustHold(written.utf8.count { $0 == UInt8(ascii: "<") } == 2, "a value begins no element")
  }
  _ = form.list("Tags")
}

private func checkHeaders(_ request: WireRequest) {
  for header in request.headers {
    guard let range = try? ByteRange(header.value) else { continue }
    for count in [0, 1, 10, .max] {
      guard let bytes = range.within(count) else { continue }
      mustHold(!bytes.isEmpty && bytes.lowerBound >= 0 && bytes.upperBound <= count, "a range lies within the object")
    }
  }
  guard let conditions = try? Preconditions(request) else { return }
  _ = conditions.outcome(tag: "a", modifiedAt: Moment(seconds: 0))
}

private func checkDate(_ request: WireRequest) {
  for header in request.headers {
    guard let date = WireDate.httpDate(header.value) else { continue }
    mustHold(WireDate.httpText(date) == header.value, "a date has one text")
  }
}
