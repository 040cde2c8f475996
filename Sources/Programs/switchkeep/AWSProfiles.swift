import Vocabulary

/// The files that AWS clients read: `config` tells where each service is, `credentials` the keys.
struct AWSProfiles: Sendable {
  static let administrator = "switchkeep"
  static let officer = "switchkeep-officer"
  static let contentReader = "switchkeep-content-reader"

  let folder: DataFolder
  let region: String
  let account: String

  /// - Parameters:
  ///   - connect: the URL of the Connect API, on the switch's listener.
  ///   - keep: the URL of the services that the keep serves on its own listener.
  ///   - caBundle: the certificates that clients trust; nil leaves them their own.
  func writeConfig(connect: String, keep: String, caBundle: String?) throws {
    var text = "# Written by switchkeep; `serve` keeps it current. See README.md for the lines that use it.\n"
    for profile in [Self.administrator, Self.officer] { text += section(profile, "", caBundle) }
    text += section(Self.contentReader, assumption, caBundle)
    text += """

      [services switchkeep]
      connect =
        endpoint_url = \(connect)
      sts =
        endpoint_url = \(keep)
      s3 =
        endpoint_url = \(keep)
      switchkeep =
        endpoint_url = \(keep)

      """
    try DataFolder.write(text, to: folder.configFile, mode: 0o600)
  }

  /// Buckets are named in the path: a name of a host for each would need a certificate for each.
  private func section(_ profile: String, _ lines: String, _ caBundle: String?) -> String {
    """

    [profile \(profile)]
    region = \(region)
    output = json
    services = switchkeep
    s3 =
      addressing_style = path
    \(lines)\(caBundle.map { "ca_bundle = \($0)\n" } ?? "")
    """
  }

  /// The role takes sessions with the tag `purpose` alone, for which profiles have no word: clients that can give tags give them.
  private var assumption: String {
    """
    # A session needs the tag `purpose`, which a profile cannot give: see docs/content.md.
    role_arn = arn:aws:iam::\(account):role/ContentReader
    source_profile = \(Self.officer)
    role_session_name = content-reader

    """
  }

  func writeCredentials(_ keys: [(profile: String, id: String, secret: String)]) throws {
    let text = keys.map { "[\($0.profile)]\naws_access_key_id = \($0.id)\naws_secret_access_key = \($0.secret)\n" }
    try DataFolder.write(text.joined(separator: "\n"), to: folder.credentialsFile, mode: 0o600)
  }
}
