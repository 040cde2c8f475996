/// Who is limited by where it comes from: a household, an office, a rented machine.
public enum Site {
  /// What one site has of addresses: an IPv4 address, or the 64 leading bits of an IPv6 address (RFC 6177).
  public static func network(of address: String) -> String {
    guard address.contains(":") else { return address }
    if address.contains(".") { return address.split(separator: ":").last.map(String.init) ?? address }
    let sides = address.split(separator: "%")[0].split(separator: "::", omittingEmptySubsequences: false)
      .map { $0.split(separator: ":") }
    let (head, tail) = (sides.first ?? [], sides.count > 1 ? sides[1] : [])
    let zeros = Array(repeating: Substring("0"), count: max(0, 8 - head.count - tail.count))
    return (head + zeros + tail).prefix(4).joined(separator: ":")
  }
}
