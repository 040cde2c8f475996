import ConnectAPI
import Foundation
import Keep
import Vocabulary

/// What `init` decided: what stands in every ARN, for good, and where the root secret comes from.
struct Settings: Sendable {
  let region: String
  let account: String
  /// nil in a folder from before there was a root key.
  let rootKey: RootSecretSource?

  var place: Place { Place(partition: "aws", region: region, account: account) }

  static func load(_ folder: DataFolder) throws -> Settings {
    guard folder.isInitialised else {
      throw ProgramProblem(
        .notInitialised, message: "\(folder.path) holds no contact centre. Make one: switchkeep init --data-dir \(folder.path)")
    }
    let json = try JSON.parse(try DataFolder.read(folder.settingsFile))
    guard let region = json["region"]?.string, let account = json["account"]?.string else {
      throw ProgramProblem(.cannotRead, message: "\(folder.settingsFile): region and account must be strings")
    }
    guard let rootKey = json["rootKey"] else { return Settings(region: region, account: account, rootKey: nil) }
    guard let source = rootKey.string.flatMap({ try? RootSecretSource($0) }) else {
      throw ProgramProblem(.cannotRead, message: "\(folder.settingsFile): rootKey is no source of a root secret")
    }
    return Settings(region: region, account: account, rootKey: source)
  }

  /// Where the root secret comes from.
  /// - Throws: ProgramProblem for a folder that has no root key yet.
  func rootKeySource(_ folder: DataFolder) throws -> RootSecretSource {
    if let rootKey { return rootKey }
    throw ProgramProblem(
      .noSecret,
      message: """
        the keys of \(folder.path) lie in clear beside its data, as an earlier version left them. Put them under a root key \
        first: switchkeep root-key adopt --data-dir \(folder.path) --root-key passphrase|credential:NAME|file:PATH
        """)
  }

  func save(_ folder: DataFolder) throws {
    let source = rootKey.map { [("rootKey", JSON.string($0.text))] } ?? []
    let json = JSON.object([("region", .string(region)), ("account", .string(account))] + source)
    try DataFolder.write(json.text + "\n", to: folder.settingsFile, mode: 0o600)
  }
}
