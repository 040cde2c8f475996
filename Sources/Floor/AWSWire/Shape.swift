public import Vocabulary

/// A value with one JSON form.
public protocol JSONRepresentable {
  init(json: JSON) throws(ShapeProblem)
  var json: JSON { get }
}

/// A type generated from, or stored beside, a service's description.
public protocol Shape: JSONRepresentable, Sendable, Hashable {
  static var shapeName: String { get }
}

/// JSON that is not of the shape that it was to be. Validated input never is.
public struct ShapeProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public let shape: String
  public let member: String

  public init(shape: String, member: String) {
    self.shape = shape
    self.member = member
  }

  public var description: String { "\(shape).\(member) is missing or of another type" }
}

/// Takes the members of one structure out of JSON.
public struct ShapeReader {
  private let object: JSON.Object
  private let shape: String

  public init(_ json: JSON, of shape: String) throws(ShapeProblem) {
    guard let object = json.object else { throw ShapeProblem(shape: shape, member: "") }
    self.object = object
    self.shape = shape
  }

  public func required<Value: JSONRepresentable>(_ member: String) throws(ShapeProblem) -> Value {
    guard let value: Value = try optional(member) else { throw ShapeProblem(shape: shape, member: member) }
    return value
  }

  /// nil when the member is absent or null, which mean the same on this wire.
  public func optional<Value: JSONRepresentable>(_ member: String) throws(ShapeProblem) -> Value? {
    guard let json = object[member], !json.isNull else { return nil }
    return try Value(json: json)
  }
}

/// The response of an operation that answers nothing.
public struct EmptyResponse: Shape {
  public static let shapeName = "EmptyResponse"
  public init() {}
  public init(json: JSON) throws(ShapeProblem) {}
  public var json: JSON { JSON(.object(JSON.Object())) }
}
