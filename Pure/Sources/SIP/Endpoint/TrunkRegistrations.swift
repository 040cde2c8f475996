import Vocabulary

/// What a carrier knows us by that has to be told where we are (RFC 3261 section 10.2).
public struct TrunkRegistration: Sendable {
  /// The address-of-record.
  public let address: SIPURI
  /// The Request-URI: the carrier's domain.
  public let registrar: SIPURI
  public let credentials: CallCredentials?
  /// For how long is asked; the carrier may grant less.
  public let seconds: UInt32

  public init(address: SIPURI, registrar: SIPURI, credentials: CallCredentials?, seconds: UInt32) {
    self.address = address
    self.registrar = registrar
    self.credentials = credentials
    self.seconds = max(60, seconds)
  }
}

/// How far the registration of a trunk is. All REGISTERs of one have the same Call-ID (section 10.2).
struct RegistrationProgress: Sendable {
  let registration: TrunkRegistration
  let generation: Int
  let callID: String
  let tag: String
  var number: UInt32 = 0
  var seconds: UInt32
  /// The target that is asked now.
  var target = 0
  var isRegistered = false
  /// Whether this attempt has shown the password.
  var hasProved = false

  static let retrySeconds: UInt32 = 60
  /// After the password was wrong: seldom enough that no account is locked.
  static let refusedSeconds: UInt32 = 600
}

extension SIPEndpoint {
  mutating func beginRegistration(_ name: String, _ registration: TrunkRegistration?, _ generation: Int) {
    let wasRegistered = registrations[name]?.isRegistered == true
    registrations[name] = registration.map {
      RegistrationProgress(
        registration: $0, generation: generation, callID: identifier(), tag: identifier(), seconds: $0.seconds)
    }
    if wasRegistered { effects.append(.trunkRegistrationChanged(trunk: name, isRegistered: false)) }
    register(name, generation)
  }

  /// An attempt begins.
  mutating func register(_ name: String, _ generation: Int) {
    guard registrations[name]?.generation == generation else { return }
    registrations[name]?.hasProved = false
    sendRegister(name, credentials: nil)
  }

  private mutating func sendRegister(_ name: String, credentials: (header: HeaderName, value: String)?) {
    guard var progress = registrations[name], let targets = trunks[name]?.trunk.targets, !targets.isEmpty else { return }
    let flow = targets[progress.target % targets.count]
    let branch = "z9hG4bK" + identifier()
    progress.number += 1
    registrations[name] = progress
    var writer = MessageWriter(request: .register, uri: progress.registration.registrar)
    writer.field(.via, via(on: flow, branch: branch))
    writer.field(.maxForwards, "70")
    writer.field(.from, "<\(progress.registration.address.text)>;tag=\(progress.tag)")
    writer.field(.to, "<\(progress.registration.address.text)>")
    writer.field(.callID, progress.callID)
    writer.field(.cSeq, "\(progress.number) REGISTER")
    writer.field(.contact, contact(on: flow))
    writer.field(.expires, "\(progress.seconds)")
    writer.field(.userAgent, settings.userAgent)
    if let credentials { writer.field(credentials.header, credentials.value) }
    let purpose = Purpose.register(trunk: name, generation: progress.generation)
    guard send(writer.finished(), .register, branch: branch, on: flow, for: purpose) != nil else {
      return registerLater(name, RegistrationProgress.retrySeconds)
    }
  }

  mutating func registrationAnswered(_ name: String, _ generation: Int, _ response: SIPResponse) {
    guard let progress = registrations[name], progress.generation == generation, !response.isProvisional else { return }
    switch response.status {
    case 200...299:
      note(name, isRegistered: true)
      // Half of what is left is enough for another target, or a second try.
      registerLater(name, max(RegistrationProgress.retrySeconds / 2, granted(response, progress) / 2))
    case 401, 407: prove(name, progress, response)
    case 423:
      guard let least = response.message.deltaSeconds(of: .minExpires), least > progress.seconds, least <= 86_400 else {
        fallthrough
      }
      registrations[name]?.seconds = least
      sendRegister(name, credentials: nil)
    default:
      note(name, isRegistered: false)
      registrations[name]?.target += 1
      registerLater(name, response.status == 403 ? RegistrationProgress.refusedSeconds : RegistrationProgress.retrySeconds)
    }
  }

  /// The password is shown once an attempt: a second challenge means that it is wrong.
  private mutating func prove(_ name: String, _ progress: RegistrationProgress, _ response: SIPResponse) {
    if !progress.hasProved, let account = progress.registration.credentials {
      var client = DigestClient(
        user: account.user, password: account.password, acceptsMD5: account.acceptsMD5, hashing: hashing)
      let uri = progress.registration.registrar
      if let credentials = client.answer(response, method: .register, uri: uri, entropy: &entropy) {
        registrations[name]?.hasProved = true
        return sendRegister(name, credentials: credentials)
      }
    }
    note(name, isRegistered: false)
    registerLater(name, RegistrationProgress.refusedSeconds)
  }

  /// Nobody answered: the next target is asked.
  mutating func registrationFailed(_ name: String, _ generation: Int) {
    guard registrations[name]?.generation == generation else { return }
    note(name, isRegistered: false)
    registrations[name]?.target += 1
    registerLater(name, RegistrationProgress.retrySeconds)
  }

  private mutating func note(_ name: String, isRegistered: Bool) {
    guard registrations[name]?.isRegistered == !isRegistered else { return }
    registrations[name]?.isRegistered = isRegistered
    effects.append(.trunkRegistrationChanged(trunk: name, isRegistered: isRegistered))
  }

  private mutating func registerLater(_ name: String, _ seconds: UInt32) {
    guard let generation = registrations[name]?.generation else { return }
    effects.append(.startTimer(.register(trunk: name, generation: generation), milliseconds: Int(seconds) * 1_000))
  }

  /// What the 200 says of our contact, or of all, or else what was asked.
  private func granted(_ response: SIPResponse, _ progress: RegistrationProgress) -> UInt32 {
    let own = try? SIPURI("sip:switch@\(settings.host):\(settings.port)")
    let contacts = (try? response.message.addresses(of: .contact)) ?? []
    let contact = contacts.first { contact in own.map { contact.uri.isEquivalent(to: $0) } ?? false } ?? contacts.first
    let seconds = contact?.parameters.value(of: "expires").flatMap { SIP.deltaSeconds($0) }
    return min(seconds ?? response.message.deltaSeconds(of: .expires) ?? progress.seconds, progress.seconds)
  }
}
