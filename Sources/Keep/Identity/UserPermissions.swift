import ConnectAPI
import ResourceStore

extension ReadCall {
  /// What the security profiles of a user grant now.
  func permissions(of user: Record) throws -> Set<String> {
    let profiles = try resource(.user, user).document.securityProfileIds ?? []
    return try profiles.reduce(into: []) { granted, id in
      guard let profile = try reader.record(.securityProfile, identifier(id)) else { return }
      granted.formUnion(try resource(.securityProfile, profile).document.permissions)
    }
  }
}
