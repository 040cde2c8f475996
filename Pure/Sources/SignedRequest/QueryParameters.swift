/// The parameters of a query in SigV4's canonical encoding: each byte that is not unreserved as `%XX`.
///
/// A plus sign is refused: readers of queries differ on whether it means a space, so that a signed `%2B` could be turned into a
/// `+` on its way and mean something else under the same signature. SigV4 writes a space as `%20`.
public struct QueryParameters: Sendable, Hashable {
  struct Parameter: Sendable, Hashable {
    var name: Range<Int>
    var value: Range<Int>
  }

  /// Names and values one after the other.
  private var bytes: [UInt8] = []
  private(set) var parameters: [Parameter] = []

  public init(_ rawQuery: String) throws(SignedRequestProblem) {
    let source = Array(rawQuery.utf8)
    guard source.count <= Bounds.queryBytesMax else { throw SignedRequestProblem(.tooLarge, "The query is too long.") }
    bytes.reserveCapacity(source.count + source.count / 4)
    var at = 0
    while at < source.count {
      let end = source[at...].firstIndex(of: 0x26) ?? source.count
      if end > at { try append(source, at..<end) }
      at = end + 1
    }
  }

  private mutating func append(_ source: [UInt8], _ range: Range<Int>) throws(SignedRequestProblem) {
    guard parameters.count < Bounds.parametersMax else {
      throw SignedRequestProblem(.tooLarge, "The query has too many parameters.")
    }
    let equals = source[range].firstIndex(of: 0x3D)
    let name = try encode(source, range.lowerBound..<(equals ?? range.upperBound))
    let value = try encode(source, (equals.map { $0 + 1 } ?? range.upperBound)..<range.upperBound)
    parameters.append(Parameter(name: name, value: value))
  }

  private mutating func encode(_ source: [UInt8], _ range: Range<Int>) throws(SignedRequestProblem) -> Range<Int> {
    let start = bytes.count
    var at = range.lowerBound
    while at < range.upperBound {
      switch source[at] {
      case 0x25:
        guard at + 2 < range.upperBound, let byte = percentDecoded(source, at: at) else {
          throw SignedRequestProblem(
            .malformedRequest, "The query has a percent sign without two hexadecimal digits (byte \(at)).")
        }
        bytes.appendEncoded(byte)
        at += 3
      case 0x2B:
        throw SignedRequestProblem(
          .malformedRequest, "The query has a plus sign (byte \(at)): write a space as %20, a plus as %2B.")
      case let byte:
        bytes.appendEncoded(byte)
        at += 1
      }
    }
    return start..<bytes.count
  }

  func has(_ name: String) -> Bool { parameters.contains { matches($0, name) } }

  /// The decoded value of the parameter of that unreserved name; nil when there is none.
  func single(_ name: String) throws(SignedRequestProblem) -> String? {
    var found: Parameter?
    for parameter in parameters where matches(parameter, name) {
      guard found == nil else {
        throw SignedRequestProblem(.incompleteSignature, "The query parameter '\(name)' is given more than once.")
      }
      found = parameter
    }
    return found.map { decoded($0.value) }
  }

  private func matches(_ parameter: Parameter, _ name: String) -> Bool {
    parameter.name.count == name.utf8.count && bytes[parameter.name].elementsEqual(name.utf8)
  }

  private func decoded(_ range: Range<Int>) -> String {
    var plain: [UInt8] = []
    plain.reserveCapacity(range.count)
    var at = range.lowerBound
    while at < range.upperBound {
      if bytes[at] == 0x25, let byte = percentDecoded(bytes, at: at) {
        plain.append(byte)
        at += 3
      } else {
        plain.append(bytes[at])
        at += 1
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }

  /// Writes the canonical query: sorted by encoded name, then by encoded value, all but those of the names `leavingOut`.
  func write(into canonical: inout [UInt8], leavingOut: [String]) {
    var kept = parameters
    if !leavingOut.isEmpty { kept.removeAll { parameter in leavingOut.contains { matches(parameter, $0) } } }
    if kept.count > 1 { kept.sort(by: precedes) }
    for (index, parameter) in kept.enumerated() {
      if index > 0 { canonical.append(0x26) }
      canonical += bytes[parameter.name]
      canonical.append(0x3D)
      canonical += bytes[parameter.value]
    }
  }

  private func precedes(_ left: Parameter, _ right: Parameter) -> Bool {
    if bytes[left.name].elementsEqual(bytes[right.name]) {
      return bytes[left.value].lexicographicallyPrecedes(bytes[right.value])
    }
    return bytes[left.name].lexicographicallyPrecedes(bytes[right.name])
  }
}
