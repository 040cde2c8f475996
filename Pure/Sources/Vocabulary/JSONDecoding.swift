extension JSON {
  /// Reads what `JSON(encoding:)` made, now or before a type had all its members: one that is added to a type that is stored is
  /// optional, a flag or a collection.
  /// - Throws: DecodingError, with the path of what does not fit.
  public func decoded<Value: Decodable>(as type: Value.Type) throws -> Value { try value(of: type, at: []) }

  fileprivate func value<Value: Decodable>(of type: Value.Type, at path: [any CodingKey]) throws -> Value {
    if let scalar = scalar(of: type) { return scalar }
    return try Value(from: JSONDecoding(json: self, codingPath: path))
  }

  private func scalar<Value: Decodable>(of type: Value.Type) -> Value? {
    switch type {
    case is String.Type: string as? Value
    case is Int.Type: int as? Value
    case is Bool.Type: bool as? Value
    case is JSON.Type: self as? Value
    case is JSON.Object.Type: object as? Value
    case is Moment.Type: int.map { Moment(microseconds: Int64($0)) } as? Value
    default: nil
    }
  }
}

extension JSON: Decodable {
  /// Only within `decoded(as:)`.
  public init(from decoder: any Decoder) throws {
    guard let decoder = decoder as? JSONDecoding else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not a JSON decoding"))
    }
    self = decoder.json
  }
}

extension JSON.Object: Decodable {
  public init(from decoder: any Decoder) throws {
    guard let object = try JSON(from: decoder).object else { throw mismatch(JSON.Object.self, decoder.codingPath) }
    self = object
  }
}

extension Moment: Decodable {
  public init(from decoder: any Decoder) throws {
    self.init(microseconds: try decoder.singleValueContainer().decode(Int64.self))
  }
}

/// A collection that is empty where what was stored has no such member.
protocol EmptyWhenAbsent { init() }
extension Array: EmptyWhenAbsent {}
extension Set: EmptyWhenAbsent {}
extension Dictionary: EmptyWhenAbsent {}
extension JSON.Object: EmptyWhenAbsent {}

private func mismatch(_ type: any Any.Type, _ path: [any CodingKey]) -> DecodingError {
  .typeMismatch(type, .init(codingPath: path, debugDescription: "another kind of value"))
}

private struct JSONDecoding: Decoder {
  let json: JSON
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard let object = json.object else { throw mismatch(JSON.Object.self, codingPath) }
    return KeyedDecodingContainer(KeyedReading<Key>(object: object, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let elements = json.array else { throw mismatch([JSON].self, codingPath) }
    return UnkeyedReading(elements: elements, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { SingleReading(json: json, codingPath: codingPath) }
}

private struct KeyedReading<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let object: JSON.Object
  let codingPath: [any CodingKey]
  var allKeys: [Key] { object.names.compactMap(Key.init(stringValue:)) }

  func contains(_ key: Key) -> Bool { object[key.stringValue] != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try member(key).isNull }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    if object[key.stringValue] == nil, let empty = empty(type) { return empty }
    return try member(key).value(of: type, at: codingPath + [key])
  }

  /// What was stored before a type had a member says nothing of it: a flag is down, a collection has nothing.
  private func empty<Value>(_ type: Value.Type) -> Value? {
    if type == Bool.self { return false as? Value }
    return (type as? any EmptyWhenAbsent.Type)?.init() as? Value
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
    try superDecoder(forKey: key).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try superDecoder(forKey: key).unkeyedContainer()
  }
  func superDecoder() -> any Decoder { JSONDecoding(json: object["super"] ?? .null, codingPath: codingPath) }
  func superDecoder(forKey key: Key) throws -> any Decoder { JSONDecoding(json: try member(key), codingPath: codingPath + [key]) }

  private func member(_ key: Key) throws -> JSON {
    guard let member = object[key.stringValue] else {
      throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "absent"))
    }
    return member
  }
}

private struct UnkeyedReading: UnkeyedDecodingContainer {
  let elements: [JSON]
  let codingPath: [any CodingKey]
  var currentIndex = 0
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, elements[currentIndex].isNull else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().value(of: type, at: codingPath) }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
    try superDecoder().container(keyedBy: type)
  }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try superDecoder().unkeyedContainer() }
  mutating func superDecoder() throws -> any Decoder { JSONDecoding(json: try next(), codingPath: codingPath) }

  private mutating func next() throws -> JSON {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(JSON.self, .init(codingPath: codingPath, debugDescription: "no more elements"))
    }
    defer { currentIndex += 1 }
    return elements[currentIndex]
  }
}

private struct SingleReading: SingleValueDecodingContainer {
  let json: JSON
  let codingPath: [any CodingKey]

  func decodeNil() -> Bool { json.isNull }

  func decode(_ type: Bool.Type) throws -> Bool { try fit(json.bool) }
  func decode(_ type: String.Type) throws -> String { try fit(json.string) }
  func decode(_ type: Double.Type) throws -> Double { try fit(json.double) }
  func decode(_ type: Float.Type) throws -> Float { Float(try fit(json.double)) }
  func decode(_ type: Int.Type) throws -> Int { try whole() }
  func decode(_ type: Int8.Type) throws -> Int8 { try whole() }
  func decode(_ type: Int16.Type) throws -> Int16 { try whole() }
  func decode(_ type: Int32.Type) throws -> Int32 { try whole() }
  func decode(_ type: Int64.Type) throws -> Int64 { try whole() }
  func decode(_ type: UInt.Type) throws -> UInt { try whole() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try whole() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try whole() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try whole() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try whole() }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try json.value(of: type, at: codingPath) }

  private func whole<Whole: FixedWidthInteger>() throws -> Whole { try fit(json.int.flatMap(Whole.init(exactly:))) }

  private func fit<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw mismatch(Value.self, codingPath) }
    return value
  }
}
