/// A desk: one WebSocket (RFC 6455) and the contacts that it has said something about.
struct Agent {
  enum Verb: Int { case accept = 1, complete, clear }

  var wire: Wire
  private var isOpen = false
  /// The last verb for each contact.
  private var asked: [String: Verb] = [:]
  private(set) var cleared = 0

  init(_ orders: Orders, token: String) throws {
    wire = try Wire(port: orders.port)
    let upgrade = [
      "GET /desk/ws HTTP/1.1", "Host: 127.0.0.1:\(orders.port)", "Upgrade: websocket", "Connection: Upgrade",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "", "",
    ]
    try wire.send(Array(upgrade.joined(separator: "\r\n").utf8))
    while wire.end(of: Self.headEnd) == nil { try wire.receive() }
    guard let end = wire.end(of: Self.headEnd), wire.end(of: Array("HTTP/1.1 101".utf8), to: end) != nil else {
      throw Broken(description: "the desk was refused")
    }
    wire.taken = end
    try say(#"{"type":"authenticate","token":"\#(token)"}"#)
    try say(#"{"type":"command","id":0,"verb":"putAgentState","agentStatusId":"\#(orders.available)"}"#)
  }

  private static let headEnd = Array("\r\n\r\n".utf8)
  private static let contact = Array(#""contactId":""#.utf8)
  private static let state = Array(#""state":""#.utf8)
  private static let reply = Array(#""type":"reply""#.utf8)
  private static let clearReply = Array(#""id":3,"result""#.utf8)
  private static let closed = Array(#""type":"closed""#.utf8)

  /// A text in one frame. The mask is of zeros, so that what is masked stays as it is.
  private func say(_ text: String) throws {
    let utf8 = Array(text.utf8)
    let length: [UInt8] =
      utf8.count < 126 ? [0x80 | UInt8(utf8.count)] : [0x80 | 126, UInt8(utf8.count >> 8), UInt8(utf8.count & 0xFF)]
    try wire.send([0x81] + length + [0, 0, 0, 0] + utf8)
  }

  /// Deals with what has come. Of several views of the agent the last one counts.
  mutating func read() throws {
    try wire.receive()
    var view: Range<Int>?
    while let frame = frame() {
      wire.taken = frame.upperBound
      let head = min(frame.upperBound, frame.lowerBound + 32)
      if wire.end(of: Self.reply, from: frame.lowerBound, to: head) != nil {
        try hear(frame)
      } else {
        view = frame
      }
    }
    if let view { try act(on: view) }
  }

  private mutating func hear(_ reply: Range<Int>) throws {
    guard wire.end(of: Array(#""error""#.utf8), from: reply.lowerBound, to: reply.upperBound) == nil else {
      throw Broken(description: "a command was refused: \(String(decoding: wire.received[reply], as: UTF8.self))")
    }
    if wire.end(of: Self.clearReply, from: reply.lowerBound, to: reply.upperBound) != nil { cleared += 1 }
  }

  /// The payload of the next frame that is whole.
  private func frame() -> Range<Int>? {
    let (bytes, start) = (wire.received, wire.taken)
    guard bytes.count >= start + 2 else { return nil }
    var (length, head) = (Int(bytes[start + 1] & 0x7F), start + 2)
    let extra = length == 126 ? 2 : length == 127 ? 8 : 0
    guard bytes.count >= head + extra else { return nil }
    if extra > 0 { length = bytes[head..<head + extra].reduce(0) { $0 << 8 | Int($1) } }
    head += extra
    return bytes.count >= head + length ? head..<head + length : nil
  }

  private mutating func act(on view: Range<Int>) throws {
    guard wire.end(of: Self.closed, from: view.lowerBound, to: view.upperBound) == nil else {
      throw Broken(description: "a desk was closed")
    }
    var place = view.lowerBound
    var present: [String: Verb] = [:]
    while let contact = wire.end(of: Self.contact, from: place, to: view.upperBound),
      let state = wire.end(of: Self.state, from: contact, to: view.upperBound)
    {
      let id = wire.text(at: contact)
      present[id] = asked[id]
      if let (verb, name) = Self.verb(in: wire.text(at: state)), asked[id] != verb {
        present[id] = verb
        try say(#"{"type":"command","id":\#(verb.rawValue),"verb":"\#(name)","contactId":"\#(id)"}"#)
      }
      place = state
    }
    asked = present
  }

  private static func verb(in state: String) -> (Verb, String)? {
    switch state {
    case "CONNECTING": (.accept, "acceptContact")
    case "CONNECTED": (.complete, "completeContact")
    case "ENDED": (.clear, "clearContact")
    default: nil
    }
  }
}
