import ArgumentParser
import Keep
import Logging
import Switch

struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Makes a contact centre: keys, local certificate authority, first instance, administrator and security officer.")

  @Option(help: "The folder that will hold everything; it is made, and must not hold a contact centre yet.")
  var dataDir: String

  @Option(help: "The region in every ARN; clients are configured with it.")
  var region = "us-east-1"

  @Option(help: "The account id in every ARN: 12 digits. A random one when not given.")
  var account: String?

  @Option(
    help: ArgumentHelp(
      "Where the secret that opens the keep comes from: passphrase, credential:NAME or file:PATH.",
      discussion: """
        A passphrase is asked for on the terminal, or comes by --passphrase-fd; `serve` needs it at every start. A credential is \
        one of systemd's. A file lies outside of the data folder and has mode 0600 or 0400.
        """, valueName: "source"), transform: SecretOptions.source)
  var rootKey = RootSecretSource.passphrase

  @OptionGroup var secret: SecretOptions

  @Option(help: "The alias of the first instance.")
  var instanceAlias = "switchkeep"

  func validate() throws {
    guard (try? /[a-z]{2}(-[a-z]+){1,2}(-[0-9])?/.wholeMatch(in: region)) != nil else {
      throw ValidationError("--region: must look like us-east-1, since clients check it")
    }
    if let account, (try? /[0-9]{12}/.wholeMatch(in: account)) == nil { throw ValidationError("--account: must be 12 digits") }
    guard (try? /(?!d-)([0-9a-zA-Z]+)([-]*[0-9a-zA-Z])*/.wholeMatch(in: instanceAlias)) != nil, instanceAlias.count <= 45 else {
      throw ValidationError("--instance-alias: letters, digits and hyphens, 45 at most, not beginning with d-")
    }
  }

  func run() async throws {
    let folder = DataFolder(dataDir)
    guard !folder.isInitialised else {
      throw ProgramProblem(.alreadyInitialised, message: "\(folder.path) holds a contact centre already; choose another folder")
    }
    let given = try secret.newSecret(of: rootKey, folder)
    let settings = Settings(region: region, account: account ?? Self.randomAccount(), rootKey: rootKey)
    try folder.make()
    try KeyFile(path: "\(folder.switchFolder)/protection.key").make()
    try Certificates(folder: folder).makeAuthority(at: Host.now())
    let opened = try KeepKeys(folder: folder.keep)
    let recovery = try await opened.make(given, from: rootKey, protection: nil, account: settings.account, at: Host.now())
    let host = try await Host.open(folder, settings, opened, logger: Logger(label: "init"))
    let keys = try await host.keep.createFirstIdentities()
    let instance = try await host.switchProcess.makeFirstInstance(alias: instanceAlias)
    try await host.close()
    try writeProfiles(folder, settings.account, keys.administrator, keys.officer)
    try DataFolder.write(host.keep.ledgerVerifierKey + "\n", to: folder.ledgerKeyFile, mode: 0o644)
    try settings.save(folder)
    report(folder, settings, instance, ledger: host.keep.ledgerVerifierKey, recovery)
  }

  private func writeProfiles(
    _ folder: DataFolder, _ account: String, _ administrator: GeneratedAccessKey, _ officer: GeneratedAccessKey
  ) throws {
    let profiles = AWSProfiles(folder: folder, region: region, account: account)
    try profiles.writeCredentials([
      (AWSProfiles.administrator, administrator.id, administrator.secret), (AWSProfiles.officer, officer.id, officer.secret),
    ])
    try profiles.writeConfig(
      connect: "https://\(ServeCommand.defaultHTTPS.defaultValueDescription)",
      keep: "https://\(ServeCommand.defaultKeep.defaultValueDescription)", caBundle: folder.authorityFile)
  }

  private func report(
    _ folder: DataFolder, _ settings: Settings, _ instance: String, ledger: String, _ recovery: RecoveryKey
  ) {
    print(
      """
      A contact centre is ready in \(folder.path).
        account \(settings.account), region \(settings.region), instance \(instance) (\(instanceAlias))
        ledger \(ledger)
      The last is the key that verifies the ledger: keep it where this machine cannot write.
      \(recovery.announcement)
      Next:
        switchkeep serve --data-dir \(folder.path)
        export AWS_CONFIG_FILE=\(folder.configFile) AWS_SHARED_CREDENTIALS_FILE=\(folder.credentialsFile) AWS_PROFILE=switchkeep
        aws connect list-instances
      """)
  }

  private static func randomAccount() -> String {
    var generator = SystemRandomNumberGenerator()
    return String(Int.random(in: 100_000_000_000...999_999_999_999, using: &generator))
  }
}
