/// The state of RFC 3261 section 12 that two user agents share: who they are to each other, how requests go, and their numbers.
public struct Dialog: Sendable {
  public enum Phase: Sendable, Hashable { case early, confirmed }

  public let id: DialogID
  public private(set) var phase: Phase
  /// The values of From and To in our requests, tags included.
  private let local: [UInt8]
  private let remote: [UInt8]
  /// Values of Route, the nearest first; fixed from the beginning, but what an early dialog learnt is learnt anew by its 2xx.
  private var routes: [NameAddress]
  public private(set) var remoteTarget: SIPURI
  private var localNumber: UInt32
  private var remoteNumber: UInt32?

  // MARK: Beginning

  /// A dialog that a peer's INVITE begins (RFC 3261 section 12.1.1). Without a Contact, which RFC 2543 allowed, From has to do.
  /// - Throws: `malformed`.
  public init(invitedBy request: SIPRequest, localTag: String) throws(SIPProblem) {
    id = DialogID(callID: request.callID, localTag: localTag.utf8, remoteTag: request.from.tag ?? [])
    phase = .early
    local = Self.plain(request.message.value(of: .to)) + Array(";tag=\(localTag)".utf8)
    remote = Self.plain(request.message.value(of: .from))
    routes = try request.message.addresses(of: .recordRoute)
    remoteTarget = try Self.target(of: request.message) ?? request.from.uri
    localNumber = 0
    remoteNumber = request.cSeqNumber
  }

  /// A dialog that a response to our INVITE begins (RFC 3261 section 12.1.2). Each tag of To begins one of its own.
  /// - Parameter sentTo: the Request-URI, for a response without a Contact.
  /// - Throws: `malformed`; `missingHeader` for a response without a tag.
  public init(answeredBy response: SIPResponse, sentTo: SIPURI) throws(SIPProblem) {
    guard let id = DialogID(response) else { throw SIPProblem(.missingHeader, .header(.to), "Missing tag in To") }
    self.id = id
    phase = response.isSuccess ? .confirmed : .early
    local = Self.plain(response.message.value(of: .from))
    remote = Self.plain(response.message.value(of: .to))
    routes = try response.message.addresses(of: .recordRoute).reversed()
    remoteTarget = try Self.target(of: response.message) ?? sentTo
    localNumber = response.cSeq.number
    remoteNumber = nil
  }

  private static func target(of message: ReceivedMessage) throws(SIPProblem) -> SIPURI? {
    let contacts = try message.addresses(of: .contact)
    guard contacts.count <= 1 else { throw SIPProblem(.repeatedHeader, .header(.contact), "More than one Contact") }
    guard let uri = contacts.first?.uri else { return nil }
    guard uri.isSIP, uri.headers == nil else { throw .malformed(.contact, "A Contact of a dialog is a plain SIP URI") }
    return uri
  }

  /// A value of one line, folds undone.
  private static func plain(_ value: ArraySlice<UInt8>?) -> [UInt8] {
    (value ?? []).map { $0.isLineBreak ? Octet.space : $0 }
  }

  // MARK: What the peer sends

  /// Our INVITE was accepted in this dialog: the 2xx tells routes and target anew (RFC 3261 section 13.2.2.4).
  public mutating func confirmed(by response: SIPResponse) throws(SIPProblem) {
    if phase == .early { routes = try response.message.addresses(of: .recordRoute).reversed() }
    phase = .confirmed
    try refreshTarget(from: response.message)
  }

  /// Our own 2xx was sent.
  public mutating func confirmed() { phase = .confirmed }

  /// The peer's Contact in a request or 2xx that refreshes the target (RFC 3261 section 12.2).
  public mutating func refreshTarget(from message: ReceivedMessage) throws(SIPProblem) {
    if let target = try Self.target(of: message) { remoteTarget = target }
  }

  /// Takes the number of a peer's request (RFC 3261 section 12.2.2).
  /// - Returns: false for one that is not above the last, which is answered with 500. ACK and CANCEL have the number of another.
  public mutating func takeNumber(of request: SIPRequest) -> Bool {
    if request.method == .ack || request.method == .cancel { return request.cSeqNumber == remoteNumber || remoteNumber == nil }
    guard remoteNumber.map({ request.cSeqNumber > $0 }) ?? true else { return false }
    remoteNumber = request.cSeqNumber
    return true
  }

  // MARK: What we send

  /// The URI that the next request goes to, for the host that carries it.
  public var nextHop: SIPURI { routes.first?.uri ?? remoteTarget }

  /// Begins a request within the dialog (RFC 3261 section 12.2.1.1) with the next number.
  /// - Returns: the request up to its own fields, and its number.
  public mutating func request(_ method: SIPMethod, via: String) -> (writer: MessageWriter, number: UInt32) {
    localNumber = localNumber == CSeq.numberMax ? 1 : localNumber + 1
    return (writer(method, via: via, number: localNumber), localNumber)
  }

  /// Begins the ACK for a 2xx, with the number of its INVITE (RFC 3261 section 13.2.2.4).
  public func acknowledgement(of number: UInt32, via: String) -> MessageWriter { writer(.ack, via: via, number: number) }

  private func writer(_ method: SIPMethod, via: String, number: UInt32) -> MessageWriter {
    // A first route without `lr` is a strict router: it is the Request-URI, and the target goes last.
    let strict = routes.first.flatMap { $0.uri.isLooseRouter ? nil : $0.uri }
    var writer = MessageWriter(request: method, uri: strict ?? remoteTarget)
    writer.field(.via, via)
    writer.field(.maxForwards, "70")
    for route in routes.dropFirst(strict == nil ? 0 : 1) { writer.field(.route, Array("<\(route.uri.text)>".utf8)) }
    if strict != nil { writer.field(.route, "<\(remoteTarget.text)>") }
    writer.field(.from, local)
    writer.field(.to, remote)
    writer.field(.callID, id.callID)
    writer.field(.cSeq, "\(number) \(method.text)")
    return writer
  }
}
