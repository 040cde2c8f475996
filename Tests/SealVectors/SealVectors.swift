import ArgumentParser
import Foundation
import MessageFormat
import Opening
import Sealing

/// Seals and opens messages for the conformance tests, whose other side is the public SDK. It is no part of the product.
@main struct SealVectors: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seal-vectors", subcommands: [Seal.self, Open.self, Recover.self, Speed.self])
}

/// Which key it is, in the words of a raw RSA keyring.
struct KeyName: ParsableArguments {
  @Option var namespace: String
  @Option var name: String
}

/// A message in a file, and the private key.
struct Source: ParsableArguments {
  @OptionGroup var key: KeyName
  @Option var privateKey: String
  @Option var message: String

  func opened() throws -> (message: [UInt8], key: OpeningKey) {
    let pem = try String(contentsOfFile: privateKey, encoding: .utf8)
    return (
      Array(try Data(contentsOf: URL(fileURLWithPath: message))),
      try OpeningKey(pem: pem, providerID: key.namespace, name: key.name)
    )
  }
}

/// Writes standard input as a message to standard output, in pieces of a length that fits no frame.
struct Seal: ParsableCommand {
  @OptionGroup var key: KeyName
  @Option var publicKey: String
  @Option var frameLength: Int
  @Option(help: "NAME=VALUE") var context: [String] = []
  @Option var pieceBytes = 1_001

  func run() throws {
    guard let length = FrameLength(rawValue: frameLength) else { throw ValidationError("no such frame length") }
    let pairs = context.map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init) }
    let recipient = try SealingPublicKey(
      pem: try String(contentsOfFile: publicKey, encoding: .utf8), providerID: key.namespace, name: key.name)
    var writer = try MessageWriter(
      to: recipient, frameLength: length, context: Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) }))
    var rest = Array(FileHandle.standardInput.readDataToEndOfFile())[...]
    while !rest.isEmpty {
      FileHandle.standardOutput.write(Data(try writer.append(Array(rest.prefix(pieceBytes)))))
      rest = rest.dropFirst(pieceBytes)
    }
    FileHandle.standardOutput.write(Data(try writer.finish()))
  }
}

/// Writes the plaintext, or part of it, to standard output; the code of what was wrong to standard error, with exit status 3.
struct Open: AsyncParsableCommand {
  @OptionGroup var source: Source
  @Option var from: Int?
  @Option var to: Int?

  func run() async throws {
    let (message, key) = try source.opened()
    do {
      let reader = try await MessageReader(message, with: key, expecting: [:])
      FileHandle.standardOutput.write(Data(try await reader.read((from ?? 0)..<(to ?? reader.plaintextBytes))))
    } catch let problem {
      FileHandle.standardError.write(Data("\(problem.code.rawValue)\n".utf8))
      throw ExitCode(3)
    }
  }
}

/// Seals what a torn message still holds anew, to the same key.
struct Recover: AsyncParsableCommand {
  @OptionGroup var source: Source

  func run() async throws {
    let (message, key) = try source.opened()
    let found = try await MessageExamination(of: message, with: key, expecting: [:])
    try await found.sealPrefix(to: key.publicKey, context: found.context) { FileHandle.standardOutput.write(Data($0)) }
  }
}

/// Prints how many bytes are sealed in a second of a core.
struct Speed: ParsableCommand {
  @OptionGroup var key: KeyName
  @Option var publicKey: String
  @Option var frameLength: Int
  @Option var mebibytes = 512

  func run() throws {
    guard let length = FrameLength(rawValue: frameLength) else { throw ValidationError("no such frame length") }
    let recipient = try SealingPublicKey(
      pem: try String(contentsOfFile: publicKey, encoding: .utf8), providerID: key.namespace, name: key.name)
    var writer = try MessageWriter(to: recipient, frameLength: length, context: [:])
    let piece = [UInt8](repeating: 0x5a, count: 1_048_576)
    let began = clock()
    for _ in 0..<mebibytes { _ = try writer.append(piece) }
    _ = try writer.finish()
    print(Int(Double(mebibytes) * 1_048_576 / (Double(clock() - began) / Double(CLOCKS_PER_SEC))))
  }
}
