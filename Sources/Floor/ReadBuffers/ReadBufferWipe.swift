public import NIOCore

/// Hands on what a connection brings in memory of its own, and overwrites where it was received.
///
/// Channels and the TLS handler receive into one buffer for as long as a connection lasts: the end of a long message would stay
/// there behind every shorter one. It stands where the bytes are in clear: first, or right behind TLS.
public final class ReadBufferWipe: ChannelInboundHandler, Sendable {
  public typealias InboundIn = ByteBuffer
  public typealias InboundOut = ByteBuffer

  public init() {}

  public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let received = unwrapInboundIn(data)
    context.fireChannelRead(wrapInboundOut(context.channel.allocator.buffer(buffer: received)))
    received.wipe()
  }
}

extension ByteBuffer {
  /// Overwrites what was received into it, once that is copied: for those alone who let nobody read it again.
  public func wipe() {
    unsafe withUnsafeReadableBytes { bytes in
      let memory = unsafe UnsafeMutableRawBufferPointer(mutating: bytes)
      unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
    }
  }
}
