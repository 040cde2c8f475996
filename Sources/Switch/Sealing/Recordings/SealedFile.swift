import Foundation
import Glibc
import Link
import MessageFormat
import Sealing

/// A file of the folder, open. To make, name or remove one costs a file system many times what it costs to write a call to it.
final class OpenFile {
  let name: String
  let descriptor: Int32

  /// - Throws: what keeps it from being made: a disk that is full, a file that is there.
  init(_ name: String, in folder: String) throws {
    self.name = name
    descriptor = unsafe open("\(folder)/\(name)", O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  }

  deinit { close(descriptor) }

  /// What one that is emptied keeps, until a message is written over it: one that was emptied altogether, ext4 writes to disk as
  /// soon as it is closed again, though the keep will have its message in a moment.
  static let bytesKept = 1

  func empty() -> Bool { ftruncate(descriptor, off_t(Self.bytesKept)) == 0 }

  /// The whole of what is there in a file; nil where it cannot be read.
  static func contents(of path: String) -> [UInt8]? {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    return size < 0 ? nil : bytes(of: descriptor, 0, size)
  }

  /// - Returns: nil where they are not all there.
  static func bytes(of descriptor: Int32, _ offset: Int, _ count: Int) -> [UInt8]? {
    guard offset >= 0, count >= 0 else { return nil }
    var isRead = true
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      while filled < count, isRead {
        let read = unsafe pread(descriptor, room.baseAddress?.advanced(by: filled), count - filled, off_t(offset + filled))
        isRead = read > 0
        filled += max(0, read)
      }
    }
    return isRead ? bytes : nil
  }
}

/// A sealed message that grows on disk while it is made, and at its end a second one with what is known only then: files cost
/// more to make and to sync than to fill.
///
/// One whose end is missing is torn: it stays as it is, since nothing may be appended under a data key that another run of the
/// program had.
final class SealedFile {
  /// What is kept in memory until the keep has it, so that it need not be read again.
  private static let bytesHeldMax = 64 * 1_024

  let file: OpenFile
  private var writer: MessageWriter?
  private var bytesWritten = 0
  /// The first message as far as it was written; nil once it is longer than that.
  private var held: [UInt8]? = []
  private(set) var plaintextBytes = 0

  init(_ file: OpenFile, _ writer: consuming MessageWriter) {
    self.file = file
    self.writer = consume writer
  }

  /// Seals what has come, and writes every frame that has filled.
  func append(_ bytes: [UInt8]) throws {
    guard let sealed = try writer?.append(bytes) else { throw SealingProblem.broken }
    plaintextBytes += bytes.count
    try write(sealed)
    hold(sealed)
  }

  /// Makes it whole.
  /// - Parameter second: a message that is whole.
  /// - Returns: both messages, where they are short.
  func finish(with second: SealedPair.Message) throws -> SealedPair? {
    guard let end = try writer.take()?.finish() else { throw SealingProblem.broken }
    try write(end + second.bytes + SealedPair.ending(second.bytes))
    hold(end)
    return held.map { SealedPair(first: SealedPair.Message(bytes: $0, plaintextBytes: plaintextBytes), second: second) }
  }

  private func hold(_ bytes: [UInt8]) {
    guard let count = held?.count else { return }
    if count + bytes.count <= Self.bytesHeldMax { held? += bytes } else { held = nil }
  }

  private func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe pwrite(file.descriptor, $0.baseAddress, $0.count, off_t(bytesWritten)) }
      guard count > 0 else {
        held = nil
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
      }
      bytesWritten += count
      rest = rest.dropFirst(count)
    }
  }
}

/// Both messages of a whole file: the second ends it, with how long it is.
struct SealedPair {
  struct Message {
    let bytes: [UInt8]
    let plaintextBytes: Int

    init(bytes: [UInt8], plaintextBytes: Int) {
      self.bytes = bytes
      self.plaintextBytes = plaintextBytes
    }

    /// - Returns: nil for what is no message.
    init?(_ bytes: [UInt8]) {
      guard let start = SealedPair.start(bytes),
        let layout = try? FrameLayout(
          messageBytes: bytes.count, startBytes: start.bytes + MessageHeader.tagBytes, frameLength: start.header.frameLength)
      else { return nil }
      self.init(bytes: bytes, plaintextBytes: layout.plaintextBytes)
    }
  }

  private static let endingBytes = 4

  let first: Message
  let second: Message

  static func ending(_ second: [UInt8]) -> [UInt8] {
    (0..<endingBytes).map { UInt8(truncatingIfNeeded: second.count >> (8 * $0)) }
  }

  init(first: Message, second: Message) {
    self.first = first
    self.second = second
  }

  /// - Returns: nil for a file that is none of these, as one that is torn.
  init?(_ bytes: [UInt8]) {
    guard bytes.count > Self.endingBytes else { return nil }
    let content = bytes.dropLast(Self.endingBytes)
    let count = Self.length(bytes.suffix(Self.endingBytes))
    guard count <= content.count, let first = Message(Array(content.dropLast(count))),
      let second = Message(Array(content.suffix(count)))
    else { return nil }
    self.init(first: first, second: second)
  }

  /// What a file says by its beginning and its end: hours of audio are not read for that.
  /// - Returns: the id of its object, nil for one without a header; and whether it ends as one that is whole.
  static func ends(_ path: String) -> (objectID: String?, isWhole: Bool) {
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return (nil, false) }
    defer { close(descriptor) }
    let size = Int(lseek(descriptor, 0, SEEK_END))
    let count = OpenFile.bytes(of: descriptor, size - endingBytes, endingBytes).map { length($0[...]) } ?? 0
    let second = size - endingBytes - count
    let begins = start(of: descriptor, 0, size)
    return (begins?.header.context[SealedObject.idName], begins != nil && start(of: descriptor, second, count) != nil)
  }

  private static func length(_ ending: ArraySlice<UInt8>) -> Int { ending.reversed().reduce(0) { $0 << 8 | Int($1) } }

  private static func start(of descriptor: Int32, _ offset: Int, _ count: Int) -> (header: MessageHeader, bytes: Int)? {
    OpenFile.bytes(of: descriptor, offset, min(count, MessageHeader.bytesMax)).flatMap(start)
  }

  private static func start(_ bytes: [UInt8]) -> (header: MessageHeader, bytes: Int)? {
    try? MessageHeader.read(from: Array(bytes.prefix(MessageHeader.bytesMax)))
  }
}
