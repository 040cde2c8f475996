import AWSWire
import ConnectAPI
import Link
import Protection
import ResourceStore
import Vocabulary

extension Kind {
  static let user: Kind = "user"
}

extension ResourceKind where Document == StoredUser {
  /// A user. Routing profile and agent queue are the switch's; it keeps a projection of the user that refers to them.
  static var user: Self {
    ResourceKind(kind: .user, arnWord: "agent", noun: "user") { user in
      (user.securityProfileIds ?? []).map { Reference(kind: .securityProfile, id: identifier($0)) }
    }
  }
}

/// What the user operations share. Names, addresses and phone numbers of people rest protected; a password rests as its argon2id
/// hash alone, and that protected too.
struct Users: Sendable {
  let key: ProtectionKey
  let roster: AgentRoster
  let hasher: PasswordHasher

  static let refusedAtCreation = [
    RefusedMember("DirectoryUserId", because: "no directory can be connected"),
    RefusedMember("HierarchyGroupId", because: "user hierarchies are not built"),
  ]

  static let searchable = Searchable<StoredUser>(
    fields: [
      "username": { [$0.document.username].compactMap { $0 } },
      "firstname": { [$0.document.identityInfo?.firstName].compactMap { $0 } },
      "lastname": { [$0.document.identityInfo?.lastName].compactMap { $0 } },
      "resourceID": { [$0.id] },
      "routingProfileId": { [$0.document.routingProfileId].compactMap { $0 } },
      "securityProfileId": { $0.document.securityProfileIds ?? [] },
    ],
    conditions: ["ListCondition": { ProficiencyCondition.holds($0.document, $1) }])

  /// The user as it is described: what rests protected is opened.
  func opened(_ resource: Resource<StoredUser>) throws -> Resource<StoredUser> {
    var user = resource.document
    let personal = try Protected<PersonalData>(bytes: resource.record.sealed ?? []).open(under: key, at: Self.place(resource.id))
    user.identityInfo = personal.identityInfo
    user.phoneConfig = personal.phoneConfig
    user.phoneNumberConfigs = personal.phoneNumberConfigs
    return Resource(record: resource.record, document: user)
  }

  /// The hash of a user's password; nil for one who has none.
  func passwordHash(of record: Record) throws -> String? {
    try Protected<PersonalData>(bytes: record.sealed ?? []).open(under: key, at: Self.place(record.id)).passwordHash
  }

  func find(_ id: String, in instance: String, _ call: some Call) throws -> Resource<StoredUser> {
    try opened(try call.find(.user, id, in: instance))
  }

  /// Parts the user into what may rest in clear and what may not.
  func closed(_ user: StoredUser, id: String, passwordHash: String?) throws -> (document: StoredUser, sealed: [UInt8]) {
    let personal = PersonalData(
      identityInfo: user.identityInfo, phoneConfig: user.phoneConfig, phoneNumberConfigs: user.phoneNumberConfigs,
      passwordHash: passwordHash)
    var document = user
    document.identityInfo = nil
    document.phoneConfig = nil
    document.phoneNumberConfigs = nil
    return (document, try Protected(personal, under: key, at: Self.place(id)).bytes)
  }

  /// Changes a user in place.
  func change(_ id: String, in instance: String, _ call: WriteCall, _ body: (inout StoredUser) throws -> Void) throws {
    var resource = try call.find(.user, id, in: instance)
    let personal = try Protected<PersonalData>(bytes: resource.record.sealed ?? []).open(under: key, at: Self.place(resource.id))
    var user = try opened(resource).document
    try body(&user)
    let closed = try closed(user, id: resource.id, passwordHash: personal.passwordHash)
    resource.document = closed.document
    resource.record.sealed = closed.sealed
    try call.save(.user, resource)
  }

  /// Tells the switch of every user there is.
  func reconcile(with store: any ConfigurationStore, in context: CallContext) async throws {
    try await roster.reconcile {
      try await store.read { reader in
        let call = ReadCall(context: context, reader: reader)
        var agents: [Agent] = []
        try call.forEach(.instance, in: context.place.account) { instance in
          try call.forEach(.user, in: instance.id) { agents.append(Agent(try opened(call.resource(.user, $0)))) }
        }
        return agents
      }
    }
  }

  static func summary(_ user: User) -> UserSearchSummary {
    UserSearchSummary(
      arn: user.arn, id: user.id,
      identityInfo: user.identityInfo.map { UserIdentityInfoLite(firstName: $0.firstName, lastName: $0.lastName) },
      phoneConfig: user.phoneConfig, routingProfileId: user.routingProfileId, securityProfileIds: user.securityProfileIds,
      tags: user.tags, username: user.username, autoAcceptConfigs: user.autoAcceptConfigs,
      afterContactWorkConfigs: user.afterContactWorkConfigs, phoneNumberConfigs: user.phoneNumberConfigs,
      persistentConnectionConfigs: user.persistentConnectionConfigs, voiceEnhancementConfigs: user.voiceEnhancementConfigs)
  }

  private static func place(_ id: String) -> String { "user/\(id)/personal" }
}

/// What of a user must not rest in clear.
struct PersonalData: Protectable {
  let identityInfo: UserIdentityInfo?
  let phoneConfig: UserPhoneConfig?
  let phoneNumberConfigs: [PhoneNumberConfig]?
  let passwordHash: String?

  init(
    identityInfo: UserIdentityInfo?, phoneConfig: UserPhoneConfig?, phoneNumberConfigs: [PhoneNumberConfig]?,
    passwordHash: String?
  ) {
    self.identityInfo = identityInfo
    self.phoneConfig = phoneConfig
    self.phoneNumberConfigs = phoneNumberConfigs
    self.passwordHash = passwordHash
  }

  init?(protectable json: JSON) {
    do {
      identityInfo = try json["IdentityInfo"].map { json throws(ShapeProblem) in try UserIdentityInfo(json: json) }
      phoneConfig = try json["PhoneConfig"].map { json throws(ShapeProblem) in try UserPhoneConfig(json: json) }
      phoneNumberConfigs = try json["PhoneNumberConfigs"]?.array?.map { json throws(ShapeProblem) in
        try PhoneNumberConfig(json: json)
      }
      passwordHash = json["PasswordHash"]?.string
    } catch {
      return nil
    }
  }

  var protectable: JSON {
    var object = JSON.Object()
    object["IdentityInfo"] = identityInfo?.json
    object["PhoneConfig"] = phoneConfig?.json
    object["PhoneNumberConfigs"] = phoneNumberConfigs.map { .array($0.map(\.json)) }
    object["PasswordHash"] = passwordHash.map(JSON.string)
    return JSON(.object(object))
  }
}
