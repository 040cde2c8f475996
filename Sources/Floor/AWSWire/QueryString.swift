/// The parameters of a query, decoded, in their order.
struct QueryString {
  /// Parameters that one query may have.
  static let parametersMax = 1_000

  /// The parameters of a presigned request, which belong to its signature and not to the operation.
  static let ofSignature: Set<String> = [
    "X-Amz-Algorithm", "X-Amz-Content-Sha256", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Security-Token",
    "X-Amz-Signature", "X-Amz-SignedHeaders",
  ]

  let pairs: [(name: String, value: String)]

  /// - Parameter isForm: whether a plus stands for a space, as in a form (URL Living Standard 5.1).
  init(_ raw: String, isForm: Bool = false) throws(ValidationProblem) {
    let place = isForm ? "body" : "query"
    var pairs: [(name: String, value: String)] = []
    for part in raw.utf8.split(separator: UInt8(ascii: "&")) {
      guard pairs.count < Self.parametersMax else {
        throw ValidationProblem(.tooLong, place, "may have \(Self.parametersMax) parameters at most.")
      }
      let sides = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentCoding.decode(sides[0], plusIsSpace: isForm),
        let value = sides.count > 1 ? PercentCoding.decode(sides[1], plusIsSpace: isForm) : ""
      else { throw ValidationProblem(.malformed, place, "not valid percent-encoded UTF-8.") }
      pairs.append((name, value))
    }
    self.pairs = pairs
  }

  var names: [String] { pairs.map(\.name) }

  /// Every value of that name; nil when there is none.
  subscript(name: String) -> [String]? {
    let values = pairs.filter { $0.name == name }.map(\.value)
    return values.isEmpty ? nil : values
  }
}
