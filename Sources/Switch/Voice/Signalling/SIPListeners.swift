import NIOCore
import NIOPosix
import NIOSSL
import ReadBuffers
import SIP

/// Binds the sockets of signalling, all on its loop.
struct SIPListeners {
  let board: Switchboard
  let settings: VoiceSettings

  /// - Throws: where an address cannot be bound, or the certificate be used.
  func open(_ identity: VoiceIdentity) async throws {
    try await openDatagrams()
    try await openStream(settings.sip, nil)
    if let endpoint = settings.sipTLS { try await openStream(endpoint, try Self.context(identity)) }
    let pause = TimeAmount.seconds(VoiceLimits.sweepSeconds)
    board.loop.scheduleRepeatedTask(initialDelay: pause, delay: pause) { [board] _ in board.assumeIsolated { $0.sweep() } }
  }

  private func openDatagrams() async throws {
    let descriptor = try await board.openDatagrams()
    _ = try await DatagramBootstrap(group: board.loop)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: SIPLimits.messageBytesMax))
      .channelInitializer { [board] channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(SIPDatagramHandler(board)) }
      }.withBoundSocket(descriptor).get()
  }

  private func openStream(_ endpoint: VoiceSettings.Endpoint, _ context: NIOSSLContext?) async throws {
    _ = try await ServerBootstrap(group: board.loop)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(
        .writeBufferWaterMark, value: .init(low: VoiceLimits.unsentBytesMax / 2, high: VoiceLimits.unsentBytesMax)
      )
      .childChannelInitializer { [board] channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let context { try pipeline.addHandler(NIOSSLServerHandler(context: context)) }
          try pipeline.addHandler(ReadBufferWipe())
          try pipeline.addHandler(SIPStreamHandler(board, context == nil ? .tcp : .tls))
        }
      }.bind(host: endpoint.host, port: endpoint.port).get()
  }

  private static func context(_ identity: VoiceIdentity) throws -> NIOSSLContext {
    let chain = try NIOSSLCertificate.fromPEMBytes(identity.certificateChainPEM).map { NIOSSLCertificateSource.certificate($0) }
    let key = try NIOSSLPrivateKey(bytes: identity.privateKeyPEM, format: .pem)
    var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
    configuration.minimumTLSVersion = .tlsv12
    return try NIOSSLContext(configuration: configuration)
  }
}
