import ConnectAPI
import Foundation
import Keep
import Link
import Logging
import Protection
import Switch
import SystemEntropy
import Vocabulary

/// Both sides of one data folder in one program, for commands that need no more than a moment: `init`, and what looks at
/// catalogues.
struct Host: Sendable {
  let keep: KeepProcess
  let switchProcess: SwitchProcess

  /// Opens both and lets them meet.
  /// - Parameter opened: the keep's keys, not sealed.
  static func open(_ folder: DataFolder, _ settings: Settings, _ opened: KeepKeys, logger: Logger) async throws -> Host {
    let (ofKeep, ofSwitch) = (LinkResponder(), LinkResponder())
    let keep = try await openKeep(folder, settings, opened, switchSide: InProcessLink(to: ofSwitch), logger: logger)
    keep.serve(ofKeep)
    let switchProcess = try await SwitchProcess.open(
      SwitchProcess.Configuration(
        folder: folder.switchFolder, place: settings.place, quotas: Quotas([:]), checksResponses: false,
        rates: CallerRates.Limits(), telephonyToken: nil, now: Self.now, newID: Self.newID, logger: logger),
      key: try KeyFile(path: "\(folder.switchFolder)/protection.key").load(), keepSide: InProcessLink(to: ofKeep))
    switchProcess.serve(ofSwitch)
    try await keep.reconcile()
    try await switchProcess.restore()
    return Host(keep: keep, switchProcess: switchProcess)
  }

  /// Opens the keep alone, for a command that may run beside `serve`: it must not touch what the switch owns.
  static func openKeep(
    _ folder: DataFolder, _ settings: Settings, _ opened: KeepKeys, switchSide: any LinkPeer, logger: Logger
  ) async throws -> KeepProcess {
    try await KeepProcess.open(
      KeepProcess.Configuration(
        folder: folder.keep, place: settings.place, quotas: Quotas([:]), checksResponses: false,
        rates: CallerRates.Limits(), now: Self.now, newID: Self.newID, logger: logger),
      database: opened.database, keys: opened.keys, switchSide: switchSide)
  }

  /// Lets both write what waits, the switch first, since its events go to the keep.
  func close() async throws {
    try await switchProcess.close()
    try await keep.close()
  }

  static let now: @Sendable () -> Moment = {
    Moment(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }

  /// Foundation's own opens a file for each.
  static let newID: @Sendable () -> String = {
    var entropy = SystemEntropy()
    return entropy.uuid(at: now())
  }
}

/// A file with the 32 bytes of a protection key, readable by its owner alone.
struct KeyFile: Sendable {
  let path: String

  func make() throws {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let text = bytes.hexadecimal
    try DataFolder.write(text + "\n", to: path, mode: 0o600)
  }

  func load() throws -> ProtectionKey {
    let digits = try DataFolder.read(path).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    guard digits.count == 64, let key = ProtectionKey(bytes: bytes) else {
      throw ProgramProblem(.cannotRead, message: "\(path): not a key of 32 bytes")
    }
    return key
  }
}
