import NIOCore
import NIOPosix
import NIOSSL
import ReadBuffers
import SIP

/// Connections of ours, to trunks over TCP and TLS.
extension Switchboard {
  private static let connectSeconds: Int64 = 4

  func connect(_ flow: SIPFlow, _ octets: [UInt8]) {
    channels.opens(flow, octets)
    let name = directory.name(of: flow)
    let opening = ClientBootstrap(group: loop).connectTimeout(.seconds(Self.connectSeconds))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if flow.transport == .tls { try pipeline.addHandler(Self.encryption(to: name)) }
          try pipeline.addHandler(ReadBufferWipe())
          try pipeline.addHandler(SIPStreamHandler(self, flow.transport, flow: flow))
        }
      }.connect(host: flow.host, port: Int(flow.port))
    opening.whenComplete { result in
      self.assumeIsolated { board in
        switch result {
        case .success(let channel): board.channels.opened(flow, channel)
        case .failure:
          board.channels.remove(flow)
          board.flowEnded(flow)
        }
      }
    }
  }

  /// A trunk shows a certificate for its name that an authority of the system has signed.
  private static func encryption(to name: String?) throws -> NIOSSLClientHandler {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv12
    let isName = name.map { (try? SocketAddress(ipAddress: $0, port: 0)) == nil } ?? false
    return try NIOSSLClientHandler(context: NIOSSLContext(configuration: configuration), serverHostname: isName ? name : nil)
  }
}
