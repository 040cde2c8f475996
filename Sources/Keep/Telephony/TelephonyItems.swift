import Foundation
package import Link
package import Vocabulary

extension SIPDevice: TelephonyItem {
  static let kind = "device"
  static let countMax = 10_000
  var itemName: String { user }
  var owner: String? { agentID }

  var json: JSON {
    [
      "user": .string(user), "agentId": .string(agentID), "instanceId": .string(instanceID), "realm": .string(realm),
      "ha1Sha256": .string(Data(ha1SHA256).base64EncodedString()),
      "ha1Md5": ha1MD5.map { .string(Data($0).base64EncodedString()) } ?? .null,
    ]
  }

  init?(json: JSON) {
    func bytes(_ name: String) -> [UInt8]? { json[name]?.string.flatMap { Data(base64Encoded: $0) }.map(Array.init) }
    guard let user = json["user"]?.string, let agent = json["agentId"]?.string, let instance = json["instanceId"]?.string,
      let realm = json["realm"]?.string, let ha1 = bytes("ha1Sha256")
    else { return nil }
    self.init(user: user, agentID: agent, instanceID: instance, realm: realm, ha1SHA256: ha1, ha1MD5: bytes("ha1Md5"))
  }
}

extension PooledNumber: TelephonyItem {
  static let kind = "number"
  static let countMax = 10_000
  var itemName: String { number }

  package var json: JSON {
    [
      "number": .string(number), "country": .string(country), "type": .string(type),
      "trunk": trunk.map(JSON.string) ?? .null,
    ]
  }

  init?(json: JSON) {
    guard let number = json["number"]?.string, let country = json["country"]?.string, let type = json["type"]?.string else {
      return nil
    }
    self.init(number: number, country: country, type: type, trunk: json["trunk"]?.string)
  }
}

extension StoredCallerRule: TelephonyItem {
  static let kind = "caller"
  static let countMax = 1_000
  var itemName: String { id }

  package var json: JSON {
    [
      "id": .string(id), "subject": .string(subject), "value": .string(value), "verdict": .string(verdict),
      "argument": .string(argument),
    ]
  }

  init?(json: JSON) {
    guard let id = json["id"]?.string, let subject = json["subject"]?.string, let value = json["value"]?.string,
      let verdict = json["verdict"]?.string, let argument = json["argument"]?.string
    else { return nil }
    self.init(id: id, subject: subject, value: value, verdict: verdict, argument: argument)
  }
}
