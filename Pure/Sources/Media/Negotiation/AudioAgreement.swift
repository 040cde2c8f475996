/// What both sides of a call have agreed on for its audio.
public struct AudioAgreement: Sendable, Hashable {
  /// Where the other side wants its media. On hold by address it is `0.0.0.0`, and nothing is sent.
  public let remote: TransportAddress
  /// Where it wants RTCP; nil for nowhere.
  public let remoteControl: TransportAddress?
  /// RTCP on the port of RTP (RFC 5761).
  public let isControlMuxed: Bool
  /// What is sent. Received is whatever `receiving` has.
  public let law: G711.Law
  public let sending: PayloadTypes
  public let receiving: PayloadTypes
  /// How much a packet that is sent holds: 10, 20, 40 or 60 ms.
  public let packetMilliseconds: Int
  /// Ours.
  public let direction: MediaDirection
  /// The other side would have encrypted, had we (RFC 8643).
  public let wasEncryptionOffered: Bool
}

/// One audio stream of the other side's description, as far as it can be used.
struct RemoteAudio {
  let remote: TransportAddress
  let remoteControl: TransportAddress?
  let isMuxOffered: Bool
  /// In the order of the description.
  let laws: [G711.Law]
  let payloadTypes: PayloadTypes
  let packetMilliseconds: Int
  /// Theirs.
  let direction: MediaDirection
  let isEncryptionOffered: Bool

  init(_ stream: SDP.Media, of sdp: SDP) throws(NegotiationRefusal) {
    func refusal(_ code: NegotiationRefusal.Code, _ message: String) -> NegotiationRefusal {
      NegotiationRefusal(code, line: stream.line, message)
    }
    guard stream.kind == "audio", stream.port != 0 else { throw refusal(.noAudio, "no audio stream is wanted") }
    guard stream.transport == "RTP/AVP" else {
      let isEncrypted = stream.transport.contains("SAVP")
      throw isEncrypted
        ? refusal(.encrypted, "SRTP is not spoken here yet: offer RTP/AVP")
        : refusal(.transport, "the transport of audio is RTP/AVP here")
    }
    guard case .address(let address) = (stream.connection ?? sdp.connection)?.host, address.isUnicast else {
      throw refusal(.address, "audio goes to one host's address, in numbers")
    }
    (laws, payloadTypes) = stream.payloads
    guard !laws.isEmpty else { throw refusal(.noCodec, "the codecs here are PCMU and PCMA at 8000 Hz") }
    remote = TransportAddress(address, stream.port)
    isMuxOffered = stream.has("rtcp-mux")
    remoteControl = stream.control(of: remote)
    packetMilliseconds = stream.packetMilliseconds
    let said =
      MediaDirection.allCases.first { stream.has($0.rawValue) } ?? MediaDirection.allCases.first { of in sdp.has(of.rawValue) }
    let direction = said ?? .sendrecv
    // The older way to hold: who has no address receives nothing (RFC 3264 section 8.4).
    self.direction = address.isUnspecified ? direction.narrowed(to: .sendonly) : direction
    isEncryptionOffered = stream.has("crypto") || stream.has("fingerprint") || sdp.has("fingerprint")
  }
}

extension SDP {
  func has(_ name: String) -> Bool { attributes.contains { $0.name == name } }
}

extension SDP.Media {
  /// Formats that are known here. A payload type below 96 needs no rtpmap (RFC 3551 section 6).
  fileprivate var payloads: ([G711.Law], PayloadTypes) {
    var (laws, types) = ([G711.Law](), PayloadTypes())
    for format in formats {
      guard let number = format.utf8.decimal, number < 128 else { continue }
      switch encoding(of: number) {
      case "pcmu/8000", "pcmu/8000/1": take(.mu, number)
      case "pcma/8000", "pcma/8000/1": take(.a, number)
      case "telephone-event/8000", "telephone-event/8000/1":
        if types.events == nil, hasKeys(number) { types.events = UInt8(number) }
      default: break
      }
    }
    func take(_ law: G711.Law, _ number: Int) {
      guard types[law] == nil else { return }
      laws.append(law)
      types[law] = UInt8(number)
    }
    return (laws, types)
  }

  private func encoding(of number: Int) -> String {
    if let mapped = parameter("rtpmap", of: number) { return mapped.lowercased() }
    return switch number {
    case 0: "pcmu/8000"
    case 8: "pcma/8000"
    default: ""
    }
  }

  /// What an attribute says of a payload type: `a=fmtp:101 0-15`.
  private func parameter(_ name: String, of number: Int) -> String? {
    for attribute in attributes where attribute.name == name {
      let parts = (attribute.value ?? "").split(separator: " ", maxSplits: 1)
      if parts.count == 2, parts[0].utf8.decimal == number { return String(parts[1].filter { $0 != " " }) }
    }
    return nil
  }

  /// Whether the events are the twelve keys of a phone among others; without a list they are (RFC 4733 section 2.4.1).
  private func hasKeys(_ number: Int) -> Bool {
    guard let list = parameter("fmtp", of: number) else { return true }
    let ranges = list.split(separator: ",").compactMap { part -> ClosedRange<Int>? in
      let ends = part.split(separator: "-", maxSplits: 1).map(\.utf8.decimal)
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else { return nil }
      return first...last
    }
    return (0...11).allSatisfy { key in ranges.contains { $0.contains(key) } }
  }

  /// RFC 3605; the next port where nothing is said.
  fileprivate func control(of remote: TransportAddress) -> TransportAddress? {
    guard let words = value(of: "rtcp")?.split(separator: " "),
      let port = words.first?.utf8.decimal.flatMap(UInt16.init(exactly:))
    else { return remote.port == .max ? nil : TransportAddress(remote.address, remote.port + 1) }
    let other = words.count == 4 ? IPAddress(words[3]) : remote.address
    guard let other, other.isUnicast, port > 0 else { return nil }
    return TransportAddress(other, port)
  }

  /// The longest packet that the other side's wish and bound allow.
  fileprivate var packetMilliseconds: Int {
    func number(_ name: String) -> Int? { value(of: name)?.utf8.decimal }
    let most = min(number("ptime") ?? 20, number("maxptime") ?? .max)
    return [60, 40, 20].first { $0 <= most } ?? 10
  }
}
