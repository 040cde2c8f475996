/// Switch to keep: what telephony needs that rests in the keep. The switch has the answer in its memory, and nowhere else but for
/// the pool of numbers.
public struct ReadTelephony: LinkMessage {
  public static let name = "read-telephony"
  public static let layout = LinkLayout<ReadTelephony>(ReadTelephony.init)
  public typealias Reply = TelephonySetup

  public init() {}
}

/// Keep to switch: what `ReadTelephony` answers is another by now.
public struct TelephonyChanged: LinkMessage {
  public static let name = "telephony-changed"
  public static let layout = LinkLayout<TelephonyChanged>(TelephonyChanged.init)
  public typealias Reply = Done

  public init() {}
}

/// All devices, trunks, numbers and rules about callers.
public struct TelephonySetup: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    TelephonySetup.init(devices:trunks:numbers:callerRules:), \.devices, \.trunks, \.numbers, \.callerRules)

  public let devices: [SIPDevice]
  public let trunks: [SIPTrunk]
  public let numbers: [PooledNumber]
  public let callerRules: [StoredCallerRule]

  public init(devices: [SIPDevice], trunks: [SIPTrunk], numbers: [PooledNumber], callerRules: [StoredCallerRule]) {
    self.devices = devices
    self.trunks = trunks
    self.numbers = numbers
    self.callerRules = callerRules
  }
}

/// A telephone of an agent's. Of its password there is what digest authentication needs (RFC 7616 3.4.2), and no more.
public struct SIPDevice: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    SIPDevice.init(user:agentID:instanceID:realm:ha1SHA256:ha1MD5:), \.user, \.agentID, \.instanceID, \.realm, \.ha1SHA256,
    \.ha1MD5)

  /// Its SIP user name, which is the device's id too.
  public let user: String
  public let agentID: String
  public let instanceID: String
  public let realm: String
  public let ha1SHA256: [UInt8]
  /// For telephones that know MD5 alone.
  public let ha1MD5: [UInt8]?

  public init(user: String, agentID: String, instanceID: String, realm: String, ha1SHA256: [UInt8], ha1MD5: [UInt8]?) {
    self.user = user
    self.agentID = agentID
    self.instanceID = instanceID
    self.realm = realm
    self.ha1SHA256 = ha1SHA256
    self.ha1MD5 = ha1MD5
  }
}

extension SIPDevice: CustomStringConvertible {
  /// Without what authenticates it.
  public var description: String { "SIPDevice(\(user))" }
}

/// One number that the operator has, for instances to claim.
public struct PooledNumber: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    PooledNumber.init(number:country:type:trunk:), \.number, \.country, \.type, \.trunk)

  /// In E.164, with the plus sign.
  public let number: String
  /// A PhoneNumberCountryCode of Connect's.
  public let country: String
  /// A PhoneNumberType of Connect's.
  public let type: String
  /// The trunk that its calls come over; nil for any.
  public let trunk: String?

  public init(number: String, country: String, type: String, trunk: String?) {
    self.number = number
    self.country = country
    self.type = type
    self.trunk = trunk
  }
}

/// A rule about callers, in the words of the command that made it.
public struct StoredCallerRule: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    StoredCallerRule.init(id:subject:value:verdict:argument:), \.id, \.subject, \.value, \.verdict, \.argument)

  public let id: String
  /// `exact`, `prefix`, `country`, `withheld`, `invalid` or `rate`.
  public let subject: String
  /// A number, a prefix, a country, or `CALLS/SECONDS`; empty where the subject says it all.
  public let value: String
  /// `allow`, `reject`, `flow` or `tag`.
  public let verdict: String
  /// A status, `INSTANCE/FLOW`, or a tag; empty for `allow`.
  public let argument: String

  public init(id: String, subject: String, value: String, verdict: String, argument: String) {
    self.id = id
    self.subject = subject
    self.value = value
    self.verdict = verdict
    self.argument = argument
  }
}
