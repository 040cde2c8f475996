extension RTCPPacket {
  /// A compound packet of these, in their order. The first one is a report.
  public static func bytes(of packets: [RTCPPacket]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(128)
    for packet in packets { packet.append(to: &bytes) }
    return bytes
  }

  private func append(to bytes: inout [UInt8]) {
    switch self {
    case .senderReport(let report):
      Self.packet(Kind.senderReport, tally: report.blocks.count, &bytes) { bytes in
        bytes.append(bigEndian: report.source)
        bytes.append(bigEndian: UInt32(report.ntp >> 32))
        bytes.append(bigEndian: UInt32(truncatingIfNeeded: report.ntp))
        for number in [report.timestamp, report.packets, report.octets] { bytes.append(bigEndian: number) }
        for block in report.blocks { block.append(to: &bytes) }
      }
    case .receiverReport(let source, let blocks):
      Self.packet(Kind.receiverReport, tally: blocks.count, &bytes) { bytes in
        bytes.append(bigEndian: source)
        for block in blocks { block.append(to: &bytes) }
      }
    case .sourceDescription(let chunks):
      Self.packet(Kind.sourceDescription, tally: chunks.count, &bytes) { bytes in
        for chunk in chunks {
          bytes.append(bigEndian: chunk.source)
          bytes += [1, UInt8(clamping: chunk.canonicalName.count)] + chunk.canonicalName.prefix(255) + [0]
          while bytes.count % 4 != 0 { bytes.append(0) }
        }
      }
    case .bye(let sources):
      Self.packet(Kind.bye, tally: sources.count, &bytes) { bytes in for source in sources { bytes.append(bigEndian: source) } }
    case .other: break
    }
  }

  private static func packet(_ kind: UInt8, tally: Int, _ bytes: inout [UInt8], _ content: (inout [UInt8]) -> Void) {
    precondition(tally < 32, "a packet counts 31 blocks at most")
    let start = bytes.count
    bytes += [0x80 | UInt8(tally), kind, 0, 0]
    content(&bytes)
    let words = (bytes.count - start) / 4 - 1
    bytes[start + 2] = UInt8(truncatingIfNeeded: words >> 8)
    bytes[start + 3] = UInt8(truncatingIfNeeded: words)
  }
}

extension RTCPReportBlock {
  fileprivate func append(to bytes: inout [UInt8]) {
    bytes.append(bigEndian: source)
    bytes.append(bigEndian: UInt32(fractionLost) << 24 | UInt32(bitPattern: cumulativeLost) & 0xFF_FFFF)
    for number in [highestSequence, jitter, lastSenderReport, delay] { bytes.append(bigEndian: number) }
  }
}

extension [UInt8] {
  /// Most significant byte first.
  fileprivate mutating func append(bigEndian value: UInt32) {
    for shift in [24, 16, 8, 0] as [UInt32] { append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
}
