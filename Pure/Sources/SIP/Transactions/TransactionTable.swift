/// The transactions of an endpoint, client's and server's.
///
/// Timers are effects: the host hands each back when its time is over, and one that came too late or is of no transaction does
/// nothing. None has to be stopped.
public struct TransactionTable: Sendable {
  /// Transactions at once, unless said otherwise. Each ended call leaves three for 32 s (timers J, L and M) and one for 5 s
  /// (timer K), so that this many serve 600 calls a second for as long as one likes.
  public static let transactionsMax = 65_536

  /// What they hold in octets, unless said otherwise: twice what 600 calls a second leave behind.
  public static let bytesMax = 128 << 20

  private let capacity: Int
  private let bytesMax: Int
  /// What all of them hold: requests, answers and keys.
  package private(set) var bytes = 0
  private var clients: [TransactionID: ClientTransaction] = [:]
  private var servers: [TransactionID: ServerTransaction] = [:]
  private var clientsByKey: [TransactionKey: TransactionID] = [:]
  private var serversByKey: [TransactionKey: TransactionID] = [:]
  private var serversByMergeKey: [TransactionKey: TransactionID] = [:]
  private var lastNumber: UInt64 = 0

  public init(capacity: Int = transactionsMax, bytesMax: Int = bytesMax) {
    self.capacity = capacity
    self.bytesMax = bytesMax
  }

  public var count: Int { clients.count + servers.count }
  private var isFull: Bool { count >= capacity || bytes >= bytesMax }

  private mutating func nextID() -> TransactionID {
    lastNumber += 1
    return TransactionID(number: lastNumber)
  }

  // MARK: Client

  /// Sends a request; its Via has the branch.
  /// - Returns: nil where the table is full. An ACK is none of a transaction and is not sent by this.
  public mutating func send(
    _ request: [UInt8], method: SIPMethod, branch: String, on flow: SIPFlow, into effects: inout [TransactionEffect]
  ) -> TransactionID? {
    guard !isFull else { return nil }
    let id = nextID()
    let key = TransactionKey.client(branch: branch.utf8, method: method)
    let client = ClientTransaction(id: id, key: key, request: request, flow: flow, isInvite: method == .invite)
    clients[id] = client
    clientsByKey[key] = id
    bytes += client.bytes
    client.start(into: &effects)
    return id
  }

  /// A response that no transaction waits for is dropped.
  public mutating func receive(_ response: SIPResponse, into effects: inout [TransactionEffect]) {
    guard let branch = response.via.branch,
      let id = clientsByKey[.client(branch: branch, method: response.cSeq.method)]
    else { return }
    changeClient(id) { $0.received(response, into: &effects) }
  }

  /// The request as it was sent, and the flow: what a CANCEL is made of.
  public func sent(_ id: TransactionID) -> (request: [UInt8], flow: SIPFlow)? { clients[id].map { ($0.request, $0.flow) } }

  // MARK: Server

  /// - Parameter isOfStranger: a refusal is sent once and nothing is kept of it (RFC 3261 section 26.3.2.4), so that nobody fills
  ///   the table under addresses that are not his, nor has a third party sent the same again and again.
  public mutating func receive(
    _ request: SIPRequest, on flow: SIPFlow, isOfStranger: Bool = false, into effects: inout [TransactionEffect]
  ) {
    let key = TransactionKey.server(request)
    if request.method == .ack { return acknowledge(request, key, flow, into: &effects) }
    if let id = serversByKey[key] {
      servers[id]?.repeated(into: &effects)
      return
    }
    let mergeKey = TransactionKey.merge(request)
    if let mergeKey, serversByMergeKey[mergeKey] != nil { return effects.append(.refused(request, flow, status: 482)) }
    guard !isFull else { return effects.append(.refused(request, flow, status: 503)) }
    let id = nextID()
    let isInvite = request.method == .invite
    let trying = isInvite ? MessageWriter(status: 100, to: request.message, tag: "", flow: flow).finished() : []
    let server = ServerTransaction(
      id: id, key: key, mergeKey: mergeKey, flow: flow.answering(request.via), isInvite: isInvite,
      isOfStranger: isOfStranger, trying: trying)
    servers[id] = server
    serversByKey[key] = id
    if let mergeKey { serversByMergeKey[mergeKey] = id }
    bytes += server.bytes
    server.start(into: &effects)
    if request.method == .cancel {
      effects.append(.cancelReceived(id, request, flow, of: serversByKey[.server(request, method: .invite)]))
    } else {
      effects.append(.requestReceived(id, request, flow))
    }
  }

  private mutating func acknowledge(
    _ request: SIPRequest, _ key: TransactionKey, _ flow: SIPFlow, into effects: inout [TransactionEffect]
  ) {
    var isForUserAgent = true
    if let id = serversByKey[key] { changeServer(id) { isForUserAgent = $0.acknowledged(into: &effects) } }
    if isForUserAgent { effects.append(.acknowledgementReceived(request, flow)) }
  }

  /// Sends a response to a request that waits for one; the 2xx to an INVITE also again.
  public mutating func respond(
    _ id: TransactionID, _ response: [UInt8], status: Int, into effects: inout [TransactionEffect]
  ) {
    changeServer(id) { $0.respond(response, status: status, into: &effects) }
  }

  /// Forgets a request that is not answered at all.
  public mutating func forget(_ id: TransactionID) {
    if let server = servers[id] { remove(server) }
  }

  // MARK: Either

  public mutating func timerFired(
    _ id: TransactionID, _ timer: TransactionTimer, into effects: inout [TransactionEffect]
  ) {
    changeClient(id) { $0.fired(timer, into: &effects) }
    changeServer(id) { $0.fired(timer, into: &effects) }
  }

  /// The host could not send what that flow was for, or its connection is gone.
  public mutating func transportFailed(_ flow: SIPFlow, into effects: inout [TransactionEffect]) {
    let clientIDs = clients.values.filter { $0.flow == flow }.map(\.id)
    let serverIDs = servers.values.filter { $0.flow == flow }.map(\.id)
    for id in (clientIDs + serverIDs).sorted(by: { $0.number < $1.number }) {
      changeClient(id) { $0.transportFailed(into: &effects) }
      changeServer(id) { $0.transportFailed(into: &effects) }
    }
  }

  private mutating func changeClient(_ id: TransactionID, _ body: (inout ClientTransaction) -> Void) {
    guard var client = clients[id] else { return }
    let before = client.bytes
    body(&client)
    bytes += (client.isTerminated ? 0 : client.bytes) - before
    clients[id] = client.isTerminated ? nil : client
    if client.isTerminated { clientsByKey[client.key] = nil }
  }

  private mutating func changeServer(_ id: TransactionID, _ body: (inout ServerTransaction) -> Void) {
    guard var server = servers[id] else { return }
    let before = server.bytes
    body(&server)
    bytes += server.bytes - before
    if server.isTerminated { remove(server) } else { servers[id] = server }
  }

  private mutating func remove(_ server: ServerTransaction) {
    bytes -= server.bytes
    servers[server.id] = nil
    serversByKey[server.key] = nil
    if let mergeKey = server.mergeKey { serversByMergeKey[mergeKey] = nil }
  }
}

extension SIPFlow {
  /// Where answers go: back where the request came from over a stream or with `rport` (RFC 3581), else to the source's address
  /// and the port that the Via names (RFC 3261 section 18.2.2). No other host is ever answered, whatever a `maddr` says.
  func answering(_ via: Via) -> SIPFlow {
    guard transport == .udp, !via.wantsPort else { return self }
    return SIPFlow(id: id, transport: transport, host: host, port: via.port ?? 5_060)
  }
}
