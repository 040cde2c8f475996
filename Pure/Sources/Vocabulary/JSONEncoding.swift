extension JSON {
  /// The JSON form of a value that the program keeps for itself; `decoded(as:)` reads it again.
  ///
  /// A `Moment` is its microseconds, a `JSON` itself, an absent optional an absent member.
  public init(encoding value: some Encodable) throws {
    let encoder = JSONEncoding(codingPath: [])
    try encoder.encode(value)
    self = encoder.value ?? .null
  }
}

extension JSON: Encodable {
  /// Only within `JSON(encoding:)`.
  public func encode(to encoder: any Encoder) throws {
    guard let encoder = encoder as? JSONEncoding else {
      throw EncodingError.invalidValue(self, .init(codingPath: encoder.codingPath, debugDescription: "not a JSON encoding"))
    }
    encoder.value = self
  }
}

extension JSON.Object: Encodable {
  public func encode(to encoder: any Encoder) throws { try JSON(.object(self)).encode(to: encoder) }
}

extension Moment: Encodable {
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(microseconds)
  }
}

/// Builds one value; containers write into it through a closure, so that nested ones need no copy of the tree.
private final class JSONEncoding: Encoder {
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }
  var value: JSON?
  private var members: KeyedParts?
  private var elements: UnkeyedParts?

  init(codingPath: [any CodingKey]) { self.codingPath = codingPath }

  func encode(_ value: some Encodable) throws {
    try value.encode(to: self)
    self.value = self.value ?? members?.json ?? elements?.json
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    let parts = members ?? KeyedParts()
    members = parts
    return KeyedEncodingContainer(KeyedContainer(parts: parts, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    let parts = elements ?? UnkeyedParts()
    elements = parts
    return UnkeyedContainer(parts: parts, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleContainer(encoder: self) }
}

private protocol Parts: AnyObject { var json: JSON { get } }

private final class KeyedParts: Parts {
  enum Part { case value(JSON), parts(any Parts), deferred(JSONEncoding) }
  var members: [(String, Part)] = []
  var json: JSON { .object(members.map { ($0.0, $0.1.json) }) }
}

private final class UnkeyedParts: Parts {
  var elements: [KeyedParts.Part] = []
  var json: JSON { .array(elements.map(\.json)) }
}

extension KeyedParts.Part {
  var json: JSON {
    switch self {
    case .value(let value): value
    case .parts(let parts): parts.json
    case .deferred(let encoder): encoder.value ?? .null
    }
  }
}

/// The JSON of a scalar; nil for what has parts of its own.
private func scalar(_ value: some Encodable) -> JSON? {
  switch value {
  case let text as String: .string(text)
  case let flag as Bool: .bool(flag)
  case let json as JSON: json
  case let object as JSON.Object: JSON(.object(object))
  case let number as Double: .number(number)
  case let number as Float: .number(Double(number))
  case let moment as Moment: .number(Int(moment.microseconds))
  case let whole as any BinaryInteger: Int(exactly: whole).map(JSON.number)
  default: nil
  }
}

private func encoded(_ value: some Encodable, at path: [any CodingKey]) throws -> JSON {
  if let scalar = scalar(value) { return scalar }
  let encoder = JSONEncoding(codingPath: path)
  try encoder.encode(value)
  return encoder.value ?? .null
}

private struct KeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let parts: KeyedParts
  let codingPath: [any CodingKey]

  mutating func encodeNil(forKey key: Key) {}

  mutating func encode(_ value: some Encodable, forKey key: Key) throws {
    parts.members.append((key.stringValue, .value(try encoded(value, at: codingPath + [key]))))
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
    let nested = KeyedParts()
    parts.members.append((key.stringValue, .parts(nested)))
    return KeyedEncodingContainer(KeyedContainer<Nested>(parts: nested, codingPath: codingPath + [key]))
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    let nested = UnkeyedParts()
    parts.members.append((key.stringValue, .parts(nested)))
    return UnkeyedContainer(parts: nested, codingPath: codingPath + [key])
  }

  mutating func superEncoder() -> any Encoder { deferred("super", codingPath) }
  mutating func superEncoder(forKey key: Key) -> any Encoder { deferred(key.stringValue, codingPath + [key]) }

  private func deferred(_ name: String, _ path: [any CodingKey]) -> JSONEncoding {
    let encoder = JSONEncoding(codingPath: path)
    parts.members.append((name, .deferred(encoder)))
    return encoder
  }
}

private struct UnkeyedContainer: UnkeyedEncodingContainer {
  let parts: UnkeyedParts
  let codingPath: [any CodingKey]
  var count: Int { parts.elements.count }

  mutating func encodeNil() { parts.elements.append(.value(.null)) }

  mutating func encode(_ value: some Encodable) throws {
    parts.elements.append(.value(try encoded(value, at: codingPath)))
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested> {
    let nested = KeyedParts()
    parts.elements.append(.parts(nested))
    return KeyedEncodingContainer(KeyedContainer<Nested>(parts: nested, codingPath: codingPath))
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    let nested = UnkeyedParts()
    parts.elements.append(.parts(nested))
    return UnkeyedContainer(parts: nested, codingPath: codingPath)
  }

  mutating func superEncoder() -> any Encoder {
    let encoder = JSONEncoding(codingPath: codingPath)
    parts.elements.append(.deferred(encoder))
    return encoder
  }
}

private struct SingleContainer: SingleValueEncodingContainer {
  let encoder: JSONEncoding
  var codingPath: [any CodingKey] { encoder.codingPath }

  mutating func encodeNil() { encoder.value = .null }
  mutating func encode(_ value: some Encodable) throws { encoder.value = try encoded(value, at: codingPath) }
}
