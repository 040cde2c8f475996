import AWSWire
import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let storageConfig: Kind = "storage-config"
}

extension ResourceKind where Document == StoredStorageConfig {
  /// Where a class of content goes. Its name is the resource type, which an instance has associated once.
  static var storageConfig: Self {
    ResourceKind(kind: .storageConfig, arnWord: "storage-config", noun: "storage config") { _ in [] }
  }
}

/// A storage configuration as it was given, and the KMS key that it named then.
struct StoredStorageConfig: Shape, Equatable {
  static let shapeName = "StoredStorageConfig"
  let resourceType: String
  var config: InstanceStorageConfig
  /// The id of the key; nil where none was chosen, so that it is the default one.
  let keyID: String?

  init(resourceType: InstanceStorageResourceType, config: InstanceStorageConfig, keyID: String?) {
    self.resourceType = resourceType.rawValue
    self.config = config
    self.keyID = keyID
  }

  init(json: JSON) throws(ShapeProblem) {
    resourceType = try String(json: json["ResourceType"] ?? .null)
    config = try InstanceStorageConfig(json: json["StorageConfig"] ?? .null)
    keyID = json["Key"]?.string
  }

  var json: JSON {
    var json = JSON.Object()
    json["ResourceType"] = .string(resourceType)
    json["StorageConfig"] = config.json
    json["Key"] = keyID.map(JSON.string)
    return JSON(.object(json))
  }

  static func == (left: Self, right: Self) -> Bool { left.json == right.json }
}

extension Lookup {
  /// The configuration of that id, if it is of that resource type.
  /// - Throws: ResourceNotFoundException.
  func storageConfig(
    _ id: String, of type: InstanceStorageResourceType, in instance: String
  ) throws -> Resource<StoredStorageConfig> {
    let found = try find(.storageConfig, id, in: instance)
    guard found.document.resourceType == type.rawValue else {
      throw ConnectError.notFound("storage config of \(type.rawValue)", id)
    }
    return found
  }
}

extension ConfigurationStore {
  /// The KMS key that somebody chose for a class of an instance's content; nil where nobody did.
  func chosenKey(in instanceID: String, of contentClass: ContentClass) async throws -> String? {
    try await read { reader in
      guard let record = try reader.record(.storageConfig, named: contentClass.rawValue, in: instanceID) else { return nil }
      return try StoredStorageConfig(json: record.document).keyID
    }
  }
}

extension KeepProcess {
  /// The storage configurations that name a key.
  func storageConfigs(naming keyID: String) async throws -> [Resource<StoredStorageConfig>] {
    let context = systemContext()
    return try await store.read { reader in
      let call = ReadCall(context: context, reader: reader)
      var found: [Resource<StoredStorageConfig>] = []
      try call.forEach(.instance, in: context.place.account) { instance in
        try call.forEach(.storageConfig, in: instance.id) { found.append(try call.resource(.storageConfig, $0)) }
      }
      return found.filter { $0.document.keyID == keyID }
    }
  }
}
