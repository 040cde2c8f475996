/// What messages of one transaction have alike, as octets.
struct TransactionKey: Sendable, Hashable {
  private let octets: [UInt8]

  private init(_ octets: [UInt8]) { self.octets = octets }

  var count: Int { octets.count }

  func hash(into hasher: inout Hasher) { hasher.combine(octets: octets) }

  /// RFC 3261 section 17.2.3. An ACK has the key of its INVITE, and so has a CANCEL where `method` says so.
  ///
  /// Without a unique branch the request's own identity takes its place, as in RFC 2543. To is left out there: the tag of an ACK
  /// is that of our response, and two requests of one Call-ID, From tag, number and Via are one anyway.
  static func server(_ request: SIPRequest, method: SIPMethod? = nil) -> TransactionKey {
    let method = method ?? (request.method == .ack ? .invite : request.method)
    var key: [UInt8] = []
    key.reserveCapacity(96)
    if request.via.hasUniqueBranch, let branch = request.via.branch {
      key.append("3261")
      key.append(part: branch)
    } else {
      key.append("2543")
      key.append(part: request.uri.octets[...])
      key.append(part: request.from.tag ?? [])
      key.append(part: request.callID)
      key.append(part: Array("\(request.cSeqNumber)".utf8)[...])
      key.append(part: request.via.branch ?? [])
    }
    key.append(part: request.via.host.map(\.lowercased)[...])
    key.append(part: Array("\(request.via.port ?? 0)".utf8)[...])
    key.append(method.text)
    return TransactionKey(key)
  }

  /// RFC 3261 section 8.2.2.2: a request outside of a dialog that came by another way too; nil for one that cannot.
  static func merge(_ request: SIPRequest) -> TransactionKey? {
    guard request.to.tag == nil, request.method != .cancel, request.method != .ack else { return nil }
    var key: [UInt8] = []
    key.append(part: request.from.tag ?? [])
    key.append(part: request.callID)
    key.append("\(request.cSeqNumber) \(request.method.text)")
    return TransactionKey(key)
  }

  /// RFC 3261 section 17.1.3.
  static func client(branch: some Collection<UInt8>, method: SIPMethod) -> TransactionKey {
    TransactionKey(Array(branch) + [Octet.space] + Array(method.text.utf8))
  }
}

extension [UInt8] {
  /// A part and its length, so that no two lists of parts read the same.
  mutating func append(part: ArraySlice<UInt8>) {
    append(UInt8(truncatingIfNeeded: part.count >> 8))
    append(UInt8(truncatingIfNeeded: part.count))
    append(contentsOf: part)
  }
}
