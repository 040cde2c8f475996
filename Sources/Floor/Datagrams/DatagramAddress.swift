import CDatagrams

/// An IP address and a UDP port. An IPv4 address is the IPv6 address that it is mapped to (RFC 4291 2.5.5.2).
public struct DatagramAddress: Hashable, Sendable {
  /// The upper and the lower 64 bits of the address.
  public let high: UInt64
  public let low: UInt64
  public let port: UInt16

  public init(high: UInt64, low: UInt64, port: UInt16) {
    self.high = high
    self.low = low
    self.port = port
  }

  /// An IPv4 address, its first byte first.
  public init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8, port: UInt16) {
    let number = UInt32(first) << 24 | UInt32(second) << 16 | UInt32(third) << 8 | UInt32(fourth)
    self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(number), port: port)
  }

  public static func == (left: DatagramAddress, right: DatagramAddress) -> Bool {
    left.low == right.low && left.port == right.port && left.high == right.high
  }

  init(_ address: cdatagrams_address) { self.init(high: address.high, low: address.low, port: address.port) }

  var address: cdatagrams_address { cdatagrams_address(high: high, low: low, port: port) }
}
