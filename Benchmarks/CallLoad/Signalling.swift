import Datagrams
import Foundation

/// SIP of callers and telephones, as far as they need it.
final class Signalling {
  /// Requests wait so long for an answer, and are sent so often.
  private static let (repeatNanoseconds, repeatsMax): (Int64, Int) = (500_000_000, 20)

  private struct Request {
    let text: String
    let line: Line
    var due: Int64
    var times = 0
  }

  let lines: [Line]
  let callers: [Party]
  let telephones: [Party]
  private let orders: Orders
  private let server: DatagramAddress
  private var byUser: [Substring: Party] = [:]
  private var byCall: [String: Party] = [:]
  private var requests: [String: Request] = [:]
  private var registered: Set<String> = []
  private var challenged: Set<String> = []
  private var batch = DatagramBatch(capacity: 1, bytesMax: 8_192)
  private var branches = 0
  private var now: Int64 = 0
  /// Calls that were placed; each comes from a number of its own.
  private(set) var placed = 0

  init(_ orders: Orders, lines: [Line], callers: [Party], telephones: [Party]) throws {
    guard let server = DatagramAddress(orders.host, port: orders.port) else {
      throw Broken(description: "no address: \(orders.host)")
    }
    (self.orders, self.server, self.lines, self.callers, self.telephones) = (orders, server, lines, callers, telephones)
    for telephone in telephones { byUser[Substring(telephone.user)] = telephone }
  }

  // MARK: What is asked

  private func ask(_ method: String, _ uri: String, _ party: Party, _ headers: String, body: String = "", isRepeated: Bool = true)
  {
    branches += 1
    let branch = "z9hG4bK\(orders.trunkPort)x\(branches)"
    let text =
      "\(method) \(uri) SIP/2.0\r\nVia: SIP/2.0/UDP \(party.line.host):\(party.line.port);branch=\(branch);rport\r\n"
      + "Max-Forwards: 70\r\n\(headers)\(SIPText.end(body))"
    party.line.send(text, to: server, &batch)
    if isRepeated { requests[branch] = Request(text: text, line: party.line, due: now + Self.repeatNanoseconds) }
  }

  func repeatRequests(at now: Int64) throws {
    self.now = now
    for (branch, request) in requests where request.due <= now {
      guard request.times < Self.repeatsMax else { throw Broken(description: "no answer to \(request.text.prefix(200))") }
      request.line.send(request.text, to: server, &batch)
      requests[branch]?.times += 1
      requests[branch]?.due = now + Self.repeatNanoseconds
    }
  }

  func registerAll() { for telephone in telephones { register(telephone, "") } }

  var isRegistered: Bool { registered.count == telephones.count }

  private func register(_ party: Party, _ authorization: String) {
    let own = "<sip:\(party.user)@\(orders.host)>"
    ask(
      "REGISTER", "sip:\(orders.host)", party,
      "From: \(own);tag=r\r\nTo: \(own)\r\nCall-ID: register-\(party.number)\r\n"
        + "CSeq: \(authorization.isEmpty ? 1 : 2) REGISTER\r\n\(party.contact)Expires: 3600\r\n\(authorization)")
  }

  func call(_ caller: Party, number: Int) throws {
    placed += 1
    caller.state = .calling
    caller.callID = "call-\(number)-\(orders.trunkPort)"
    caller.local = "<sip:\(Self.callerNumber(number))@\(caller.line.host)>;tag=c\(number)"
    caller.target = "sip:\(orders.called)@\(orders.host)"
    caller.remote = "<\(caller.target)>"
    byCall[caller.callID] = caller
    ask("INVITE", caller.target, caller, dialog(caller, "1 INVITE") + caller.contact, body: caller.description)
  }

  static func callerNumber(_ number: Int) -> String { "+441632\(100_000 + number)" }

  private func dialog(_ caller: Party, _ sequence: String) -> String {
    "From: \(caller.local)\r\nTo: \(caller.remote)\r\nCall-ID: \(caller.callID)\r\nCSeq: \(sequence)\r\n"
  }

  func hangUp(_ caller: Party) {
    caller.state = .leaving
    ask("BYE", caller.target, caller, dialog(caller, "2 BYE"))
  }

  // MARK: What comes

  func take(_ octets: [UInt8], on line: Line) throws {
    guard let message = SIPText(octets) else { return }
    guard let status = message.status else { return takeRequest(message, on: line) }
    if let branch = SIPText.parameter("branch", of: message["Via"]) { requests[String(branch)] = nil }
    guard status >= 200 else { return }
    switch message.method {
    case "REGISTER": try registers(message, status)
    case "INVITE": try answered(message, status)
    case "BYE":
      guard status == 200, let caller = byCall.removeValue(forKey: String(message["Call-ID"])) else { return }
      caller.end()
    default: break
    }
  }

  private func registers(_ message: SIPText, _ status: Int) throws {
    guard let party = byUser[message.target("To").dropFirst(4).prefix { $0 != "@" }], let telephone = party.telephone else {
      return
    }
    switch status {
    case 200: registered.insert(party.user)
    case 401 where message.number == "1":
      // Asked again, it says the same again: the second answer is to a request that was sent twice.
      guard challenged.insert(party.user).inserted else { return }
      register(party, try Digest.authorization(message, telephone, method: "REGISTER", uri: "sip:\(orders.host)"))
    default: throw Broken(description: "\(party.user) cannot register: \(message.first)")
    }
  }

  private func answered(_ message: SIPText, _ status: Int) throws {
    guard let caller = byCall[String(message["Call-ID"])] else { return }
    guard status == 200, let port = message.mediaPort, let remote = DatagramAddress(orders.host, port: port) else {
      throw Broken(description: "a call is refused: \(message.first)")
    }
    caller.remote = String(message["To"])
    caller.target = String(message.target("Contact"))
    ask("ACK", caller.target, caller, dialog(caller, "1 ACK"), isRepeated: false)
    guard caller.state == .calling else { return }
    caller.state = .talking
    caller.leg.begin(remote)
  }

  private func takeRequest(_ message: SIPText, on line: Line) {
    let user = message.uri.dropFirst(4).prefix { $0 != "@" }
    switch message.method {
    case "ACK": break
    case "INVITE":
      guard let telephone = byUser[user] else { return answer(message, "404 Not Found", on: line) }
      rings(telephone, message)
    case "BYE":
      answer(message, "200 OK", on: line)
      if let caller = byCall.removeValue(forKey: String(message["Call-ID"])) { return caller.end() }
      if let telephone = telephones.first(where: { $0.callID == message["Call-ID"] }) { telephone.end() }
    default: answer(message, "200 OK", on: line)
    }
  }

  private func answer(_ message: SIPText, _ status: String, on line: Line, _ more: String = "", body: String = "") {
    line.send(message.answer(status, tag: "t\(branches)", more, body: body), to: server, &batch)
  }

  /// An agent's telephone is answered as soon as it rings.
  private func rings(_ telephone: Party, _ message: SIPText) {
    let isAgain = telephone.state != .idle && telephone.callID == message["Call-ID"]
    guard isAgain || telephone.state == .idle else { return answer(message, "486 Busy Here", on: telephone.line) }
    guard let port = message.mediaPort, let remote = DatagramAddress(orders.host, port: port) else { return }
    telephone.callID = String(message["Call-ID"])
    telephone.state = .talking
    let number = message.target("From").dropFirst(4).prefix { $0 != "@" }
    // It may ring before the caller has its answer.
    let caller = callers.first { $0.state != .idle && $0.local.contains(number) }
    telephone.partner = caller
    caller?.partner = telephone
    telephone.leg.begin(remote)
    telephone.line.send(
      message.answer("200 OK", tag: "t\(telephone.callID.hashValue)", telephone.contact, body: telephone.description), to: server,
      &batch)
  }
}
