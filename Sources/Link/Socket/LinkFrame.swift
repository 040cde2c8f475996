import Link
import NIOCore

/// What goes over the socket, after four bytes that tell its length: a kind, a number that joins a reply to its request, and
/// the rest.
enum LinkFrame: Sendable {
  case request(id: UInt64, name: String, body: LinkReader)
  case reply(id: UInt64, body: LinkReader)
  case problem(id: UInt64, LinkProblem)
  /// Asks whether the other side is there, and says that it is.
  case ping
  case pong
  /// Says that it is there and gets nothing done.
  case hangs

  private enum Kind {
    static let request: UInt8 = 1
    static let reply: UInt8 = 2
    static let problem: UInt8 = 3
    static let ping: UInt8 = 4
    static let pong: UInt8 = 5
    static let hangs: UInt8 = 6
  }

  /// The attachments of one conversation, 35 of 20 MiB, come in one message.
  static let bytesMax = 1 << 30

  init(_ payload: [UInt8]) throws(LinkProblem) {
    var reader = LinkReader(payload)
    let (kind, id) = (try reader.readByte(), try reader.read(UInt64.self))
    switch kind {
    case Kind.request: self = .request(id: id, name: try String(from: &reader), body: reader)
    case Kind.reply: self = .reply(id: id, body: reader)
    case Kind.problem:
      let code = LinkProblem.Code(rawValue: try String(from: &reader)) ?? .peerFailed
      self = .problem(id: id, LinkProblem(code, message: try String(from: &reader)))
    case Kind.ping: self = .ping
    case Kind.pong: self = .pong
    case Kind.hangs: self = .hangs
    default: throw .malformed("a frame of the kind \(kind)")
    }
  }

  static func request(_ id: UInt64, _ message: some LinkMessage) -> LinkWriter {
    var writer = begun(Kind.request, id)
    type(of: message).name.write(into: &writer)
    message.write(into: &writer)
    return writer
  }

  static func reply(_ id: UInt64, _ body: LinkWriter) -> LinkWriter {
    var writer = begun(Kind.reply, id)
    writer.write(bytes: body.bytes)
    return writer
  }

  static func problem(_ id: UInt64, _ problem: LinkProblem) -> LinkWriter {
    var writer = begun(Kind.problem, id)
    problem.code.rawValue.write(into: &writer)
    problem.message.write(into: &writer)
    return writer
  }

  static let askingPresence = begun(Kind.ping, 0)
  static let tellingPresence = begun(Kind.pong, 0)
  static let tellingHang = begun(Kind.hangs, 0)

  private static func begun(_ kind: UInt8, _ id: UInt64) -> LinkWriter {
    var writer = LinkWriter()
    writer.write(byte: kind)
    writer.write(integer: id)
    return writer
  }
}

/// Cuts the stream into payloads of frames.
struct LinkFrameDecoder: ByteToMessageDecoder {
  typealias InboundOut = [UInt8]

  mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
    guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else { return .needMoreData }
    guard length <= LinkFrame.bytesMax else { throw LinkProblem.malformed("a frame of \(length) bytes") }
    guard buffer.readableBytes >= 4 + Int(length) else { return .needMoreData }
    buffer.moveReaderIndex(forwardBy: 4)
    context.fireChannelRead(wrapInboundOut(buffer.readBytes(length: Int(length)) ?? []))
    return .continue
  }

  mutating func decodeLast(context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool) throws -> DecodingState {
    try decode(context: context, buffer: &buffer)
  }
}
