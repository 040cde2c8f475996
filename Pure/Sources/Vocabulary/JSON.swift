/// A JSON value (RFC 8259) that keeps what a text said: the order of members, the spelling of numbers, and the byte offset at
/// which each value began, so that a problem found later can name its place.
///
/// Two values are equal when they say the same, wherever they stood.
public struct JSON: Sendable, Hashable {
  public enum Content: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Number)
    case string(String)
    case array([JSON])
    case object(Object)
  }

  public var content: Content
  /// The byte offset in the text that it was parsed from; nil for a value made by the program.
  public var offset: Int?

  public init(_ content: Content, offset: Int? = nil) {
    self.content = content
    self.offset = offset
  }

  public static func == (left: JSON, right: JSON) -> Bool { left.content == right.content }
  public func hash(into hasher: inout Hasher) { hasher.combine(content) }
}

extension JSON {
  public static let null = JSON(.null)
  public static func bool(_ value: Bool) -> JSON { JSON(.bool(value)) }
  public static func number(_ value: Int) -> JSON { JSON(.number(Number(value))) }
  public static func number(_ value: Double) -> JSON { JSON(.number(Number(value))) }
  public static func string(_ value: String) -> JSON { JSON(.string(value)) }
  public static func array(_ values: [JSON]) -> JSON { JSON(.array(values)) }
  public static func strings(_ values: [String]) -> JSON { JSON(.array(values.map { JSON(.string($0)) })) }
  /// An object with these members in this order; the last of two equal names wins.
  public static func object(_ members: [(String, JSON)]) -> JSON {
    var object = Object()
    for (name, value) in members { object[name] = value }
    return JSON(.object(object))
  }
}

extension JSON {
  public var isNull: Bool { content == .null }
  public var bool: Bool? { if case .bool(let it) = content { it } else { nil } }
  public var number: Number? { if case .number(let it) = content { it } else { nil } }
  public var int: Int? { number?.int }
  public var double: Double? { number?.double }
  public var string: String? { if case .string(let it) = content { it } else { nil } }
  public var array: [JSON]? { if case .array(let it) = content { it } else { nil } }
  public var object: Object? { if case .object(let it) = content { it } else { nil } }

  /// The member of that name; nil when this is no object or has none.
  public subscript(name: String) -> JSON? { object?[name] }

  /// The field's word for the kind of value: null, boolean, number, string, array or object.
  public var kind: String {
    switch content {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
  public init(stringLiteral value: String) { self.init(.string(value)) }
  public init(integerLiteral value: Int) { self.init(.number(Number(value))) }
  public init(booleanLiteral value: Bool) { self.init(.bool(value)) }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  public init(arrayLiteral elements: JSON...) { self.init(.array(elements)) }
  public init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements) }
}
