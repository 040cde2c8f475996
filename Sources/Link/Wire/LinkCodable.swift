/// A value with a form on the socket transport. What a peer sends may be anything: reading refuses what it cannot understand.
public protocol LinkCodable: Sendable {
  func write(into writer: inout LinkWriter)
  init(from reader: inout LinkReader) throws(LinkProblem)

  /// An array of them; bytes have a quicker way than one by one.
  static func writeArray(_ values: [Self], into writer: inout LinkWriter)
  static func readArray(from reader: inout LinkReader) throws(LinkProblem) -> [Self]
}

extension LinkCodable {
  private static var reservedMax: Int { 1_024 }

  public static func writeArray(_ values: [Self], into writer: inout LinkWriter) {
    writer.writeCount(values.count)
    for value in values { value.write(into: &writer) }
  }

  public static func readArray(from reader: inout LinkReader) throws(LinkProblem) -> [Self] {
    let count = try reader.readCount()
    var values: [Self] = []
    // A count is a peer's word, and an element may be far larger than its bytes: little is reserved for it.
    values.reserveCapacity(min(count, Self.reservedMax))
    for _ in 0..<count { values.append(try Self(from: &reader)) }
    return values
  }
}

/// A word out of a closed list.
extension LinkCodable where Self: RawRepresentable, RawValue == String {
  public func write(into writer: inout LinkWriter) { rawValue.write(into: &writer) }

  public init(from reader: inout LinkReader) throws(LinkProblem) {
    guard let word = Self(rawValue: try String(from: &reader)) else { throw .malformed("a word is unknown") }
    self = word
  }
}

/// A structure whose form is that of its members, one after the other.
public protocol LinkStructure: LinkCodable {
  static var layout: LinkLayout<Self> { get }
}

extension LinkStructure {
  public func write(into writer: inout LinkWriter) { Self.layout.write(self, &writer) }
  public init(from reader: inout LinkReader) throws(LinkProblem) { self = try Self.layout.read(&reader) }
}

/// Which members a structure has, in their order, and how it is made of them.
public struct LinkLayout<Root: Sendable>: Sendable {
  let write: @Sendable (Root, inout LinkWriter) -> Void
  let read: @Sendable (inout LinkReader) throws(LinkProblem) -> Root

  /// - Parameters:
  ///   - make: the initialiser that takes the members in this order.
  ///   - members: where each stands.
  public init<each Member: LinkCodable>(
    _ make: @escaping @Sendable (repeat each Member) -> Root, _ members: repeat any (KeyPath<Root, each Member> & Sendable)
  ) {
    write = { root, writer in repeat root[keyPath: each members].write(into: &writer) }
    read = { (reader: inout LinkReader) throws(LinkProblem) -> Root in
      make(repeat try (each Member)(from: &reader))
    }
  }
}

/// The reply of who has nothing to say but that it is done.
public struct Done: LinkStructure, Hashable {
  public static let layout = LinkLayout<Done>(Done.init)
  public init() {}
}
