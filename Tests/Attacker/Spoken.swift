import Link

/// A message of the catalogue as bytes, so that they need not be one; whatever comes back is bytes as well.
struct Spoken<Message: LinkMessage>: LinkMessage {
  static var name: String { Message.name }
  static var layout: LinkLayout<Spoken> { LinkLayout(Spoken.init(bytes:), \.bytes) }
  typealias Reply = Heard

  let bytes: [UInt8]

  init(bytes: [UInt8]) { self.bytes = bytes }

  init(_ message: Message) {
    var writer = LinkWriter()
    message.write(into: &writer)
    bytes = writer.bytes
  }

  func write(into writer: inout LinkWriter) { writer.write(bytes: bytes) }

  /// One byte changed, an end cut off, bytes added, a count made enormous.
  func mutated(by random: inout Seeded) -> Spoken {
    var changed = bytes
    let place = changed.isEmpty ? 0 : Int.random(in: changed.indices, using: &random)
    switch Int.random(in: 0..<4, using: &random) {
    case 0 where !changed.isEmpty: changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: changed.removeSubrange(place...)
    case 2 where changed.count >= place + 4: changed.replaceSubrange(place..<place + 4, with: [255, 255, 255, 255])
    default: changed.append(UInt8.random(in: .min ... .max, using: &random))
    }
    return Spoken(bytes: changed)
  }
}

/// All that a reply is made of.
struct Heard: LinkCodable {
  let bytes: [UInt8]

  init(from reader: inout LinkReader) throws(LinkProblem) { bytes = Array(try reader.read(bytes: reader.remaining)) }
  func write(into writer: inout LinkWriter) { writer.write(bytes: bytes) }
}
