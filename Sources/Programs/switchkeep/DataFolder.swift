import CoreFoundation
import Foundation
import Vocabulary

/// Where everything of one contact centre lies. The switch's folder and the keep's are apart, since they become two processes.
struct DataFolder: Sendable {
  let path: String

  var keep: String { "\(path)/keep" }
  /// Where the keep's protection key lay in clear, in folders from before there was a root key.
  var formerProtectionFile: String { "\(keep)/protection.key" }
  var switchFolder: String { "\(path)/switch" }
  var aws: String { "\(path)/aws" }
  var settingsFile: String { "\(path)/settings.json" }
  /// The certificate of the local certificate authority: what clients trust. No secret.
  var authorityFile: String { "\(path)/ca.pem" }
  /// The public key of the ledger: what outsiders verify it with. No secret.
  var ledgerKeyFile: String { "\(path)/ledger.vkey" }
  var configFile: String { "\(aws)/config" }
  var credentialsFile: String { "\(aws)/credentials" }

  init(_ path: String) { self.path = URL(fileURLWithPath: path).standardizedFileURL.path }

  var isInitialised: Bool { FileManager.default.fileExists(atPath: settingsFile) }

  func make() throws {
    for folder in [path, keep, switchFolder, aws] {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
  }

  /// Writes a file whole: to a file beside it first, then in its place, so that a reader never sees half of it.
  static func write(_ text: String, to path: String, mode: Int) throws {
    let beside = "\(path).\(ProcessInfo.processInfo.processIdentifier).new"
    guard FileManager.default.createFile(atPath: beside, contents: Data(text.utf8), attributes: [.posixPermissions: mode]) else {
      throw ProgramProblem(.cannotWrite, message: "cannot write \(path)")
    }
    giveToOwner(ofFolderOf: beside)
    guard unsafe rename(beside, path) == 0 else { throw ProgramProblem(.cannotWrite, message: "cannot write \(path)") }
  }

  /// What root writes in a folder of another user's is that user's: the switch and the keep must be able to read it.
  private static func giveToOwner(ofFolderOf path: String) {
    var folder = stat()
    guard getuid() == 0, unsafe stat(URL(fileURLWithPath: path).deletingLastPathComponent().path, &folder) == 0 else { return }
    _ = unsafe lchown(path, folder.st_uid, folder.st_gid)
  }

  static func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ProgramProblem(.cannotRead, message: "cannot read \(path)")
    }
    return Array(data)
  }
}

extension DataFolder {
  private static let certificatesBytesMax = 256 * 1024

  /// PEM certificates, as they are kept with what trusts them: whoever uses them later may not be able to read the file.
  static func readCertificates(_ path: String) throws -> String {
    let text = String(decoding: try read(DataFolder(path).path), as: UTF8.self)
    guard text.utf8.count <= certificatesBytesMax, text.contains("-----BEGIN CERTIFICATE-----") else {
      throw ProgramProblem(.badArgument, message: "\(path): no PEM certificates of \(certificatesBytesMax / 1024) KiB at most")
    }
    return text
  }
}

/// Why a command cannot go on.
struct ProgramProblem: Error, CustomStringConvertible {
  enum Code {
    case cannotWrite, cannotRead, notInitialised, alreadyInitialised, alreadyServed, badArgument, cannotStart, notIsolated
    /// Nobody gave a secret that was needed, or it was another.
    case noSecret
    case notSealed
    /// The ledger is older than what others know of it, or another.
    case rolledBack
  }

  let code: Code
  let message: String

  init(_ code: Code, message: String) {
    self.code = code
    self.message = message
  }

  var description: String { message }
}
