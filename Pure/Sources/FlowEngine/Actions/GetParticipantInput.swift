import Vocabulary

/// Asks for keys: one for a menu (StoreInput False), or several that are kept as `$.StoredCustomerInput`. Connect takes the error
/// branch on every channel but voice.
struct GetParticipantInput: ActionBehaviour {
  let blockName = "GetUserInput"
  let channels: [ContactChannel] = [.voice]
  /// What Connect stores when the customer enters nothing.
  static let timeoutText = "Timeout"

  func begin(_ run: inout ActionRun) -> Step {
    switch run.presentations() {
    case .refused(let reason): .failure(reason)
    case .none: run.askInput(request(run, []))
    case .some(let presentations): run.askInput(request(run, presentations))
    }
  }

  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? {
    switch event {
    case .presentationFailed: .failure("it could not be presented")
    case .inputTimedOut: storesInput(run) ? store(Self.timeoutText, &run) : .error("InputTimeLimitExceeded", "no key was pressed")
    case .inputReceived(_, let digits): storesInput(run) ? accept(digits, &run) : .condition(digits)
    case .encrypted(_, let text): text.map { store($0, &run) } ?? .failure("the input could not be encrypted")
    default: nil
    }
  }

  private func request(_ run: ActionRun, _ presentations: [Presentation]) -> InputRequest {
    let isStored = storesInput(run)
    let custom = run.integer("InputValidation", "CustomValidation", "MaximumLength")
    return InputRequest(
      presentations: presentations, timeLimitSeconds: min(max(run.integer("InputTimeLimitSeconds") ?? 5, 1), 180),
      interdigitSeconds: min(max(run.integer("DTMFConfiguration", "InterdigitTimeLimitSeconds") ?? 5, 1), 20),
      digitsMax: isStored ? max(custom ?? PhoneNumber.digitsMax, 1) : 1,
      terminator: isStored ? run.text("DTMFConfiguration", "InputTerminationSequence") ?? "#" : "",
      isCancelKeyEnabled: isStored && !run.isTrue("DTMFConfiguration", "DisableCancelKey"), isSecret: key(run) != nil)
  }

  private func accept(_ digits: String, _ run: inout ActionRun) -> Step {
    if let longest = run.integer("InputValidation", "CustomValidation", "MaximumLength"), digits.utf8.count > longest {
      return .failure("the input is longer than MaximumLength")
    }
    var input = digits
    if let format = run.text("InputValidation", "PhoneNumberValidation", "NumberFormat") {
      let country = run.text("InputValidation", "PhoneNumberValidation", "CountryCode")
      guard let number = PhoneNumber.e164(digits, localTo: format == "Local" ? country ?? "" : nil) else {
        return .error("InvalidPhoneNumber", "the input is not a phone number")
      }
      input = number
    }
    guard let key = key(run) else { return store(input, &run) }
    return run.ask { .encrypt(token: $0, keyID: key.id, publicKey: key.pem, secret: input) }
  }

  private func store(_ input: String, _ run: inout ActionRun) -> Step {
    run.context.storedCustomerInput = input
    return .next
  }

  private func storesInput(_ run: ActionRun) -> Bool { run.isTrue("StoreInput") }

  private func key(_ run: ActionRun) -> (id: String, pem: String)? {
    guard let pem = run.text("InputEncryption", "Key"), storesInput(run) else { return nil }
    return (run.text("InputEncryption", "EncryptionKeyId") ?? "", pem)
  }
}
