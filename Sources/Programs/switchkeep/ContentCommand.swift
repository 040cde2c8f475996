import ArgumentParser
import Foundation
import Glibc
import Keep
import Sealing
import Vocabulary

/// What contacts left behind, for who runs the machine. Each command is on record before it does anything.
struct ContentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "content", abstract: "Lists, verifies, exports and retains what contacts left behind.",
    subcommands: [
      ContentListCommand.self, ContentVerifyCommand.self, ContentExportCommand.self, ContentRetentionCommand.self,
      ContentLinkCommand.self, ContentUnlinkCommand.self, ContentLabelCommand.self,
    ])
}

struct ContentListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Prints the inventory, one JSON line an object. Nothing of the content is shown.")

  @OptionGroup var keep: KeepOptions

  @Option(help: "Those with this label alone, such as PAYMENT_CARD.")
  var label: String?

  func run() async throws {
    try await keep.open { keep in
      try await keep.listContent { object in
        guard label.map(object.labels.all.contains) ?? true else { return }
        try FileHandle.standardOutput.write(contentsOf: Array((object.line.text + "\n").utf8))
      }
    }
  }
}

extension ContentObject {
  fileprivate var line: JSON {
    [
      "objectId": .string(id), "instanceId": .string(instanceID), "class": .string(contentClass.rawValue),
      "contactId": .string(contactID), "name": .string(name), "contentType": .string(contentType),
      "bytes": .number(plaintextBytes), "sha256": .string(digest.hexadecimal),
      "storedAt": .string(storedAt.rfc3339), "classification": .string(classification.rawValue), "labels": .strings(labels.all),
      "origin": labels.origin.map(JSON.string) ?? .null,
      "sealingKey": .string(sealingKey),
    ]
  }
}

struct ContentVerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compares everything that rests with what was deposited; ends with status 1 when something differs.")

  @OptionGroup var keep: KeepOptions

  @Flag(help: "Open each object too, to see that its key is there; nothing of it is shown.")
  var open = false

  func run() async throws {
    let report = try await keep.open { keep in
      try await keep.verifyContent(opening: open) { count in
        if isatty(STDERR_FILENO) == 1 { FileHandle.standardError.write(Data("\r\(count) objects".utf8)) }
      }
    }
    for finding in report.findings { print("\(finding.fault.rawValue) \(finding.object)") }
    print("\(report.objects) objects, \(report.bytes) bytes, \(report.findings.count) findings")
    if !report.findings.isEmpty { throw ExitCode(1) }
  }
}

struct ContentExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Seals one object anew to somebody's public key and writes that message: any AWS Encryption SDK opens it.",
    discussion: """
      It takes two people: the first call, with the object and a purpose, asks and prints an approval's id; when an officer has \
      approved it, a second one with --approval and --output writes the message, once.

      The key is RSA of 3072 bits or more, wrapped to with OAEP, SHA-256 and MGF1 with SHA-256: a raw RSA keyring with the \
      namespace and name given here.
      """)

  @OptionGroup var keep: KeepOptions

  @Argument(help: "The object's id, as `content list` prints it; to ask.")
  var object: String?

  @Option(help: "A PEM file with the public key.")
  var toKey: String

  @Option(help: "The keyring's namespace.")
  var keyNamespace = "recipient"

  @Option(help: "The keyring's name for the key.")
  var keyName = "recipient"

  @Option(help: "Why, for the record and for who approves; to ask.")
  var purpose: String?

  @Option(help: "The id of an approval that an officer has given.")
  var approval: String?

  @Option(help: "The file to make; one that is there is not overwritten.")
  var output: String?

  func validate() throws {
    guard approval == nil || (object == nil && purpose == nil && output != nil) else {
      throw ValidationError("with --approval give --to-key and --output alone: object and purpose are those that were approved")
    }
    guard approval != nil || (object != nil && output == nil) else {
      throw ValidationError("give an object and --purpose to ask, or --approval and --output when an officer has approved it")
    }
    guard approval != nil || purpose?.contains(where: { !$0.isWhitespace }) == true else {
      throw ValidationError("--purpose must say why")
    }
  }

  func run() async throws {
    let pem = String(decoding: try DataFolder.read(toKey), as: UTF8.self)
    guard let recipient = try? SealingPublicKey(pem: pem, providerID: keyNamespace, name: keyName) else {
      throw ValidationError("--to-key \(toKey): is no RSA public key of 3072 bits or more in PEM")
    }
    if let approval, let output { return try await write(approval, to: recipient, output) }
    guard let object, let purpose else { return }
    let asked = try await keep.open {
      try await $0.requestExport(object, to: recipient, purpose: purpose)
    }
    print(waiting(["ObjectId": .string(object)], for: asked, keep.dataDir).text)
  }

  private func write(_ approval: String, to recipient: SealingPublicKey, _ output: String) async throws {
    let descriptor = unsafe Glibc.open(output, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ValidationError("--output \(output): cannot be made, or is there already") }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try await keep.open { keep in
        try await keep.export(approval, to: recipient) { try file.write(contentsOf: $0) }
      }
      try file.synchronize()
    } catch {
      unsafe unlink(output)
      throw error
    }
  }
}

struct ContentRetentionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retention", abstract: "Says how long what contacts of an instance leave is kept, by class.")

  @OptionGroup var keep: KeepOptions

  @Option(help: "The instance's id.")
  var instance: String

  @Option(name: .customLong("class"), help: "A storage resource type, such as CHAT_TRANSCRIPTS.")
  var contentClass: String

  @Option(help: "Days after which it is deleted, or `forever`.")
  var days: String

  func validate() throws {
    guard ContentClass.stored.contains(where: { $0.rawValue == contentClass }) else {
      throw ValidationError("--class is one of \(ContentClass.stored.map(\.rawValue).joined(separator: ", "))")
    }
    guard days == "forever" || Int(days).map({ (1...36_500).contains($0) }) == true else {
      throw ValidationError("--days is a number from 1 to 36500, or `forever`")
    }
  }

  func run() async throws {
    guard let contentClass = ContentClass(rawValue: contentClass) else { return }
    try await keep.open { keep in
      try await keep.setRetention(Int(days), for: contentClass, in: instance)
    }
  }
}
