import NIOCore
import ReadBuffers
import SIP

/// Hands datagrams over.
final class SIPDatagramHandler: ChannelInboundHandler, Sendable {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>

  private let board: Switchboard

  init(_ board: Switchboard) { self.board = board }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    guard let host = envelope.remoteAddress.ipAddress, let port = envelope.remoteAddress.port else { return }
    let octets = Array(envelope.data.readableBytesView)
    // The channel receives the next into the same memory.
    envelope.data.wipe()
    let flow = SIPFlow(id: SIPChannels.datagramFlow, transport: .udp, host: host, port: UInt16(clamping: port))
    board.assumeIsolated { $0.received(octets, flow) }
  }
}

/// Cuts a connection into messages and hands them over. One that brings what is no SIP is closed.
final class SIPStreamHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let board: Switchboard
  private let transport: SIPTransport
  private var framer = StreamFramer()
  private var flow: SIPFlow?

  /// - Parameter flow: of a connection of ours; nil for one that a peer opens.
  init(_ board: Switchboard, _ transport: SIPTransport, flow: SIPFlow? = nil) {
    self.board = board
    self.transport = transport
    self.flow = flow
  }

  func channelActive(context: ChannelHandlerContext) {
    context.fireChannelActive()
    guard flow == nil else { return }
    let (channel, transport) = (context.channel, transport)
    flow = board.assumeIsolated { $0.admit(channel, transport) }
    if flow == nil { context.close(promise: nil) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard let flow else { return }
    framer.append(unwrapInboundIn(data).readableBytesView)
    do {
      while let unit = try framer.next() {
        switch unit {
        case .message(let message): board.assumeIsolated { $0.received(message, flow) }
        case .ping: context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [0x0D, 0x0A])), promise: nil)
        }
      }
    } catch {
      context.close(promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    guard let flow else { return }
    board.assumeIsolated { board in
      board.channels.remove(flow)
      board.flowEnded(flow)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
