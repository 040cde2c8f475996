/// The parameters of a query, decoded, in their order.
struct QueryString {
  /// Parameters that one query may have.
  static let parametersMax = 1_000

  private let pairs: [(name: String, value: String)]

  init(_ raw: String) throws(ValidationProblem) {
    let parts = raw.split(separator: "&", omittingEmptySubsequences: true)
    guard parts.count <= Self.parametersMax else {
      throw ValidationProblem(.tooLong, "query", "may have \(Self.parametersMax) parameters at most.")
    }
    var pairs: [(name: String, value: String)] = []
    for part in parts {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentCoding.decode(sides[0]), let value = PercentCoding.decode(sides.count > 1 ? sides[1] : "") else {
        throw ValidationProblem(.malformed, "query", "not valid percent-encoded UTF-8.")
      }
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
