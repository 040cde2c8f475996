public import Vocabulary

extension String: JSONRepresentable {
  public init(json: JSON) throws(ShapeProblem) {
    guard let value = json.string else { throw ShapeProblem(shape: "String", member: json.kind) }
    self = value
  }
  public var json: JSON { .string(self) }
}

extension Int: JSONRepresentable {
  public init(json: JSON) throws(ShapeProblem) {
    guard let value = json.int else { throw ShapeProblem(shape: "Int", member: json.kind) }
    self = value
  }
  public var json: JSON { .number(self) }
}

extension Double: JSONRepresentable {
  public init(json: JSON) throws(ShapeProblem) {
    guard let value = json.double else { throw ShapeProblem(shape: "Double", member: json.kind) }
    self = value
  }
  public var json: JSON { .number(self) }
}

extension Bool: JSONRepresentable {
  public init(json: JSON) throws(ShapeProblem) {
    guard let value = json.bool else { throw ShapeProblem(shape: "Bool", member: json.kind) }
    self = value
  }
  public var json: JSON { .bool(self) }
}

/// On the wire a time is a number of seconds since 1970, with a fraction (restJson1's default timestamp format).
extension Moment: JSONRepresentable {
  /// Seconds to either side of 1970 that a request may name: some 31,000 years.
  private static let secondsMax = 1e12

  public init(json: JSON) throws(ShapeProblem) {
    guard let seconds = json.double, abs(seconds) < Self.secondsMax else {
      throw ShapeProblem(shape: "Moment", member: json.kind)
    }
    self.init(microseconds: Int64((seconds * 1_000_000).rounded()))
  }

  public var json: JSON { .number(Double(microseconds / 1_000) / 1_000) }
}

extension Array: JSONRepresentable where Element: JSONRepresentable {
  public init(json: JSON) throws(ShapeProblem) {
    guard let elements = json.array else { throw ShapeProblem(shape: "Array", member: json.kind) }
    self = []
    reserveCapacity(elements.count)
    for element in elements { append(try Element(json: element)) }
  }
  public var json: JSON { .array(map(\.json)) }
}

/// Members in the order of their names, so that equal maps have equal texts.
extension Dictionary: JSONRepresentable where Key == String, Value: JSONRepresentable {
  public init(json: JSON) throws(ShapeProblem) {
    guard let object = json.object else { throw ShapeProblem(shape: "Dictionary", member: json.kind) }
    self = [:]
    for member in object.members { self[member.name] = try Value(json: member.value) }
  }
  public var json: JSON { .object(sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }) }
}

extension JSONRepresentable where Self: RawRepresentable, RawValue == String {
  public init(json: JSON) throws(ShapeProblem) {
    guard let value = json.string.flatMap(Self.init(rawValue:)) else {
      throw ShapeProblem(shape: "\(Self.self)", member: json.kind)
    }
    self = value
  }
  public var json: JSON { .string(rawValue) }
}
