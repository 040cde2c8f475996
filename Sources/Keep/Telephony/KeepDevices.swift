import ConnectAPI
import Link
import ResourceStore
package import Vocabulary

/// What commands do with agents' telephones.
extension KeepProcess {
  /// The realm of devices: part of what their passwords are digested with, so that it never changes.
  static let deviceRealm = "switchkeep"
  /// Devices that one user may have.
  static let devicesOfUserMax = 10

  /// Gives a user a telephone.
  /// - Parameters:
  ///   - username: whose it is.
  ///   - instanceID: where; nil where there is one instance alone.
  ///   - hasMD5: whether it is for a telephone that knows MD5 alone.
  /// - Returns: what the telephone is set up with; the password is told this once.
  /// - Throws: TelephonyProblem.
  package func createDevice(of username: String, in instanceID: String?, hasMD5: Bool) async throws -> JSON {
    let user = try await user(named: username, in: instanceID)
    guard try await telephony.all(SIPDevice.self).count(where: { $0.agentID == user.id }) < Self.devicesOfUserMax else {
      throw TelephonyProblem(.taken, "\(username) has \(Self.devicesOfUserMax) devices: revoke one first")
    }
    let (name, password, realm) = (DevicePassword.deviceName(for: username), DevicePassword.make(), Self.deviceRealm)
    let device = SIPDevice(
      user: name, agentID: user.id, instanceID: user.scope, realm: realm, ha1SHA256: password.ha1SHA256(name, realm),
      ha1MD5: hasMD5 ? password.ha1MD5(name, realm) : nil)
    try await add([device], "CreateDevice", Self.shown(device))
    return [
      "deviceId": .string(name), "username": .string(name), "password": .string(password.text), "realm": .string(realm),
      "userId": .string(user.id), "instanceId": .string(user.scope),
    ]
  }

  package func listDevices() async throws -> [JSON] { try await telephony.all(SIPDevice.self).map(Self.shown) }

  /// Takes a telephone away: it is refused from now on, and what it has registered ends.
  /// - Returns: whether there was one.
  package func revokeDevice(_ id: String) async throws -> Bool {
    try await remove(SIPDevice.self, id, "RevokeDevice", ["deviceId": .string(id)])
  }

  private static func shown(_ device: SIPDevice) -> JSON {
    [
      "deviceId": .string(device.user), "userId": .string(device.agentID), "instanceId": .string(device.instanceID),
      "md5": .bool(device.ha1MD5 != nil),
    ]
  }

  private func user(named username: String, in instanceID: String?) async throws -> Record {
    let context = systemContext()
    let users = try await store.read { reader in
      var found: [Record] = []
      try ReadCall(context: context, reader: reader).forEach(.instance, in: context.place.account) { instance in
        guard instanceID == nil || instanceID == instance.id else { return }
        if let user = try reader.record(.user, named: username, in: instance.id) { found.append(user) }
      }
      return found
    }
    guard let user = users.first else {
      throw TelephonyProblem(.notThere, "there is no user \(username)\(instanceID.map { " in the instance \($0)" } ?? "")")
    }
    guard users.count == 1 else {
      throw TelephonyProblem(.invalid, "\(users.count) instances have a user \(username): say which with --instance")
    }
    return user
  }

  // MARK: Any item

  /// Adds them all with an event in the same commit.
  /// - Throws: TelephonyProblem.taken.
  func add<Item: TelephonyItem>(_ items: [Item], _ event: String, _ parameters: JSON) async throws {
    let adding = try telephony.adding(items)
    do {
      _ = try await log.receipt(
        for: commandEvent(event, parameters, errorCode: nil), before: { guard try adding($0) else { throw NotTaken() } })
    } catch is NotTaken {
      throw TelephonyProblem(
        .taken, "nothing is added: there is a \(Item.kind) of that name already, or there would be more than \(Item.countMax)")
    }
  }

  /// Takes one away with an event in the same commit.
  /// - Returns: whether there was one.
  func remove<Item: TelephonyItem>(_ type: Item.Type, _ name: String, _ event: String, _ parameters: JSON) async throws -> Bool {
    let removing = telephony.removing(type, name)
    do {
      _ = try await log.receipt(
        for: commandEvent(event, parameters, errorCode: nil), before: { guard try removing($0) else { throw NotTaken() } })
      return true
    } catch is NotTaken {
      return false
    }
  }

  private struct NotTaken: Error {}
}
