package import Link
package import Vocabulary

extension SIPTrunk: TelephonyItem {
  static let kind = "trunk"
  static let countMax = 100
  var itemName: String { name }

  /// As it rests; `secret` is what is shown to nobody.
  var json: JSON {
    var object = shown.object ?? JSON.Object()
    object["secret"] = (credentials?.password).map(JSON.string)
    return JSON(.object(object))
  }

  /// As who decides and who lists sees it.
  package var shown: JSON {
    [
      "name": .string(name), "targets": .array(targets.map(\.json)), "probeSeconds": .number(probeSeconds),
      "registrar": registration.map(\.registrar.json) ?? .null,
      "registeredUser": registration.map { .string($0.username) } ?? .null,
      "expiresSeconds": registration.map { .number($0.expiresSeconds) } ?? .null,
      "username": credentials.map { .string($0.username) } ?? .null, "calledNumberFrom": .string(calledNumberFrom.rawValue),
      "nationalPrefix": nationalPrefix.map(JSON.string) ?? .null, "countryCode": countryCode.map(JSON.string) ?? .null,
      "callsMax": .number(callsMax), "carriesEmergencyCalls": .bool(carriesEmergencyCalls),
      "allowedPrefixes": .strings(allowedPrefixes),
    ]
  }

  init?(json: JSON) {
    guard let name = json["name"]?.string, let probe = json["probeSeconds"]?.int, let calls = json["callsMax"]?.int,
      let called = json["calledNumberFrom"]?.string.flatMap(CalledNumber.init(rawValue:))
    else { return nil }
    let username = json["username"]?.string
    self.init(
      name: name, targets: (json["targets"]?.array ?? []).compactMap(SIPTarget.init), probeSeconds: probe,
      registration: SIPRegistration(json),
      credentials: username.flatMap { username in
        json["secret"]?.string.map { SIPCredentials(username: username, password: $0) }
      },
      calledNumberFrom: called, nationalPrefix: json["nationalPrefix"]?.string, countryCode: json["countryCode"]?.string,
      callsMax: calls, carriesEmergencyCalls: json["carriesEmergencyCalls"]?.bool ?? false,
      allowedPrefixes: (json["allowedPrefixes"]?.array ?? []).compactMap(\.string))
  }
}

extension SIPRegistration {
  fileprivate init?(_ json: JSON) {
    guard let registrar = json["registrar"].flatMap(SIPTarget.init), let username = json["registeredUser"]?.string,
      let expires = json["expiresSeconds"]?.int
    else { return nil }
    self.init(registrar: registrar, username: username, expiresSeconds: expires)
  }
}

extension SIPTarget {
  fileprivate init?(_ json: JSON) {
    guard let host = json["host"]?.string, let transport = json["transport"]?.string.flatMap(Transport.init(rawValue:)) else {
      return nil
    }
    self.init(host: host, port: json["port"]?.int, transport: transport)
  }

  fileprivate var json: JSON {
    ["host": .string(host), "port": port.map { .number($0) } ?? .null, "transport": .string(transport.rawValue)]
  }
}
