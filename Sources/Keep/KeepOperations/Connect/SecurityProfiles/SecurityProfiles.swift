import AWSWire
import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let securityProfile: Kind = "security-profile"
}

extension ResourceKind where Document == StoredSecurityProfile {
  static var securityProfile: Self {
    ResourceKind(kind: .securityProfile, arnWord: "security-profile", noun: "security profile") { _ in [] }
  }
}

/// A security profile as it is stored: what Describe answers, and the lists that have operations of their own.
struct StoredSecurityProfile: Shape, Tagged, Dated {
  static let shapeName = "StoredSecurityProfile"
  var profile: SecurityProfile
  var permissions: [String]
  var applications: [Application]

  init(profile: SecurityProfile, permissions: [String], applications: [Application]) {
    self.profile = profile
    self.permissions = permissions
    self.applications = applications
  }

  init(json: JSON) throws(ShapeProblem) {
    profile = try SecurityProfile(json: json["Profile"] ?? .null)
    permissions = json["Permissions"]?.array?.compactMap(\.string) ?? []
    var applications: [Application] = []
    for application in json["Applications"]?.array ?? [] { applications.append(try Application(json: application)) }
    self.applications = applications
  }

  var json: JSON {
    ["Profile": profile.json, "Permissions": .strings(permissions), "Applications": .array(applications.map(\.json))]
  }

  var tags: [String: String]? {
    get { profile.tags }
    set { profile.tags = newValue }
  }
  var lastModifiedTime: Moment? {
    get { profile.lastModifiedTime }
    set { profile.lastModifiedTime = newValue }
  }
  var lastModifiedRegion: String? {
    get { profile.lastModifiedRegion }
    set { profile.lastModifiedRegion = newValue }
  }
}

/// What the security profile operations share.
enum SecurityProfiles {
  static let refused = [
    RefusedMember("HierarchyRestrictedResources", because: "user hierarchies are not built"),
    RefusedMember("AllowedAccessControlHierarchyGroupId", because: "user hierarchies are not built"),
    RefusedMember("AllowedFlowModules", because: "flow modules as tools are not built"),
    RefusedMember("GranularAccessControlConfiguration", because: "data tables are not built"),
  ]

  static let searchable = Searchable<StoredSecurityProfile>(fields: [
    "name": { [$0.document.profile.securityProfileName].compactMap { $0 } },
    "description": { [$0.document.profile.description].compactMap { $0 } },
    "resourceID": { [$0.id] },
  ])

  static func summary(_ resource: Resource<StoredSecurityProfile>) -> SecurityProfileSearchSummary {
    let profile = resource.document.profile
    return SecurityProfileSearchSummary(
      id: profile.id, organizationResourceId: profile.organizationResourceId, arn: profile.arn,
      securityProfileName: profile.securityProfileName, description: profile.description, tags: profile.tags)
  }

  /// - Throws: InvalidParameterException for a name that is no permission, or one given twice.
  static func checked(_ permissions: [String]) throws -> [String] {
    for permission in permissions where !Permissions.all.contains(permission) {
      throw ConnectError(.invalidParameter, "Permissions: there is no permission named \(permission).")
    }
    guard Set(permissions).count == permissions.count else {
      throw ConnectError(.invalidParameter, "Permissions: a permission is named twice.")
    }
    return permissions.sorted()
  }

  /// The profiles that every instance begins with.
  static func makeDefaults(in instance: String, _ call: WriteCall) throws {
    for (name, description, permissions) in Permissions.defaults {
      let id = call.context.newID()
      let profile = SecurityProfile(
        id: id, organizationResourceId: instance, arn: call.context.place.arn("security-profile", id, in: instance),
        securityProfileName: name, description: description)
      try call.create(
        .securityProfile, id: id, name: name,
        StoredSecurityProfile(profile: profile, permissions: permissions.sorted(), applications: []), tags: nil, in: instance)
    }
  }
}
