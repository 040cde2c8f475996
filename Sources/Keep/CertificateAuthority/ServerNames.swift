import SwiftASN1
import X509

#if canImport(Glibc)
  import Glibc
#endif

/// The names and addresses of a server's certificate: `localhost`, `127.0.0.1` and `::1`, then those given, none twice. The
/// unspecified addresses (`0.0.0.0`, `::`), where a server may listen but no client connects, are left out.
struct ServerNames: Sendable {
  let generalNames: [GeneralName]
  /// For display only: clients compare the alternative names (RFC 6125 6.4.4).
  let commonName: String

  init(_ hosts: [String]) throws(CertificateProblem) {
    var names: [GeneralName] = []
    for host in ["localhost", "127.0.0.1", "::1"] + hosts {
      guard let name = try Self.generalName(of: host), !names.contains(name) else { continue }
      names.append(name)
    }
    generalNames = names
    commonName = hosts.first { $0.utf8.count <= Self.commonNameBytesMax } ?? "localhost"
  }

  /// RFC 5280 A.1, ub-common-name.
  private static let commonNameBytesMax = 64

  private static func generalName(of host: String) throws(CertificateProblem) -> GeneralName? {
    if let address = addressBytes(of: host) {
      return address.allSatisfy { $0 == 0 } ? nil : .ipAddress(ASN1OctetString(contentBytes: address[...]))
    }
    guard isDNSName(host) else { throw .invalidHost(host) }
    return .dnsName(host.lowercased())
  }

  /// Four or sixteen bytes (RFC 5280 4.2.1.6).
  private static func addressBytes(of host: String) -> [UInt8]? {
    for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
      var bytes = [UInt8](repeating: 0, count: count)
      if unsafe inet_pton(family, host, &bytes) == 1 { return bytes }
    }
    return nil
  }

  /// RFC 1123 2.1: letters, digits and inner hyphens; the last label not all digits, which would read as an address.
  private static func isDNSName(_ host: String) -> Bool {
    let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return host.utf8.count <= 253 && labels.allSatisfy(isLabel) && labels.last?.allSatisfy(isDigit) == false
  }

  private static func isLabel(_ label: Substring.UTF8View) -> Bool {
    (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
      && label.allSatisfy { isDigit($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-") }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
