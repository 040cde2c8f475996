import Vocabulary

/// The files that AWS clients read: `config` tells where each service is, `credentials` the keys.
struct AWSProfiles: Sendable {
  static let administrator = "switchkeep"
  static let officer = "switchkeep-officer"

  let folder: DataFolder
  let region: String

  /// - Parameters:
  ///   - connect: the URL of the Connect API, on the switch's listener.
  ///   - keep: the URL of the services that the keep serves on its own listener.
  ///   - caBundle: the certificates that clients trust; nil leaves them their own.
  func writeConfig(connect: String, keep: String, caBundle: String?) throws {
    var text = "# Written by switchkeep; `serve` keeps it current. See README.md for the lines that use it.\n"
    for profile in [Self.administrator, Self.officer] {
      text += """

        [profile \(profile)]
        region = \(region)
        output = json
        services = switchkeep

        """
      if let caBundle { text += "ca_bundle = \(caBundle)\n" }
    }
    text += """

      [services switchkeep]
      connect =
        endpoint_url = \(connect)
      sts =
        endpoint_url = \(keep)

      """
    try DataFolder.write(text, to: folder.configFile, mode: 0o600)
  }

  func writeCredentials(_ keys: [(profile: String, id: String, secret: String)]) throws {
    let text = keys.map { "[\($0.profile)]\naws_access_key_id = \($0.id)\naws_secret_access_key = \($0.secret)\n" }
    try DataFolder.write(text.joined(separator: "\n"), to: folder.credentialsFile, mode: 0o600)
  }
}
