public import Vocabulary

extension Int: LinkCodable {
  public func write(into writer: inout LinkWriter) { writer.write(integer: Int64(self)) }
  public init(from reader: inout LinkReader) throws(LinkProblem) { self = Int(try reader.read(Int64.self)) }
}

extension UInt8: LinkCodable {
  public func write(into writer: inout LinkWriter) { writer.write(byte: self) }
  public init(from reader: inout LinkReader) throws(LinkProblem) { self = try reader.readByte() }

  public static func writeArray(_ values: [UInt8], into writer: inout LinkWriter) {
    writer.writeCount(values.count)
    writer.write(bytes: values)
  }

  public static func readArray(from reader: inout LinkReader) throws(LinkProblem) -> [UInt8] {
    Array(try reader.read(bytes: try reader.readCount()))
  }
}

extension Bool: LinkCodable {
  public func write(into writer: inout LinkWriter) { writer.write(byte: self ? 1 : 0) }

  public init(from reader: inout LinkReader) throws(LinkProblem) {
    switch try reader.readByte() {
    case 0: self = false
    case 1: self = true
    default: throw .malformed("a truth value is 0 or 1")
    }
  }
}

extension String: LinkCodable {
  public func write(into writer: inout LinkWriter) {
    writer.writeCount(utf8.count)
    writer.write(bytes: utf8)
  }

  public init(from reader: inout LinkReader) throws(LinkProblem) {
    guard let text = String(validating: try reader.read(bytes: try reader.readCount()), as: UTF8.self) else {
      throw .malformed("a text is not UTF-8")
    }
    self = text
  }
}

extension Optional: LinkCodable where Wrapped: LinkCodable {
  public func write(into writer: inout LinkWriter) {
    (self != nil).write(into: &writer)
    if let self { self.write(into: &writer) }
  }

  public init(from reader: inout LinkReader) throws(LinkProblem) {
    self = try Bool(from: &reader) ? try Wrapped(from: &reader) : nil
  }
}

extension Array: LinkCodable where Element: LinkCodable {
  public func write(into writer: inout LinkWriter) { Element.writeArray(self, into: &writer) }
  public init(from reader: inout LinkReader) throws(LinkProblem) { self = try Element.readArray(from: &reader) }
}

extension Dictionary: LinkCodable where Key == String, Value: LinkCodable {
  public func write(into writer: inout LinkWriter) {
    writer.writeCount(count)
    for (name, value) in self {
      name.write(into: &writer)
      value.write(into: &writer)
    }
  }

  public init(from reader: inout LinkReader) throws(LinkProblem) {
    self = [:]
    for _ in 0..<(try reader.readCount()) {
      let name = try String(from: &reader)
      guard updateValue(try Value(from: &reader), forKey: name) == nil else { throw .malformed("a name stands twice") }
    }
  }
}

extension JSON: LinkCodable {
  public func write(into writer: inout LinkWriter) { bytes.write(into: &writer) }

  public init(from reader: inout LinkReader) throws(LinkProblem) {
    let text = try [UInt8](from: &reader)
    do { self = try JSON.parse(text) } catch { throw .malformed("a value is not JSON") }
  }
}

extension Moment: LinkCodable {
  public func write(into writer: inout LinkWriter) { writer.write(integer: microseconds) }

  /// Of a year with four digits: beyond, dates cannot be written, and sums of times run over.
  public init(from reader: inout LinkReader) throws(LinkProblem) {
    let microseconds = try reader.read(Int64.self)
    guard Self.yearsOfFourDigits.contains(microseconds) else { throw .malformed("a time is out of range") }
    self.init(microseconds: microseconds)
  }

  private static let yearsOfFourDigits = Int64(-62_167_219_200_000_000)...253_402_300_799_999_999
}

extension WireRequest.Header: LinkStructure {
  public static let layout = LinkLayout(WireRequest.Header.init(name:value:), \.name, \.value)
}

extension WireRequest: LinkStructure {
  public static let layout = LinkLayout(
    WireRequest.init(method:rawPath:rawQuery:headers:body:remoteAddress:isTLS:), \.method, \.rawPath, \.rawQuery, \.headers,
    \.body, \.remoteAddress, \.isTLS)
}

extension WireResponse: LinkStructure {
  public static let layout = LinkLayout(WireResponse.init(status:headers:body:), \.status, \.headers, \.body)
}
