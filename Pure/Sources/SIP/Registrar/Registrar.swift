public import Vocabulary

/// Where a user can be reached, until when.
public struct Binding: Sendable, Hashable {
  public let contact: SIPURI
  /// What the registration came on. Requests go back on it, whatever the contact says: behind a NAT nothing else arrives.
  public let flow: SIPFlow
  /// Thousandths; the greatest is tried first (RFC 3261 section 20.10).
  public let preference: UInt16
  public let expires: Moment
  let callID: [UInt8]
  let number: UInt32
}

/// The bindings of addresses-of-record (RFC 3261 section 10.3). Who may register what is decided before.
public struct Registrar: Sendable {
  public struct Settings: Sendable, Hashable {
    public let minimumSeconds: UInt32
    public let maximumSeconds: UInt32
    /// For contacts that say nothing of it.
    public let defaultSeconds: UInt32

    public init(minimumSeconds: UInt32, maximumSeconds: UInt32, defaultSeconds: UInt32) {
      self.minimumSeconds = minimumSeconds
      self.maximumSeconds = max(maximumSeconds, minimumSeconds)
      self.defaultSeconds = min(max(defaultSeconds, minimumSeconds), self.maximumSeconds)
    }

    public static let standard = Settings(minimumSeconds: 60, maximumSeconds: 3_600, defaultSeconds: 3_600)
  }

  public enum Outcome: Sendable, Hashable {
    /// 200 with the bindings that there are now.
    case accepted([Binding])
    /// Another status; nothing has changed. 423 tells `minimumSeconds`.
    case refused(status: Int, minimumSeconds: UInt32?)
  }

  /// Contacts of one address.
  public static let bindingsMax = 8
  public static let addressesMax = 50_000

  public let settings: Settings
  private var bindings: [[UInt8]: [Binding]] = [:]
  /// How many bindings each flow has: what says whether it is a user's.
  private var flows: [SIPFlow: Int] = [:]

  public init(settings: Settings) { self.settings = settings }

  public var addressCount: Int { bindings.count }
  public func isRegistered(on flow: SIPFlow) -> Bool { flows[flow] != nil }

  /// The contacts of an address that hold still, the preferred first; of equal ones the latest.
  public func bindings(of address: [UInt8], at now: Moment) -> [Binding] {
    (bindings[address] ?? []).filter { $0.expires > now }
      .sorted { ($0.preference, $0.expires.microseconds) > ($1.preference, $1.expires.microseconds) }
  }

  /// Contacts that came over UDP from another host than they name: a NAT stands before them.
  func hiddenBindings(at now: Moment) -> [Binding] {
    bindings.keys.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { address in
      bindings(of: address, at: now).filter {
        $0.flow.transport == .udp && $0.contact.host.sipText != $0.flow.host
      }
    }
  }

  // MARK: Registering

  /// - Throws: `malformed`. Nothing has changed then.
  public mutating func register(_ request: SIPRequest, on flow: SIPFlow, at now: Moment) throws(SIPProblem) -> Outcome {
    let registration = try Registration(request)
    let address = request.to.uri.addressOfRecord
    var current = bindings(of: address, at: now)
    switch registration.change {
    case .query: break
    case .removeAll:
      guard current.allSatisfy({ Self.isInOrder($0, request) }) else { return Self.outOfOrder }
      current = []
    case .bind(let contacts):
      for contact in contacts {
        let refusal = try bind(contact, registration, request, flow, now, in: &current)
        if let refusal { return refusal }
      }
    }
    guard current.count <= Self.bindingsMax, bindings[address] != nil || bindings.count < Self.addressesMax || current.isEmpty
    else { return .refused(status: 403, minimumSeconds: nil) }
    replace(address, with: current)
    return .accepted(bindings(of: address, at: now))
  }

  private static let outOfOrder = Outcome.refused(status: 500, minimumSeconds: nil)

  /// Whether a request may change a binding: another client's may, and one of the same only in order.
  private static func isInOrder(_ binding: Binding, _ request: SIPRequest) -> Bool {
    !binding.callID.elementsEqual(request.callID) || request.cSeqNumber > binding.number
  }

  /// Adds, refreshes or removes one contact.
  /// - Returns: why it cannot.
  private func bind(
    _ contact: NameAddress, _ registration: Registration, _ request: SIPRequest, _ flow: SIPFlow, _ now: Moment,
    in current: inout [Binding]
  ) throws(SIPProblem) -> Outcome? {
    guard contact.uri.isSIP else { throw .malformed(.contact, "A contact that is no SIP URI cannot be called") }
    let wanted =
      contact.parameters.value(of: "expires").map { deltaSeconds($0) ?? settings.defaultSeconds }
      ?? registration.expiresSeconds ?? settings.defaultSeconds
    // An hour or more is never too brief (RFC 3261 section 10.3).
    guard wanted == 0 || wanted >= min(settings.minimumSeconds, 3_600) else {
      return .refused(status: 423, minimumSeconds: settings.minimumSeconds)
    }
    let known = current.firstIndex { $0.contact.isEquivalent(to: contact.uri) }
    if let known {
      guard Self.isInOrder(current[known], request) else { return Self.outOfOrder }
      current.remove(at: known)
    }
    guard wanted > 0 else { return nil }
    current.append(
      Binding(
        contact: contact.uri, flow: flow, preference: Self.preference(contact),
        expires: now.adding(seconds: Int64(min(wanted, settings.maximumSeconds))), callID: Array(request.callID),
        number: request.cSeqNumber))
    return nil
  }

  /// `q` in thousandths: 1 where it is missing or broken.
  private static func preference(_ contact: NameAddress) -> UInt16 {
    guard let value = contact.parameters.value(of: "q") else { return 1_000 }
    let parts = value.split(separator: UInt8(ascii: "."), maxSplits: 1)
    guard let whole = parts.first?.decimal(atMost: 1) else { return 1_000 }
    let digits = parts.count > 1 ? parts[1].prefix(3).map(\.self) + [0x30, 0x30, 0x30] : [0x30, 0x30, 0x30]
    guard let thousandths = digits.prefix(3).decimal(atMost: 999) else { return 1_000 }
    return min(1_000, UInt16(whole * 1_000 + thousandths))
  }

  /// The value of a Contact of the 200.
  public static func contactText(_ binding: Binding, at now: Moment) -> String {
    let seconds = max(0, (binding.expires.microseconds - now.microseconds + 999_999) / 1_000_000)
    return "<\(binding.contact.text)>;expires=\(seconds)"
  }

  // MARK: What lapses

  /// Forgets what has expired.
  /// - Returns: the addresses that nobody can be reached at any more, in order.
  public mutating func expire(at now: Moment) -> [[UInt8]] { remove { $0.expires <= now } }

  /// A connection is gone, and what was registered on it cannot be reached.
  /// - Returns: the addresses that nobody can be reached at any more, in order.
  public mutating func flowEnded(_ flow: SIPFlow) -> [[UInt8]] { remove { $0.flow == flow } }

  private mutating func remove(where isOver: (Binding) -> Bool) -> [[UInt8]] {
    var gone: [[UInt8]] = []
    for (address, held) in bindings where held.contains(where: isOver) {
      let left = held.filter { !isOver($0) }
      replace(address, with: left)
      if left.isEmpty { gone.append(address) }
    }
    return gone.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private mutating func replace(_ address: [UInt8], with current: [Binding]) {
    for binding in bindings[address] ?? [] {
      let left = (flows[binding.flow] ?? 1) - 1
      flows[binding.flow] = left > 0 ? left : nil
    }
    for binding in current { flows[binding.flow, default: 0] += 1 }
    bindings[address] = current.isEmpty ? nil : current
  }
}
