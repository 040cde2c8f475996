/// Writes one value after the other into the same bytes: no tree, no copy.
final class PackedWriter {
  private(set) var output = PackedBytes()

  func put<Value: Encodable>(_ value: Value) throws {
    if try putScalar(value) { return }
    let (depth, start) = (output.depth, output.bytes.count)
    try value.encode(to: PackedEncoding(writer: self, depth: depth))
    output.close(to: depth)
    if output.bytes.count == start { output.mark(.null) }
  }

  /// - Returns: whether it was one.
  private func putScalar<Value>(_ value: Value) throws -> Bool {
    if Value.self == String.self, let text = value as? String {
      output.put(text)
    } else if Value.self == Moment.self, let moment = value as? Moment {
      output.put(whole: moment.microseconds)
    } else if Value.self == [UInt8].self, let content = value as? [UInt8] {
      output.put(content)
    } else if Value.self == JSON.self, let json = value as? JSON {
      output.put(json)
    } else if Value.self == JSON.Object.self, let object = value as? JSON.Object {
      output.put(JSON(.object(object)))
    } else {
      return false
    }
    return true
  }

  /// One access, whatever is written in it.
  func write<Result>(_ body: (inout PackedBytes) -> Result) -> Result { body(&output) }

  func put(exactly value: some BinaryInteger) throws {
    guard let whole = Int64(exactly: value) else {
      throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "more than 64 bits with a sign"))
    }
    output.put(whole: whole)
  }
}

/// The bytes while they are written.
///
/// A container that is open is closed when something is written outside of it, which is when its length is known.
struct PackedBytes {
  private(set) var bytes: [UInt8] = [Packed.version]
  /// Where the lengths of the open containers stand, the outermost first.
  private var open: [Int] = []

  init() { bytes.reserveCapacity(2_048) }

  var depth: Int { open.count }

  mutating func put(_ flag: Bool) { mark(flag ? .up : .down) }

  mutating func put(whole value: Int64) {
    mark(.whole)
    varint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  mutating func put(_ number: Double) {
    mark(.fraction)
    let pattern = number.bitPattern
    for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: pattern >> (8 * UInt64(byte)))) }
  }

  mutating func put(_ text: String) {
    mark(.text)
    name(text)
  }

  mutating func put(_ content: [UInt8]) {
    mark(.bytes)
    varint(UInt64(content.count))
    bytes += content
  }

  mutating func put(_ json: JSON) {
    begin(.json)
    json.write(into: &bytes)
    close(to: depth - 1)
  }

  /// What stands in a container of that depth, after what was open in it.
  mutating func name(_ text: String, at depth: Int) {
    close(to: depth)
    name(text)
  }

  private mutating func name(_ text: String) {
    let utf8 = text.utf8
    varint(UInt64(utf8.count))
    bytes.append(contentsOf: utf8)
  }

  mutating func mark(_ mark: Packed.Mark) { bytes.append(mark.rawValue) }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func begin(_ container: Packed.Mark) {
    mark(container)
    open.append(bytes.count)
    for _ in 0..<Packed.lengthBytes { bytes.append(0) }
  }

  mutating func close(to depth: Int) {
    while open.count > depth {
      let place = open.removeLast()
      let length = UInt32(bytes.count - place - Packed.lengthBytes)
      for byte in 0..<Packed.lengthBytes { bytes[place + byte] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(byte))) }
    }
  }

  /// Whether a container that has nothing is all that was written since.
  func isEmptyContainer(since place: Int) -> Bool {
    bytes.count == place + 1 + Packed.lengthBytes
      && (bytes[place] == Packed.Mark.array.rawValue || bytes[place] == Packed.Mark.object.rawValue)
  }

  /// Takes away what was written since.
  mutating func withdraw(to place: Int) { bytes.removeLast(bytes.count - place) }
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
    KeyedEncodingContainer(KeyedPacking(writer: writer, depth: writer.begin(.object, in: depth)))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    UnkeyedPacking(writer: writer, depth: writer.begin(.array, in: depth))
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SinglePacking(writer: writer) }
}

private struct KeyedPacking<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let writer: PackedWriter
  let depth: Int
  var codingPath: [any CodingKey] { [] }

  mutating func encodeNil(forKey key: Key) {}

  /// Members that are named by the program are the cases of an enumeration, of one byte or two; the names of a dictionary are
  /// data, and all of them count.
  private var mayLeaveOut: Bool { MemoryLayout<Key>.size <= 2 }

  /// A flag that is down is left out.
  mutating func encode(_ value: Bool, forKey key: Key) {
    if value || !mayLeaveOut { present(value, key) }
  }
  mutating func encodeIfPresent(_ value: Bool?, forKey key: Key) {
    if let value { present(value, key) }
  }
  private func present(_ value: Bool, _ key: Key) { writer.member(key.stringValue, in: depth) { $0.put(value) } }

  mutating func encode(_ value: String, forKey key: Key) { writer.member(key.stringValue, in: depth) { $0.put(value) } }
  mutating func encode(_ value: Int, forKey key: Key) {
    writer.member(key.stringValue, in: depth) { $0.put(whole: Int64(value)) }
  }
  mutating func encode(_ value: Int64, forKey key: Key) { writer.member(key.stringValue, in: depth) { $0.put(whole: value) } }

  /// A collection that has nothing is left out.
  mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    guard mayLeaveOut else { return try encodeIfPresent(value, forKey: key) }
    if Value.self == JSON.Object.self, let object = value as? JSON.Object, object.isEmpty { return }
    let (start, content) = writer.begin(member: key.stringValue, in: depth)
    try writer.put(value)
    if writer.isEmptyContainer(since: content), Value.self is any EmptyWhenAbsent.Type { writer.withdraw(to: start) }
  }
  mutating func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
    guard let value else { return }
    writer.member(key.stringValue, in: depth) { _ in }
    try writer.put(value)
  }
  mutating func encodeIfPresent(_ value: String?, forKey key: Key) {
    if let value { encode(value, forKey: key) }
  }

  mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
    writer.member(key.stringValue, in: depth) { _ in }
    return KeyedEncodingContainer(KeyedPacking<Nested>(writer: writer, depth: writer.begin(.object, in: depth)))
  }
  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    writer.member(key.stringValue, in: depth) { _ in }
    return UnkeyedPacking(writer: writer, depth: writer.begin(.array, in: depth))
  }
  mutating func superEncoder() -> any Encoder { PackedWriter.withoutSuper() }
  mutating func superEncoder(forKey key: Key) -> any Encoder { PackedWriter.withoutSuper() }
}

extension PackedWriter {
  fileprivate func member(_ name: String, in depth: Int, _ body: (inout PackedBytes) -> Void) {
    write { output in
      output.name(name, at: depth)
      body(&output)
    }
  }

  /// - Returns: where the member begins, and where its value will.
  fileprivate func begin(member name: String, in depth: Int) -> (start: Int, content: Int) {
    write { output in
      output.close(to: depth)
      let start = output.bytes.count
      output.name(name, at: depth)
      return (start, output.bytes.count)
    }
  }

  /// - Returns: the depth of what the container has.
  fileprivate func begin(_ container: Packed.Mark, in depth: Int) -> Int {
    write { output in
      output.close(to: depth)
      output.begin(container)
      return output.depth
    }
  }

  fileprivate func isEmptyContainer(since place: Int) -> Bool { output.isEmptyContainer(since: place) }
  fileprivate func withdraw(to place: Int) { write { $0.withdraw(to: place) } }
  fileprivate func close(to depth: Int) { write { $0.close(to: depth) } }

  fileprivate static func withoutSuper() -> Never {
    preconditionFailure("what is packed is a value, and no class with a superclass")
  }
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
    writer.write { $0.mark(.null) }
  }
  mutating func encode<Value: Encodable>(_ value: Value) throws {
    next()
    try writer.put(value)
  }
  mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested> {
    next()
    return KeyedEncodingContainer(KeyedPacking<Nested>(writer: writer, depth: writer.begin(.object, in: depth)))
  }
  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    next()
    return UnkeyedPacking(writer: writer, depth: writer.begin(.array, in: depth))
  }
  mutating func superEncoder() -> any Encoder { PackedWriter.withoutSuper() }
}

private struct SinglePacking: SingleValueEncodingContainer {
  let writer: PackedWriter
  var codingPath: [any CodingKey] { [] }

  mutating func encodeNil() { writer.write { $0.mark(.null) } }
  mutating func encode(_ value: Bool) { writer.write { $0.put(value) } }
  mutating func encode(_ value: String) { writer.write { $0.put(value) } }
  mutating func encode(_ value: Double) { writer.write { $0.put(value) } }
  mutating func encode(_ value: Float) { writer.write { $0.put(Double(value)) } }
  mutating func encode(_ value: Int) { writer.write { $0.put(whole: Int64(value)) } }
  mutating func encode(_ value: Int8) { writer.write { $0.put(whole: Int64(value)) } }
  mutating func encode(_ value: Int16) { writer.write { $0.put(whole: Int64(value)) } }
  mutating func encode(_ value: Int32) { writer.write { $0.put(whole: Int64(value)) } }
  mutating func encode(_ value: Int64) { writer.write { $0.put(whole: value) } }
  mutating func encode(_ value: UInt) throws { try writer.put(exactly: value) }
  mutating func encode(_ value: UInt8) { writer.write { $0.put(whole: Int64(value)) } }
  mutating func encode(_ value: UInt16) { writer.write { $0.put(whole: Int64(value)) } }
  mutating func encode(_ value: UInt32) { writer.write { $0.put(whole: Int64(value)) } }
  mutating func encode(_ value: UInt64) throws { try writer.put(exactly: value) }
  mutating func encode<Value: Encodable>(_ value: Value) throws { try writer.put(value) }
}
