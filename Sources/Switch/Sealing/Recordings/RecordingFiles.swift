import ConnectAPI
import Link
import Logging
import Media
import MessageFormat
import Sealing
import Vocabulary

/// Seals recordings while calls go on, each into a file of its own; the deposit of the contact takes them along.
actor RecordingFiles {
  /// A storage resource type of Connect's.
  static let contentClass = "CALL_RECORDINGS"
  /// Audio of one contact at most: 8 hours. A deposit carries it whole.
  static let audioBytesMax = 8 * 3_600 * G711.samplesPerSecond * RecordingWriter.channels
  /// How long a deposit waits for a call that is being hung up.
  private static let finishingMax = Duration.seconds(5)
  /// What the keep has not taken by then is synced: most are with it before, and a sync costs more than all that was written.
  private static let unsyncedMax = Duration.milliseconds(1_500)
  /// Between two looks at what was spoken: to wake a thread for each call costs more than what it does then.
  private static let takingPause = Duration.milliseconds(40)
  /// Between two looks for it: none waits for longer than two seconds.
  private static let syncPause = Duration.milliseconds(500)

  /// Whose recording it is: the contact's key, which the ids of its objects begin with, and its instance.
  typealias Owner = (keyID: String, instanceID: String)

  private struct Open {
    let owner: Owner
    let number: RecordingNumber
    let file: SealedFile
    /// The audio that nothing more is written to: the disk failed, or it is as long as it may be.
    var isOver = false
  }

  private let live: LiveRecordings
  private var files: SealedFiles
  private let keys: SealingKeys
  private let findings: SwitchFindings
  private let logger: Logger
  private var open: [String: Open] = [:]
  /// Whose those are that are whole and not synced, by their objects.
  private var ended: [String: (contactID: String, owner: Owner)] = [:]

  init(live: LiveRecordings, folder: String, keys: SealingKeys, findings: SwitchFindings, logger: Logger) throws {
    self.live = live
    files = try SealedFiles(folder: "\(folder)/recordings")
    self.keys = keys
    self.findings = findings
    self.logger = logger
  }

  /// Seals and writes until nothing more comes.
  func run(owner: @escaping @Sendable (String) async -> Owner?) async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.syncInTime() }
      await take(owner)
      group.cancelAll()
    }
    await sync(wholeFor: .zero)
  }

  private func take(_ owner: @Sendable (String) async -> Owner?) async {
    for await _ in live.bell {
      await takeSteps(owner)
      try? await Task.sleep(for: Self.takingPause)
    }
    await takeSteps(owner)
  }

  private func takeSteps(_ owner: @Sendable (String) async -> Owner?) async {
    let steps = live.takeSteps()
    for contactID in live.takeLost() { await lost(contactID, owner) }
    for step in steps {
      switch step {
      case .begin(let contactID, let header):
        await begin(contactID, header, owner)
        live.begun(contactID)
      case .audio(let contactID, let bytes): await append(bytes, contactID)
      case .finish(let contactID, let timeline): await finish(contactID, timeline)
      }
    }
  }

  /// Ends `run`.
  nonisolated func stop() { live.stop() }

  private func begin(_ contactID: String, _ header: [UInt8], _ owner: @Sendable (String) async -> Owner?) async {
    guard let owner = await owner(contactID) else {
      return logger.error("a recording has no contact", metadata: ["contact": "\(contactID)"])
    }
    do {
      let number = RecordingNumber(
        part: files.found(of: owner.keyID).compactMap { RecordingNumber($0.objectID)?.part.advanced(by: 1) }.max() ?? 0)
      let id = SealedObject.id(keyID: owner.keyID, number: number.audio)
      let writer = try await writer(number.audio, contactID, owner)
      let file = try files.make(id, writer)
      try file.append(header)
      open[contactID] = Open(owner: owner, number: number, file: file)
    } catch {
      await failed(contactID, owner, error)
    }
  }

  private func writer(_ number: Int, _ contactID: String, _ owner: Owner) async throws -> MessageWriter {
    let context = SealedObject.context(
      id: SealedObject.id(keyID: owner.keyID, number: number), contentClass: Self.contentClass, contactID: contactID,
      instanceID: owner.instanceID)
    let key = try await keys.key(for: Self.contentClass, in: owner.instanceID)
    return try MessageWriter(to: key, frameLength: .kibibytes8, context: context)
  }

  private func append(_ bytes: [UInt8], _ contactID: String) async {
    guard let recording = open[contactID], !recording.isOver else { return }
    do {
      guard recording.file.plaintextBytes + bytes.count <= Self.audioBytesMax else { throw RecordingProblem.tooLong }
      try recording.file.append(bytes)
    } catch {
      open[contactID]?.isOver = true
      await failed(contactID, recording.owner, error)
    }
  }

  private func syncInTime() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: Self.syncPause)
      await sync(wholeFor: Self.unsyncedMax)
    }
  }

  /// What is not on disk may be with the keep still: it is told of as failed, since nobody knows.
  private func sync(wholeFor age: Duration) async {
    for (objectID, isSafe) in files.sync(wholeFor: age) {
      let whose = ended.removeValue(forKey: objectID)
      guard !isSafe else { continue }
      guard let (contactID, owner) = whose else {
        logger.error("a recording of an earlier run is not on disk")
        continue
      }
      await failed(contactID, owner, RecordingProblem.notOnDisk)
    }
  }

  private func finish(_ contactID: String, _ timeline: RecordingTimeline) async {
    guard let recording = open[contactID] else { return }
    defer { open[contactID] = nil }
    do {
      var writer = try await writer(recording.number.timeline, contactID, recording.owner)
      let content = timeline.json.bytes
      let start = try writer.append(content)
      let sealed = SealedPair.Message(bytes: start + (try writer.finish()), plaintextBytes: content.count)
      let pair = try recording.file.finish(with: sealed)
      let id = SealedObject.id(keyID: recording.owner.keyID, number: recording.number.audio)
      files.finished(id, recording.file.file, pair)
      ended[id] = (contactID, recording.owner)
    } catch {
      await failed(contactID, recording.owner, error)
    }
  }

  /// What is there of it is torn, and goes to the keep as such.
  private func lost(_ contactID: String, _ ownerOf: @Sendable (String) async -> Owner?) async {
    let known = open.removeValue(forKey: contactID)?.owner
    let owner: Owner? = if let known { known } else { await ownerOf(contactID) }
    guard let owner else { return }
    await failed(contactID, owner, RecordingProblem.diskTooSlow)
  }

  private func failed(_ contactID: String, _ owner: Owner, _ error: any Error) async {
    let reason = (error as? RecordingProblem)?.rawValue ?? "\(type(of: error))"
    logger.error("a call is not recorded", metadata: ["contact": "\(contactID)", "reason": "\(reason)"])
    await findings.recordingFailed(contactID, owner.instanceID, reason)
  }

  // MARK: The deposit

  /// What was recorded of a contact that is over. One whose writer was killed goes as it is: the keep finds how far it is whole.
  func objects(of source: DepositSealing.Source) async -> [SealedObject] {
    await finished(source.contactID)
    return files.found(of: source.keyID).flatMap { found -> [SealedObject] in
      let objectID = found.objectID
      guard let number = RecordingNumber(objectID) else { return [] }
      guard let pair = files.pair(found) else {
        return files.bytes(found).map { [Self.object(objectID, "audio/wav", SealedPair.Message(bytes: $0, plaintextBytes: 0))] }
          ?? []
      }
      let timelineID = SealedObject.id(keyID: source.keyID, number: number.timeline)
      return [Self.object(objectID, "audio/wav", pair.first), Self.object(timelineID, "application/json", pair.second)]
    }
  }

  private static func object(_ id: String, _ contentType: String, _ message: SealedPair.Message) -> SealedObject {
    SealedObject(
      id: id, contentClass: contentClass, attachmentID: nil, contentType: contentType, plaintextBytes: message.plaintextBytes,
      message: message.bytes)
  }

  /// The keep has them.
  func forget(_ keyIDs: [String]) { for keyID in keyIDs { files.remove(of: keyID) } }

  /// Takes away what an earlier run has left of contacts that the keep has: they are known here no more.
  func forgetAll(but keyIDs: Set<String>) { forget(Array(files.keyIDs.subtracting(keyIDs))) }

  private func finished(_ contactID: String) async {
    // It may have begun a moment ago.
    await wait { !live.isBeginning(contactID) && open[contactID] == nil }
    guard open[contactID] != nil else { return }
    live.finish(contactID: contactID)
    await wait { open[contactID] == nil }
  }

  private func wait(until isSo: () -> Bool) async {
    let until = ContinuousClock.now + Self.finishingMax
    while !isSo(), ContinuousClock.now < until { try? await Task.sleep(for: .milliseconds(10)) }
  }
}

enum RecordingProblem: String, Error {
  case tooLong = "it is 8 hours long"
  case diskTooSlow = "the disk does not keep up"
  case notOnDisk = "the disk did not take it"
}
