import CProcesses
import Foundation
import Glibc

/// One process that the supervisor has started.
struct ChildProcess: Sendable {
  let id: pid_t
  /// The supervisor's end of the control socket.
  let control: Int32

  /// - Parameter files: what is inherited from `InheritedDescriptor.certificate` on; closed here.
  static func start(_ confinement: Confinement, _ arguments: [String], lock: Int32, files: [Int32]) throws -> ChildProcess {
    var pair: [Int32] = [0, 0]
    guard unsafe cprocesses_message_pair(&pair) == 0 else {
      throw ProgramProblem(.cannotStart, message: "no socket is to be had")
    }
    defer { for descriptor in [pair[1]] + files { close(descriptor) } }
    let id = try unsafe spawn(confinement.arguments + arguments, inheriting: [pair[1], lock] + files)
    return ChildProcess(id: id, control: pair[0])
  }

  @unsafe private static func spawn(_ arguments: [String], inheriting descriptors: [Int32]) throws -> pid_t {
    // Above what they become, so that none is overwritten by another before its turn.
    let high = descriptors.map { fcntl($0, F_DUPFD_CLOEXEC, Int32(InheritedDescriptor.end) + 16) }
    defer { for descriptor in high { close(descriptor) } }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for (place, descriptor) in high.enumerated() {
      unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, InheritedDescriptor.control + Int32(place))
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

  /// Where it listens, by the listener's name; nil when it has closed its end.
  func report() -> [String: Int]? {
    var (bytes, descriptor) = ([UInt8](repeating: 0, count: 256), Int32(-1))
    let count = unsafe cprocesses_receive(control, &bytes, bytes.count, &descriptor)
    if descriptor >= 0 { close(descriptor) }
    return count > 0 ? ControlMessage.ports(bytes.prefix(count)) : nil
  }
}

/// The words of a process to its supervisor, as strict as they are few: `http=8080 https=8443`.
enum ControlMessage {
  static func text(_ ports: [String: Int]) -> String {
    ports.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }

  /// What is no port of a listener that there is, is left out.
  static func ports(_ bytes: ArraySlice<UInt8>) -> [String: Int] {
    var ports: [String: Int] = [:]
    for word in bytes.split(separator: UInt8(ascii: " ")) {
      let parts = word.split(separator: UInt8(ascii: "="), maxSplits: 1)
      guard parts.count == 2, let port = UInt16(String(decoding: parts[1], as: UTF8.self)) else { continue }
      let name = String(decoding: parts[0], as: UTF8.self)
      if ["http", "https", "keep"].contains(name) { ports[name] = Int(port) }
    }
    return ports
  }
}
