/// Writes one value after the other into the same bytes: no tree, no copy.
///
/// A container that is open is closed when something is written outside of it, which is when its length is known.
final class PackedWriter {
  var bytes: [UInt8] = []
  /// Where the lengths of the open containers stand, the outermost first.
  private(set) var open: [Int] = []

  init() { bytes.reserveCapacity(2_048) }

  func put<Value: Encodable>(_ value: Value) throws {
    if try putScalar(value) { return }
    let (depth, start) = (open.count, bytes.count)
    try value.encode(to: PackedEncoding(writer: self, depth: depth))
    close(to: depth)
    if bytes.count == start { mark(.null) }
  }

  /// - Returns: whether it was one.
  private func putScalar<Value>(_ value: Value) throws -> Bool {
    if Value.self == String.self, let text = value as? String {
      put(text)
    } else if Value.self == Moment.self, let moment = value as? Moment {
      put(whole: moment.microseconds)
    } else if Value.self == [UInt8].self, let content = value as? [UInt8] {
      mark(.bytes)
      varint(UInt64(content.count))
      bytes += content
    } else if Value.self == JSON.self, let json = value as? JSON {
      put(json)
    } else if Value.self == JSON.Object.self, let object = value as? JSON.Object {
      put(JSON(.object(object)))
    } else {
      return false
    }
    return true
  }

  func put(_ flag: Bool) { mark(flag ? .up : .down) }

  func put(whole value: Int64) {
    mark(.whole)
    varint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  func put(exactly value: some BinaryInteger) throws {
    guard let whole = Int64(exactly: value) else {
      throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "more than 64 bits with a sign"))
    }
    put(whole: whole)
  }

  func put(_ number: Double) {
    mark(.fraction)
    let pattern = number.bitPattern
    for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: pattern >> (8 * UInt64(byte)))) }
  }

  func put(_ text: String) {
    mark(.text)
    name(text)
  }

  private func put(_ json: JSON) {
    let depth = begin(.json)
    json.write(into: &bytes)
    close(to: depth - 1)
  }

  func null() { mark(.null) }

  /// A text without a mark.
  func name(_ text: String) {
    let utf8 = text.utf8
    varint(UInt64(utf8.count))
    bytes.append(contentsOf: utf8)
  }

  private func mark(_ mark: Packed.Mark) { bytes.append(mark.rawValue) }

  private func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// - Returns: the depth at which its contents are written.
  func begin(_ container: Packed.Mark) -> Int {
    mark(container)
    open.append(bytes.count)
    for _ in 0..<Packed.lengthBytes { bytes.append(0) }
    return open.count
  }

  func close(to depth: Int) {
    while open.count > depth {
      let place = open.removeLast()
      let length = UInt32(bytes.count - place - Packed.lengthBytes)
      for byte in 0..<Packed.lengthBytes { bytes[place + byte] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(byte))) }
    }
  }

  /// Takes away what was written last, down to a place.
  func withdraw(to place: Int) { bytes.removeLast(bytes.count - place) }
}

extension Packed {
  static let lengthBytes = 4
}

private struct PackedEncoding: Encoder {
  let writer: PackedWriter
  let depth: Int
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    writer.close(to: depth)
    return KeyedEncodingContainer(KeyedPacking(writer: writer, depth: writer.begin(.object)))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    writer.close(to: depth)
    return UnkeyedPacking(writer: writer, depth: writer.begin(.array))
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SinglePacking(writer: writer) }
}

private struct KeyedPacking<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: PackedWriter
  let depth: Int
  var codingPath: [any CodingKey] { [] }

  private func name(_ key: Key) {
    writer.close(to: depth)
    writer.name(key.stringValue)
  }

  mutating func encodeNil(forKey key: Key) {}

  /// Members that are named by the program are the cases of an enumeration, of one byte or two; the names of a dictionary are data,
  /// and all of them count.
  private var mayLeaveOut: Bool { MemoryLayout<Key>.size <= 2 }

  /// A flag that is down is left out.
  mutating func encode(_ value: Bool, forKey key: Key) {
    if value || !mayLeaveOut { present(value, key) }
  }
  mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) {
    if let value { present(value, key) }
  }
  private func present(_ value: Bool, _ key: Key) {
    name(key)
    writer.put(value)
  }

  mutating func encode(_ value: String, forKey key: Key) {
    name(key)
    writer.put(value)
  }
  mutating func encode(_ value: Int, forKey key: Key) {
    name(key)
    writer.put(whole: Int64(value))
  }
  mutating func encode(_ value: Int64, forKey key: Key) {
    name(key)
    writer.put(whole: value)
  }

  /// A collection that has nothing is left out.
  mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    guard mayLeaveOut else { return try encodeIfPresent(value, forKey: key) }
    writer.close(to: depth)
    if Value.self == JSON.Object.self, let object = value as? JSON.Object, object.isEmpty { return }
    let start = writer.bytes.count
    name(key)
    let content = writer.bytes.count
    try writer.put(value)
    let isEmpty = writer.bytes.count == content + 1 + Packed.lengthBytes && writer.isContainer(at: content)
    if isEmpty, Value.self is any EmptyWhenAbsent.Type { writer.withdraw(to: start) }
  }
  mutating func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
    guard let value else { return }
    name(key)
    try writer.put(value)
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
    name(key)
    return KeyedEncodingContainer(KeyedPacking<Nested>(writer: writer, depth: writer.begin(.object)))
  }
  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    name(key)
    return UnkeyedPacking(writer: writer, depth: writer.begin(.array))
  }
  mutating func superEncoder() -> any Encoder { PackedWriter.withoutSuper() }
  mutating func superEncoder(forKey key: Key) -> any Encoder { PackedWriter.withoutSuper() }
}

extension PackedWriter {
  fileprivate func isContainer(at place: Int) -> Bool {
    bytes[place] == Packed.Mark.array.rawValue || bytes[place] == Packed.Mark.object.rawValue
  }

  fileprivate static func withoutSuper() -> Never { preconditionFailure("what is packed is a value, and no class with a superclass") }
}

private struct UnkeyedPacking: UnkeyedEncodingContainer {
  let writer: PackedWriter
  let depth: Int
  var codingPath: [any CodingKey] { [] }
  var count = 0

  private mutating func next() {
    writer.close(to: depth)
    count += 1
  }

  mutating func encodeNil() {
    next()
    writer.null()
  }
  mutating func encode<Value: Encodable>(_ value: Value) throws {
    next()
    try writer.put(value)
  }
  mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested> {
    next()
    return KeyedEncodingContainer(KeyedPacking<Nested>(writer: writer, depth: writer.begin(.object)))
  }
  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    next()
    return UnkeyedPacking(writer: writer, depth: writer.begin(.array))
  }
  mutating func superEncoder() -> any Encoder { PackedWriter.withoutSuper() }
}

private struct SinglePacking: SingleValueEncodingContainer {
  let writer: PackedWriter
  var codingPath: [any CodingKey] { [] }

  mutating func encodeNil() { writer.null() }
  mutating func encode(_ value: Bool) { writer.put(value) }
  mutating func encode(_ value: String) { writer.put(value) }
  mutating func encode(_ value: Double) { writer.put(value) }
  mutating func encode(_ value: Float) { writer.put(Double(value)) }
  mutating func encode(_ value: Int) { writer.put(whole: Int64(value)) }
  mutating func encode(_ value: Int8) { writer.put(whole: Int64(value)) }
  mutating func encode(_ value: Int16) { writer.put(whole: Int64(value)) }
  mutating func encode(_ value: Int32) { writer.put(whole: Int64(value)) }
  mutating func encode(_ value: Int64) { writer.put(whole: value) }
  mutating func encode(_ value: UInt) throws { try writer.put(exactly: value) }
  mutating func encode(_ value: UInt8) { writer.put(whole: Int64(value)) }
  mutating func encode(_ value: UInt16) { writer.put(whole: Int64(value)) }
  mutating func encode(_ value: UInt32) { writer.put(whole: Int64(value)) }
  mutating func encode(_ value: UInt64) throws { try writer.put(exactly: value) }
  mutating func encode<Value: Encodable>(_ value: Value) throws { try writer.put(value) }
}
