import FuzzEntry
import SIP

/// Input: two URIs, one a line.
@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    let uris = input.split(separator: 0x0A, maxSplits: 1).compactMap { try? SIPURI($0, at: .message) }
    for uri in uris {
      mustHold(uri.isEquivalent(to: uri), "a URI is equivalent to itself")
      let again = try? SIPURI(uri.octets[...], at: .message)
      mustHold(again == uri, "a URI is read the same again")
      mustHold(!uri.isSIP || !uri.host.isEmpty, "a SIP URI has a host")
      mustHold(
        !uri.octets.contains { $0 <= 0x20 || $0 >= 0x7F || $0 == 0x3C || $0 == 0x3E }, "nothing in it ends a bracket or line")
      checkInHeader(uri)
    }
    guard uris.count == 2, uris[0].isEquivalent(to: uris[1]) else { return }
    mustHold(uris[1].isEquivalent(to: uris[0]), "equivalence goes both ways")
    mustHold(!uris[0].isSIP || uris[0].addressOfRecord == uris[1].addressOfRecord, "equivalent URIs have one address-of-record")
  }

  /// In brackets it is the same URI in any header.
  private static func checkInHeader(_ uri: SIPURI) {
    guard var writer = try? MessageWriter(request: .options, uri: SIPURI("sip:a")) else { return }
    writer.field(.contact, [0x3C] + uri.octets + Array(">;q=1".utf8))
    let contacts = try? ReceivedMessage(datagram: writer.finished()).addresses(of: .contact)
    mustHold(contacts?.first?.uri == uri && contacts?.count == 1, "an address in brackets is read as it was written")
  }
}
