import ConnectAPI
import Vocabulary

/// What `init` decided for good: it stands in every ARN.
struct Settings: Sendable {
  let region: String
  let account: String

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
    return Settings(region: region, account: account)
  }

  func save(_ folder: DataFolder) throws {
    let json: JSON = ["region": .string(region), "account": .string(account)]
    try DataFolder.write(json.text + "\n", to: folder.settingsFile, mode: 0o600)
  }
}
