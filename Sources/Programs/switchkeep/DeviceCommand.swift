import ArgumentParser
import Keep
import Vocabulary

/// Agents' telephones.
struct DeviceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "device", abstract: "Gives agents telephones, with passwords of their own, and takes them away.",
    subcommands: [DeviceCreateCommand.self, DeviceListCommand.self, DeviceRevokeCommand.self])
}

struct DeviceCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Makes a telephone for a user; prints what it is set up with as JSON, its password this once.",
    discussion: """
      The password is made here and is nobody's: the keep has its digests alone (RFC 7616). The telephone goes with its user.
      """)

  @OptionGroup var keep: KeepOptions

  @Option(help: "The user's name.")
  var user: String

  @Option(help: "The instance's id, where several instances have a user of the name.")
  var instance: String?

  @Flag(help: "For a telephone that knows MD5 alone; without it, it must know SHA-256 (RFC 8760).")
  var md5 = false

  func run() async throws {
    print(try await keep.open { try await $0.createDevice(of: user, in: instance, hasMD5: md5) }.text)
  }
}

struct DeviceListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "Prints all telephones, as JSON lines.")

  @OptionGroup var keep: KeepOptions

  func run() async throws {
    for device in try await keep.open({ try await $0.listDevices() }) { print(device.text) }
  }
}

struct DeviceRevokeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "Takes a telephone away, within a second also in a server that runs.")

  @OptionGroup var keep: KeepOptions

  @Argument(help: "The device's id, as `create` printed it.")
  var id: String

  func run() async throws {
    guard try await keep.open({ try await $0.revokeDevice(id) }) else { throw ValidationError("\(id) is no device") }
  }
}
