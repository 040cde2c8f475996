import Foundation

/// Where the root secret comes from: `--root-key passphrase|credential:NAME|file:PATH`. Never an argument or the
/// environment, which others can read.
package enum RootSecretSource: Sendable, Hashable {
  case passphrase
  /// A file of systemd's folder of credentials (systemd.exec(5), LoadCredential).
  case credential(String)
  case file(String)

  /// - Throws: `invalid` for anything else.
  package init(_ text: String) throws(KeyServiceProblem) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    switch (parts.first, parts.count > 1 ? parts[1] : nil) {
    case ("passphrase", nil): self = .passphrase
    case ("credential", let name?) where !name.isEmpty && !name.contains("/") && name.first != ".": self = .credential(name)
    case ("file", let path?) where path.hasPrefix("/"): self = .file(path)
    default:
      throw KeyServiceProblem(.invalid, "the root key is `passphrase`, `credential:NAME` or `file:PATH` with an absolute path")
    }
  }

  /// As it was given, and as it is stored.
  package var text: String {
    switch self {
    case .passphrase: "passphrase"
    case .credential(let name): "credential:\(name)"
    case .file(let path): "file:\(path)"
    }
  }

  /// Reads the secret of a file or a credential; a passphrase comes over a descriptor or from a terminal.
  /// - Parameters:
  ///   - dataFolder: what is in it is refused: a copy of the data would hold its own key.
  ///   - credentialsFolder: systemd's `$CREDENTIALS_DIRECTORY`.
  /// - Throws: `secretUnusable` for a file that cannot be read, is inside the data, or that others may read.
  package func read(dataFolder: String, credentialsFolder: String?) throws(KeyServiceProblem) -> RootSecret {
    switch self {
    case .passphrase: throw KeyServiceProblem(.secretUnusable, "a passphrase is asked for, or comes by --passphrase-fd")
    case .credential(let name):
      guard let credentialsFolder else {
        throw KeyServiceProblem(.secretUnusable, "credential:\(name): systemd gave no folder of credentials")
      }
      // systemd lets a service's user read by an access control list, and its mask shows in the place of the group's rights.
      return try Self.secret(in: "\(credentialsFolder)/\(name)", outside: dataFolder, closedTo: 0o037)
    case .file(let path): return try Self.secret(in: path, outside: dataFolder, closedTo: 0o077)
    }
  }

  /// Reads a passphrase from a descriptor, to its end or the first line's; closes nothing.
  package static func read(descriptor: Int32) throws(KeyServiceProblem) -> RootSecret {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.count <= RootSecret.bytesMax {
      let count = unsafe Foundation.read(descriptor, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw KeyServiceProblem(.secretUnusable, "the passphrase could not be read: errno \(errno)") }
      guard count == 1, byte != 0x0A else { break }
      bytes.append(byte)
    }
    return try RootSecret(bytes)
  }

  private static func secret(in path: String, outside dataFolder: String, closedTo others: Int) throws(KeyServiceProblem)
    -> RootSecret
  {
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
    let folder = URL(fileURLWithPath: dataFolder).resolvingSymlinksInPath().standardizedFileURL.path
    guard file != folder, !file.hasPrefix(folder + "/") else {
      throw KeyServiceProblem(.secretUnusable, "\(path) lies in the data folder: a copy of the data would hold its own key")
    }
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: file),
      attributes[.type] as? FileAttributeType == .typeRegular, let mode = attributes[.posixPermissions] as? Int,
      let size = attributes[.size] as? Int, size <= RootSecret.bytesMax + 2
    else { throw KeyServiceProblem(.secretUnusable, "\(path) is no file with a secret") }
    guard mode & others == 0 else {
      throw KeyServiceProblem(.secretUnusable, "\(path) is open to others: its mode must be 0600 or 0400")
    }
    guard let data = FileManager.default.contents(atPath: file) else {
      throw KeyServiceProblem(.secretUnusable, "\(path) cannot be read")
    }
    return try RootSecret(Array(data))
  }
}
