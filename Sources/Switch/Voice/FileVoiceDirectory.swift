import Foundation
import Vocabulary

/// A directory in one JSON file, for development and tests: `{"devices": [...], "trunks": [...], "numbers": {NUMBER: ...}}`.
package struct FileVoiceDirectory: VoiceDirectory {
  private let path: String

  package init(path: String) { self.path = path }

  private func read() throws -> JSON {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw VoiceProblem(.cannotListen, message: "\(path) cannot be read")
    }
    return try JSON.parse(Array(data))
  }

  package func devices() async throws -> [VoiceDevice] {
    (try read()["devices"]?.array ?? []).compactMap { device in
      guard let user = device["user"]?.string, let agent = device["agentId"]?.string,
        let instance = device["instanceId"]?.string, let digest = device["sha256"]?.string
      else { return nil }
      let secret = VoiceSecret(
        realm: VoiceSettings.realm, ha1SHA256: Array(digest.utf8), ha1MD5: device["md5"]?.string.map { Array($0.utf8) })
      return VoiceDevice(user: user, agentID: agent, instanceID: instance, secret: secret)
    }
  }

  package func trunks() async throws -> [VoiceTrunk] { (try read()["trunks"]?.array ?? []).compactMap(Self.trunk) }

  private static func trunk(_ json: JSON) -> VoiceTrunk? {
    guard let name = json["name"]?.string else { return nil }
    let targets = (json["targets"]?.array ?? []).compactMap { target -> VoiceTrunk.Target? in
      guard let host = target["host"]?.string, let port = target["port"]?.int.flatMap(UInt16.init(exactly:)) else { return nil }
      let transport = target["transport"]?.string.flatMap(VoiceTrunk.Target.Transport.init) ?? .udp
      return VoiceTrunk.Target(host: host, port: port, transport: transport)
    }
    let credentials = json["user"]?.string.flatMap { user in
      json["password"]?.string.map { VoiceTrunk.Credentials(user: user, password: $0, acceptsMD5: true) }
    }
    let registration = json["domain"]?.string.map { domain in
      VoiceTrunk.Registration(domain: domain, user: json["user"]?.string ?? "", intervalSeconds: 60)
    }
    return VoiceTrunk(
      name: name, targets: targets, probeSeconds: UInt32(json["probeSeconds"]?.int ?? 0), registration: registration,
      credentials: credentials,
      calledNumberFrom: json["calledNumberFrom"]?.string.flatMap(VoiceTrunk.CalledNumber.init) ?? .requestURI,
      nationalPrefix: json["nationalPrefix"]?.string, countryCode: json["countryCode"]?.string,
      callsMax: json["callsMax"]?.int ?? 100, carriesEmergencyCalls: json["carriesEmergencyCalls"]?.bool ?? false,
      allowedPrefixes: (json["allowedPrefixes"]?.array ?? []).compactMap(\.string))
  }

  package func route(_ calledNumber: String, from callerNumber: String?, over trunk: String) async -> VoiceRoute {
    guard let entry = (try? read())?["numbers"]?[calledNumber] else { return .unknown }
    if let status = entry["status"]?.int { return .refused(status: status) }
    guard let instance = entry["instanceId"]?.string, let flow = entry["contactFlowId"]?.string else { return .unknown }
    return .flow(instanceID: instance, contactFlowID: flow, number: calledNumber, tags: [])
  }

  package func changes() -> AsyncStream<Void> {
    AsyncStream(unfolding: {
      try? await Task.sleep(for: .milliseconds(200))
      return Task.isCancelled ? nil : ()
    })
  }
}
