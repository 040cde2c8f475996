import NIOCore
import SIP
import Vocabulary

/// The sockets of signalling: one of datagrams, and connections. It is the loop's alone.
///
/// A connection that breaks as it is written to ends, and brings what it still had, before the write returns: what changes these
/// members may have been called by what reads them.
final class SIPChannels {
  enum Outcome { case taken, unreachable }

  /// The flow of datagrams.
  static let datagramFlow: UInt64 = 1
  /// What a connection of ours has for its flow's id: it is told by its peer.
  static let ownFlow: UInt64 = 0
  /// Messages that wait for a connection.
  private static let waitingMax = 64

  private struct Peer: Hashable {
    let host: String
    let port: UInt16
    let transport: SIPTransport

    init(_ flow: SIPFlow) { (host, port, transport) = (flow.host, flow.port, flow.transport) }
  }

  private enum Own {
    case opening([[UInt8]])
    case open(any Channel)
  }

  /// One that a peer has opened.
  private struct Connection {
    let channel: any Channel
    let flow: SIPFlow
    /// A stranger's, as far as was seen yet.
    var isStrange: Bool
    /// When it was opened, or was last seen to be of use.
    var since: NIODeadline
  }

  var datagrams: SIPDatagrams?
  private var connections: [UInt64: Connection] = [:]
  private var strangers = 0
  private var perSite: [String: Int] = [:]
  private var own: [Peer: Own] = [:]
  private var lastFlow = SIPChannels.datagramFlow

  /// Whether peers have connections open.
  var hasPeers: Bool { !connections.isEmpty }

  func newFlow(_ channel: any Channel, _ transport: SIPTransport) -> SIPFlow? {
    guard let address = channel.remoteAddress, let host = address.ipAddress, let port = address.port else { return nil }
    lastFlow += 1
    return SIPFlow(id: lastFlow, transport: transport, host: host, port: UInt16(clamping: port))
  }

  /// - Returns: false where there are too many connections: of all, of strangers or of that site.
  func add(_ channel: any Channel, _ flow: SIPFlow, isKnown: Bool) -> Bool {
    let site = Site.network(of: flow.host)
    guard connections.count < VoiceLimits.connectionsMax, isKnown || strangers < VoiceLimits.strangersMax,
      perSite[site, default: 0] < VoiceLimits.connectionsOfSiteMax
    else { return false }
    connections[flow.id] = Connection(channel: channel, flow: flow, isStrange: !isKnown, since: .now())
    perSite[site, default: 0] += 1
    if !isKnown { strangers += 1 }
    return true
  }

  /// Closes what nobody has needed for as long as a transaction takes: a stranger holds a connection no longer, whatever it
  /// sends.
  func sweep(isNeeded: (SIPFlow) -> Bool) {
    let now = NIODeadline.now()
    for (id, connection) in connections {
      if isNeeded(connection.flow) {
        connections[id]?.since = now
        if connection.isStrange { strangers -= 1 }
        connections[id]?.isStrange = false
      } else if connection.since + .seconds(VoiceLimits.unneededSeconds) < now {
        connection.channel.close(promise: nil)
      }
    }
  }

  func remove(_ flow: SIPFlow) {
    guard flow.id != Self.ownFlow else { return own[Peer(flow)] = nil }
    guard let connection = connections.removeValue(forKey: flow.id) else { return }
    if connection.isStrange { strangers -= 1 }
    let site = Site.network(of: flow.host)
    let left = (perSite[site] ?? 1) - 1
    perSite[site] = left > 0 ? left : nil
  }

  /// - Returns: `unreachable` where a connection of ours has to be opened first.
  func send(_ octets: [UInt8], _ flow: SIPFlow) -> Outcome {
    guard flow.transport != .udp else {
      datagrams?.send(octets, to: flow)
      return .taken
    }
    guard flow.id == Self.ownFlow else {
      if let connection = connections[flow.id] { Self.send(octets, connection.channel) }
      return .taken
    }
    switch own[Peer(flow)] {
    case .open(let channel): Self.send(octets, channel)
    case .opening(let waiting): if waiting.count < Self.waitingMax { own[Peer(flow)] = .opening(waiting + [octets]) }
    case nil: return .unreachable
    }
    return .taken
  }

  private static func send(_ octets: [UInt8], _ channel: any Channel) {
    // Who does not read what is sent is cut off.
    guard channel.isWritable else { return channel.close(promise: nil) }
    channel.writeAndFlush(ByteBuffer(bytes: octets), promise: nil)
  }

  func opens(_ flow: SIPFlow, _ octets: [UInt8]) { own[Peer(flow)] = .opening([octets]) }

  func opened(_ flow: SIPFlow, _ channel: any Channel) {
    guard case .opening(let waiting) = own[Peer(flow)] else { return channel.close(promise: nil) }
    own[Peer(flow)] = .open(channel)
    for octets in waiting { Self.send(octets, channel) }
  }
}
