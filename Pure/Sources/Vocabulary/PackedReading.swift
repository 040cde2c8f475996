/// Reads values from a stretch of bytes. Nothing is taken for granted: what does not fit throws.
struct PackedReader {
  let bytes: [UInt8]
  private(set) var place: Int
  let end: Int

  init(bytes: [UInt8], place: Int, end: Int) {
    self.bytes = bytes
    self.place = place
    self.end = end
  }

  var isAtEnd: Bool { place >= end }

  mutating func take<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let start = place
    try skip()
    return try PackedDecoding(content: PackedReader(bytes: bytes, place: start, end: place)).value(of: type)
  }

  /// Goes past one value.
  mutating func skip() throws {
    switch try mark() {
    case .null, .down, .up: break
    case .whole: _ = try varint()
    case .fraction: try advance(8)
    case .text, .bytes: try advance(Int(clamping: varint()))
    case .json, .array, .object: try advance(length())
    }
  }

  mutating func mark() throws -> Packed.Mark {
    guard let mark = Packed.Mark(rawValue: try byte()) else { throw Packed.corrupted("a value of no kind") }
    return mark
  }

  private mutating func byte() throws -> UInt8 {
    guard place < end else { throw Packed.corrupted("it ends too early") }
    defer { place += 1 }
    return bytes[place]
  }

  mutating func advance(_ count: Int) throws {
    guard count <= end - place else { throw Packed.corrupted("it ends too early") }
    place += count
  }

  mutating func varint() throws -> UInt64 {
    var (value, shift) = (UInt64(0), UInt64(0))
    while shift < 64 {
      let byte = try byte()
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw Packed.corrupted("a number of more than 64 bits")
  }

  mutating func fixed(_ count: Int) throws -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(try byte()) << UInt64(8 * index) }
    return value
  }

  mutating func length() throws -> Int { Int(try fixed(Packed.lengthBytes)) }

  mutating func text() throws -> String {
    let count = Int(clamping: try varint())
    let start = place
    try advance(count)
    guard let text = String(validating: bytes[start..<place], as: UTF8.self) else { throw Packed.corrupted("no UTF-8") }
    return text
  }

  mutating func content() throws -> [UInt8] {
    let count = Int(clamping: try varint())
    let start = place
    try advance(count)
    return Array(bytes[start..<place])
  }

  /// The rest, as JSON.
  func json() throws -> JSON {
    do {
      return try JSON.parse(Array(bytes[place..<end]))
    } catch {
      throw Packed.corrupted("no JSON")
    }
  }
}

/// One value, and how it is asked for.
private struct PackedDecoding: Decoder {
  let content: PackedReader
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func value<Value: Decodable>(of type: Value.Type) throws -> Value {
    let scalar: Value? =
      switch type {
      case is JSON.Type: try json() as? Value
      case is JSON.Object.Type: try json().object as? Value
      case is [UInt8].Type: try packedBytes() as? Value
      case is Moment.Type: Moment(microseconds: try whole()) as? Value
      default: try Value(from: self)
      }
    guard let scalar else { throw mismatch(type) }
    return scalar
  }

  var isNull: Bool {
    var reader = content
    return (try? reader.mark()) == .null
  }

  func contents(_ mark: Packed.Mark) throws -> PackedReader {
    var reader = content
    guard try reader.mark() == mark else { throw mismatch(JSON.self) }
    _ = try reader.length()
    return reader
  }

  private func packedBytes() throws -> [UInt8] {
    var reader = content
    guard try reader.mark() == .bytes else { throw mismatch([UInt8].self) }
    return try reader.content()
  }

  private func json() throws -> JSON { try contents(.json).json() }

  func whole() throws -> Int64 {
    var reader = content
    guard try reader.mark() == .whole else { throw mismatch(Int64.self) }
    let zigzag = try reader.varint()
    return Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(KeyedUnpacking<Key>(members: try PackedMembers(try contents(.object))))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    UnkeyedUnpacking(elements: try contents(.array))
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { SingleUnpacking(decoding: self) }
}

private func mismatch(_ type: any Any.Type) -> DecodingError {
  .typeMismatch(type, .init(codingPath: [], debugDescription: "another kind of value"))
}

/// The members of an object, as places in its bytes: most are asked for once, in the order in which they stand.
private struct PackedMembers {
  private struct Member {
    let name: Range<Int>
    let value: Range<Int>
  }

  private let bytes: [UInt8]
  private var members: [Member] = []

  init(_ contents: PackedReader) throws {
    var reader = contents
    bytes = contents.bytes
    while !reader.isAtEnd {
      let count = Int(clamping: try reader.varint())
      let name = reader.place
      try reader.advance(count)
      let value = reader.place
      try reader.skip()
      members.append(Member(name: name..<value, value: value..<reader.place))
    }
  }

  /// The last of those with the name.
  subscript(name: String) -> PackedDecoding? {
    let utf8 = name.utf8
    guard let member = members.last(where: { $0.name.count == utf8.count && bytes[$0.name].elementsEqual(utf8) }) else {
      return nil
    }
    return PackedDecoding(content: PackedReader(bytes: bytes, place: member.value.lowerBound, end: member.value.upperBound))
  }

  var names: [String] { members.map { String(decoding: bytes[$0.name], as: UTF8.self) } }
}

private struct KeyedUnpacking<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: PackedMembers
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { members.names.compactMap(Key.init(stringValue:)) }

  func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try member(key).isNull }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    if let member = members[key.stringValue] { return try member.value(of: type) }
    guard let empty = empty(type) else { return try member(key).value(of: type) }
    return empty
  }
  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    guard let member = members[key.stringValue], !member.isNull else { return nil }
    return try member.value(of: type)
  }

  private func empty<Value>(_ type: Value.Type) -> Value? {
    if type == Bool.self { return false as? Value }
    return (type as? any EmptyWhenAbsent.Type)?.init() as? Value
  }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
    try member(key).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try member(key).unkeyedContainer() }
  func superDecoder() throws -> any Decoder { throw Packed.corrupted("no value has a superclass") }
  func superDecoder(forKey key: Key) throws -> any Decoder { try member(key) }

  private func member(_ key: Key) throws -> PackedDecoding {
    guard let member = members[key.stringValue] else {
      throw DecodingError.keyNotFound(key, .init(codingPath: [], debugDescription: "absent"))
    }
    return member
  }
}

private struct UnkeyedUnpacking: UnkeyedDecodingContainer {
  var elements: PackedReader
  var currentIndex = 0
  var codingPath: [any CodingKey] { [] }
  var count: Int? { nil }
  var isAtEnd: Bool { elements.isAtEnd }

  init(elements: PackedReader) { self.elements = elements }

  mutating func decodeNil() throws -> Bool {
    var ahead = elements
    guard !isAtEnd, try ahead.mark() == .null else { return false }
    elements = ahead
    currentIndex += 1
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().value(of: type) }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
    try next().container(keyedBy: type)
  }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
  mutating func superDecoder() throws -> any Decoder { try next() }

  private mutating func next() throws -> PackedDecoding {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(JSON.self, .init(codingPath: [], debugDescription: "no more elements"))
    }
    let start = elements.place
    try elements.skip()
    currentIndex += 1
    return PackedDecoding(content: PackedReader(bytes: elements.bytes, place: start, end: elements.place))
  }
}

private struct SingleUnpacking: SingleValueDecodingContainer {
  let decoding: PackedDecoding
  var codingPath: [any CodingKey] { [] }

  func decodeNil() -> Bool { decoding.isNull }

  func decode(_ type: Bool.Type) throws -> Bool {
    var reader = decoding.content
    switch try reader.mark() {
    case .up: return true
    case .down: return false
    default: throw mismatch(type)
    }
  }
  func decode(_ type: String.Type) throws -> String {
    var reader = decoding.content
    guard try reader.mark() == .text else { throw mismatch(type) }
    return try reader.text()
  }
  func decode(_ type: Double.Type) throws -> Double {
    var reader = decoding.content
    guard try reader.mark() == .fraction else { throw mismatch(type) }
    return Double(bitPattern: try reader.fixed(8))
  }
  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
  func decode(_ type: Int.Type) throws -> Int { try exactly() }
  func decode(_ type: Int8.Type) throws -> Int8 { try exactly() }
  func decode(_ type: Int16.Type) throws -> Int16 { try exactly() }
  func decode(_ type: Int32.Type) throws -> Int32 { try exactly() }
  func decode(_ type: Int64.Type) throws -> Int64 { try exactly() }
  func decode(_ type: UInt.Type) throws -> UInt { try exactly() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try exactly() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try exactly() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try exactly() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try exactly() }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoding.value(of: type) }

  private func exactly<Whole: FixedWidthInteger>() throws -> Whole {
    guard let whole = Whole(exactly: try decoding.whole()) else { throw mismatch(Whole.self) }
    return whole
  }
}
