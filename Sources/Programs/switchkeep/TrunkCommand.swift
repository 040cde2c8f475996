import ArgumentParser
import Foundation
import Keep
import Link
import Vocabulary

/// Ways to the telephone network.
struct TrunkCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trunk", abstract: "Connects carriers and other exchanges.",
    subcommands: [TrunkCreateCommand.self, DestinationListCommand<Trunks>.self, DestinationRemoveCommand<Trunks>.self])
}

struct TrunkCreateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "Adds a trunk; calls go over it once an officer has approved it.")

  @OptionGroup var keep: KeepOptions
  @OptionGroup var argument: NameArgument
  @OptionGroup var credentials: TrunkCredentials
  @OptionGroup var numbers: TrunkNumbers

  @Option(help: "HOST[:PORT][;transport=udp|tcp|tls]; may be given repeatedly, in the order to try.")
  var target: [String] = []

  @Option(help: "Seconds between two probes by OPTIONS of each target; 0 for none.")
  var probeSeconds = 30

  @Option(help: "Calls at once at most.")
  var callsMax = 100

  @Flag(help: "It carries emergency calls, which no other trunk does.")
  var emergency = false

  func validate() throws {
    guard !target.isEmpty else { throw ValidationError("give a --target") }
    for text in target + (credentials.register.map { [$0] } ?? []) where SIPTarget(text) == nil {
      throw ValidationError("\(text) is no HOST[:PORT][;transport=udp|tcp|tls]")
    }
  }

  func run() async throws {
    let trunk = try trunk()
    let approval = try await keep.open { try await $0.requestTrunk(trunk) }
    print(waiting(["name": .string(trunk.name)], for: approval, keep.dataDir).text)
  }

  private func trunk() throws -> SIPTrunk {
    SIPTrunk(
      name: argument.name, targets: target.compactMap(SIPTarget.init), probeSeconds: probeSeconds,
      registration: credentials.registration, credentials: try credentials.read(), calledNumberFrom: numbers.calledNumberFrom,
      nationalPrefix: numbers.nationalPrefix, countryCode: numbers.countryCode, callsMax: callsMax,
      carriesEmergencyCalls: emergency, allowedPrefixes: numbers.allowPrefix)
  }
}

/// How a trunk shows who it is.
struct TrunkCredentials: ParsableArguments {
  @Option(help: "The domain to register at, over the trunk's targets; without it calls come and go by address.")
  var register: String?

  @Option(help: "The user name that is registered and that answers challenges.")
  var username: String?

  @Option(
    name: .customLong("password-fd"),
    help: ArgumentHelp("The descriptor that its password is read from, to its end or the first line's.", valueName: "n"))
  var passwordDescriptor: Int32?

  @Option(help: "Seconds that a registration lasts.")
  var expiresSeconds = 300

  func validate() throws {
    guard (username == nil) == (passwordDescriptor == nil) else {
      throw ValidationError("--username and --password-fd go together")
    }
    guard register.flatMap(SIPTarget.init).map({ $0.port == nil && $0.transport == .udp }) ?? true else {
      throw ValidationError("--register is the carrier's domain alone: REGISTER goes to the trunk's --target")
    }
    guard register == nil || username != nil else { throw ValidationError("--register needs --username and --password-fd") }
    guard (60...86_400).contains(expiresSeconds) else { throw ValidationError("--expires-seconds: 60 to 86400") }
    guard passwordDescriptor ?? 0 >= 0 else { throw ValidationError("--password-fd is the number of a descriptor") }
  }

  var registration: SIPRegistration? {
    register.flatMap(SIPTarget.init).flatMap { registrar in
      username.map { SIPRegistration(registrar: registrar, username: $0, expiresSeconds: expiresSeconds) }
    }
  }

  private static let passwordBytesMax = 256

  func read() throws -> SIPCredentials? {
    guard let username, let passwordDescriptor else { return nil }
    let file = FileHandle(fileDescriptor: passwordDescriptor, closeOnDealloc: true)
    let line = (try file.readToEnd() ?? Data()).prefix { $0 != UInt8(ascii: "\n") }
    guard (1...Self.passwordBytesMax).contains(line.count), let password = String(validating: line, as: UTF8.self) else {
      throw ValidationError("the password has 1 to \(Self.passwordBytesMax) bytes of UTF-8")
    }
    return SIPCredentials(username: username, password: password)
  }
}

/// How a trunk writes numbers, and which may be dialled over it.
struct TrunkNumbers: ParsableArguments {
  @Option(help: "Where the called number stands: request-uri, to or p-called-party-id.")
  var calledNumber = "request-uri"

  @Option(help: "The country code of numbers that come without one, such as 44.")
  var countryCode: String?

  @Option(help: "What stands before a national number, such as 0.")
  var nationalPrefix: String?

  @Option(help: "What numbers that are dialled over it begin with, such as +44; may be given repeatedly. Without it, none.")
  var allowPrefix: [String] = []

  var calledNumberFrom: SIPTrunk.CalledNumber { SIPTrunk.CalledNumber(rawValue: calledNumber) ?? .requestURI }

  func validate() throws {
    guard SIPTrunk.CalledNumber(rawValue: calledNumber) != nil else {
      throw ValidationError("--called-number is request-uri, to or p-called-party-id")
    }
  }
}

enum Trunks: Destination {
  static let noun = "trunk"
  static let removal = "Calls come and go over it no more."
  static let listing = "Prints all trunks without their passwords, as JSON lines."
  static func states(_ keep: KeepProcess) async throws -> [JSON] { try await keep.listTrunks() }
  static func remove(_ name: String, _ keep: KeepProcess) async throws -> Bool { try await keep.removeTrunk(name) }
}

extension SIPTarget {
  /// nil for what is not HOST[:PORT][;transport=udp|tcp|tls]; an address of IPv6 stands in brackets.
  fileprivate init?(_ text: String) {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false)
    var transport = Transport.udp
    if parts.count == 2 {
      guard parts[1].hasPrefix("transport="), let named = Transport(rawValue: String(parts[1].dropFirst(10))) else { return nil }
      transport = named
    }
    guard parts.count <= 2, let (host, port) = Self.split(parts[0]) else { return nil }
    self.init(host: host, port: port, transport: transport)
  }

  private static func split(_ text: Substring) -> (host: String, port: Int?)? {
    let (host, rest): (Substring, Substring)
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      (host, rest) = (text[text.index(after: text.startIndex)..<end], text[text.index(after: end)...])
    } else {
      let end = text.firstIndex(of: ":") ?? text.endIndex
      (host, rest) = (text[..<end], text[end...])
    }
    guard !host.isEmpty else { return nil }
    if rest.isEmpty { return (String(host), nil) }
    guard rest.hasPrefix(":"), let port = Int(rest.dropFirst()), (1...65_535).contains(port) else { return nil }
    return (String(host), port)
  }
}
