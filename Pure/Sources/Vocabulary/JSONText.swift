/// Writes JSON straight as text, for what is told often and never looked at again in the program.
///
/// Names are the program's own and stand for themselves; values are escaped.
public struct JSONText: Sendable {
  public private(set) var bytes: [UInt8] = []
  private var isFirst = true

  public init(bytesExpected: Int) { bytes.reserveCapacity(bytesExpected) }

  public mutating func object(_ body: (inout JSONText) -> Void) {
    open()
    body(&self)
    close()
  }

  public mutating func open() {
    bytes.append(UInt8(ascii: "{"))
    isFirst = true
  }

  public mutating func close() {
    bytes.append(UInt8(ascii: "}"))
    isFirst = false
  }

  /// A name, of which the value is to be written next.
  public mutating func name(_ name: String) {
    if !isFirst { bytes.append(UInt8(ascii: ",")) }
    isFirst = false
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: "\""))
    bytes.append(UInt8(ascii: ":"))
  }

  public mutating func member(_ name: String, _ value: String) {
    self.name(name)
    JSON.write(value, into: &bytes)
  }

  /// A member that is null where there is no value.
  public mutating func member(_ name: String, orNull value: String?) {
    self.name(name)
    if let value { JSON.write(value, into: &bytes) } else { raw("null") }
  }

  /// A member that is left out where there is no value.
  public mutating func member(_ name: String, ifAny value: String?) {
    if let value { member(name, value) }
  }

  public mutating func member(_ name: String, _ json: JSON) {
    self.name(name)
    json.write(into: &bytes)
  }

  public mutating func member(_ name: String, _ body: (inout JSONText) -> Void) {
    self.name(name)
    object(body)
  }

  /// A value: an array with one value for each element.
  public mutating func array<Element>(_ elements: [Element], _ body: (Element, inout JSONText) -> Void) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      body(element, &self)
    }
    bytes.append(UInt8(ascii: "]"))
    isFirst = false
  }

  /// A value: the object of what there is, or null.
  public mutating func objectOrNull<Value>(_ value: Value?, _ body: (inout JSONText, Value) -> Void) {
    guard let value else { return raw("null") }
    object { body(&$0, value) }
  }

  /// What is JSON already.
  public mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }
  public mutating func raw(_ text: [UInt8]) { bytes += text }
}
