import CProcesses
import Foundation
import Glibc
import Keep

/// One process that the supervisor has started.
struct ChildProcess: Sendable {
  let id: pid_t
  /// The supervisor's end of the control socket.
  let control: Int32

  /// - Parameter files: what else is inherited, and as what; closed here.
  static func start(
    _ confinement: Confinement, _ arguments: [String], lock: Int32, files: [(place: Int32, descriptor: Int32)]
  ) throws -> ChildProcess {
    var pair: [Int32] = [0, 0]
    guard unsafe cprocesses_message_pair(&pair) == 0 else {
      throw ProgramProblem(.cannotStart, message: "no socket is to be had")
    }
    defer { for descriptor in [pair[1]] + files.map(\.descriptor) { close(descriptor) } }
    let id = try unsafe spawn(
      confinement.arguments + arguments,
      inheriting: [(InheritedDescriptor.control, pair[1]), (InheritedDescriptor.lock, lock)] + files)
    return ChildProcess(id: id, control: pair[0])
  }

  @unsafe private static func spawn(_ arguments: [String], inheriting files: [(place: Int32, descriptor: Int32)]) throws -> pid_t
  {
    // Above what they become, so that none is overwritten by another before its turn.
    let high = files.map { fcntl($0.descriptor, F_DUPFD_CLOEXEC, Int32(InheritedDescriptor.end) + 16) }
    defer { for descriptor in high { close(descriptor) } }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (file, descriptor) in zip(files, high) {
      unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, file.place)
    }
    var id: pid_t = 0
    let failed = unsafe withCStrings(["switchkeep"] + arguments) { arguments in
      unsafe posix_spawn(&id, "/proc/self/exe", &actions, nil, arguments, environ)
    }
    guard failed == 0 else { throw ProgramProblem(.cannotStart, message: "a process cannot be started") }
    return id
  }

  /// Hands it one end of the Link.
  func give(_ descriptor: Int32) { _ = unsafe cprocesses_send(control, [UInt8(ascii: "L")], 1, descriptor) }

  func signal(_ number: Int32) { kill(id, number) }

  /// What a process says.
  enum Report: Sendable {
    case words(ControlMessage)
    /// The keep was unsealed, and will need the secret again when it is started anew.
    case secret(RootSecret)
  }

  /// nil when it has closed its end, or what it says is nothing.
  func report() -> Report? {
    var (bytes, descriptor) = ([UInt8](repeating: 0, count: 256), Int32(-1))
    let count = unsafe cprocesses_receive(control, &bytes, bytes.count, &descriptor)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard count > 0 else { return nil }
    guard descriptor >= 0 else { return .words(ControlMessage(bytes.prefix(count))) }
    // Nobody holds up the supervisor with a pipe that brings nothing.
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    return (try? RootSecret(readingAllOf: descriptor)).map(Report.secret)
  }
}

/// The words of a process to its supervisor, as strict as they are few: `http=8080 https=8443 sealed=0`.
struct ControlMessage: Sendable {
  /// Where it listens, by the listener's name.
  private(set) var ports: [String: Int] = [:]
  /// Of the keep: whether it waits for its root secret.
  private(set) var isSealed: Bool?

  init(ports: [String: Int] = [:], isSealed: Bool? = nil) {
    self.ports = ports
    self.isSealed = isSealed
  }

  /// What is no port of a listener that there is, is left out.
  init(_ bytes: ArraySlice<UInt8>) {
    for word in bytes.split(separator: UInt8(ascii: " ")) {
      let parts = word.split(separator: UInt8(ascii: "="), maxSplits: 1)
      guard parts.count == 2, let number = UInt16(String(decoding: parts[1], as: UTF8.self)) else { continue }
      let name = String(decoding: parts[0], as: UTF8.self)
      if ["http", "https", "keep"].contains(name) { ports[name] = Int(number) }
      if name == "sealed" { isSealed = number == 1 }
    }
  }

  var text: String {
    let words = ports.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return (words + [isSealed.map { "sealed=\($0 ? 1 : 0)" }].compactMap(\.self)).joined(separator: " ")
  }
}
