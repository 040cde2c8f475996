/// The condition keys of one request. Names are compared without case.
public struct Context: Sendable, Hashable {
  private var values: [String: [String]] = [:]

  /// Names that differ in case alone are one key, which has the values of all.
  public init(_ values: [String: [String]]) {
    for (key, value) in values.sorted(by: { $0.key < $1.key }) { self.values[key.lowercased(), default: []] += value }
  }

  /// nil when the request does not have the key.
  public subscript(key: String) -> [String]? {
    get { values[key.lowercased()] }
    set { values[key.lowercased()] = newValue }
  }

  /// The key in its lower case, as a policy holds it.
  func values(ofLowercased key: String) -> [String]? { values[key] }
}
