import ConnectAPI
import Crypto
import Foundation
import Vocabulary

/// The audio of uploaded prompts. What S3Uri names is read from the operator's import folder, where each bucket is a folder;
/// accepted audio is kept in a folder of its own under the digest of its bytes.
struct PromptFiles: Sendable {
  /// Connect's limit for a prompt.
  static let fileBytesMax = 50 << 20

  /// `buckets/BUCKET/KEY` is what `s3://BUCKET/KEY` means.
  let importFolder: String
  let storeFolder: String

  init(folder: String) {
    importFolder = "\(folder)/buckets"
    storeFolder = "\(folder)/prompts"
  }

  /// Takes in the file that an S3 URI names, durably.
  /// - Throws: InvalidParameterException naming S3Uri.
  func take(_ uri: String) throws -> PromptAudio {
    let bytes = try read(uri)
    if let problem = WAV.problem(of: bytes) { throw invalid("\(uri) is \(problem).") }
    let sha256 = SHA256.hash(data: bytes).hexadecimal
    try keep(bytes, as: sha256)
    return .file(sha256: sha256)
  }

  func bytes(of audio: PromptAudio) -> [UInt8]? {
    switch audio {
    case .synthesised(let name): PromptSynthesis.wav(name)
    case .file(let sha256): FileManager.default.contents(atPath: "\(storeFolder)/\(sha256).wav").map(Array.init)
    }
  }

  /// A path that leaves the folder, by dots or by a symbolic link, names nothing.
  func read(_ uri: String) throws -> [UInt8] {
    guard uri.hasPrefix("s3://") else { throw invalid("only s3://BUCKET/KEY can be read here.") }
    let parts = uri.dropFirst("s3://".count).split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count >= 2, !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." || $0.contains("\0") }) else {
      throw invalid("\(uri) is no bucket and key.")
    }
    let root = URL(fileURLWithPath: importFolder).resolvingSymlinksInPath().path
    let file = URL(fileURLWithPath: importFolder + "/" + parts.joined(separator: "/")).resolvingSymlinksInPath().path
    guard file.hasPrefix(root + "/"), let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int else {
      throw invalid("\(uri) does not exist; an operator puts the file into buckets/BUCKET/KEY in the switch's data folder.")
    }
    guard size <= Self.fileBytesMax else { throw invalid("\(uri) is larger than \(Self.fileBytesMax) bytes.") }
    guard let data = FileManager.default.contents(atPath: file) else { throw invalid("\(uri) cannot be read.") }
    return Array(data)
  }

  /// The file is on disk under its name before the record that refers to it commits.
  private func keep(_ bytes: [UInt8], as sha256: String) throws {
    let path = "\(storeFolder)/\(sha256).wav"
    guard !FileManager.default.fileExists(atPath: path) else { return }
    try FileManager.default.createDirectory(
      atPath: storeFolder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let beside = "\(storeFolder)/.\(sha256).new"
    guard FileManager.default.createFile(atPath: beside, contents: nil, attributes: [.posixPermissions: 0o600]),
      let handle = FileHandle(forWritingAtPath: beside)
    else { throw ConnectError(.internalService, "The prompt cannot be stored.") }
    try handle.write(contentsOf: bytes)
    try handle.synchronize()
    try handle.close()
    try FileManager.default.moveItem(atPath: beside, toPath: path)
  }

  private func invalid(_ reason: String) -> ConnectError { ConnectError(.invalidParameter, "S3Uri: \(reason)") }
}
