import ArgumentParser
import Foundation

/// What one of our processes may reach, as an argument list for `confine`.
struct Confinement: Sendable {
  let writable: String
  var alsoWritable: [String] = []
  let readable: [String]
  let user: UInt32
  let hasLandlock: Bool

  var arguments: [String] {
    ["confine", "--writable", writable, "--user", "\(user)"] + readable.flatMap { ["--readable", $0] }
      + alsoWritable.flatMap { ["--also-writable", $0] }
      + (hasLandlock ? [] : ["--without-landlock"]) + ["--"]
  }
}

/// Becomes the switch or the keep, shut in: another user, no new privileges, Landlock. It is a program of its own, since a thread
/// shuts in itself alone, and only what it becomes has no other threads. `serve` starts it; it is of no use to anybody else.
struct ConfineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confine", abstract: "Becomes a process of serve, shut in.", shouldDisplay: false)

  @Option var writable: String
  @Option var readable: [String] = []
  @Option var alsoWritable: [String] = []
  @Option var user: UInt32
  @Flag var withoutLandlock = false
  /// What it becomes; this program, unless a test looks around from inside.
  @Option var program: String?
  @Argument(parsing: .postTerminator) var command: [String]

  /// What a program of ours needs of a system: its libraries, certificates, and what finds names in the network.
  ///
  /// libdispatch reads in /proc how threads do, those of programs that are started here included. Nobody looks through it into
  /// another process who may not trace that.
  private static let system = [
    "/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/localtime", "/etc/ssl", "/etc/ca-certificates",
    "/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf", "/etc/alternatives",
    "/run/systemd/resolve", "/dev/urandom", "/dev/random", "/dev/zero", "/proc",
    "/sys/devices/system/cpu", "/sys/kernel/mm/transparent_hugepage",
  ]
  /// Of its environment it keeps these.
  private static let variables = ["PATH", "LANG", "TZ", "SWIFT_BACKTRACE", "NO_COLOR"]
  /// Long copies with vector registers. Where glibc uses `rep movsb` for them, some processors (Zen 3, Zen 4) are far slower
  /// when the target is not aligned (glibc bug 30994). Each sealed frame has such a copy: it halves what a second seals. And a
  /// thread keeps more of what it has freed, which others would have to be asked for: 4 MiB at most. Threads share two arenas
  /// a processor, where glibc makes eight: what one has freed is nearer to the next.
  private static var tunables: String {
    let arenas = 2 * ProcessInfo.processInfo.activeProcessorCount
    return "GLIBC_TUNABLES=glibc.cpu.x86_rep_movsb_threshold=1073741824:glibc.malloc.tcache_count=127"
      + ":glibc.malloc.arena_max=\(arenas)"
  }

  func run() throws {
    let program = try program ?? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let rules = SandboxRules(
      readable: Self.system + Self.libraries() + [program] + readable, writable: writable, alsoWritable: alsoWritable,
      user: user,
      service: SandboxRules.Service(descriptorsEnd: InheritedDescriptor.end, hasLandlock: !withoutLandlock))
    let kept = Self.variables.compactMap { name in ProcessInfo.processInfo.environment[name].map { "\(name)=\($0)" } }
    let environment = kept + ["HOME=\(writable)", "TMPDIR=\(writable)/tmp", Self.tunables]
    throw rules.become(program, [program] + command, environment: environment)
  }

  /// The folders of the libraries that this program has loaded, and so of those that it will load again.
  private static func libraries() -> [String] {
    let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
    let paths = maps.split(separator: "\n").compactMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } }
    return Set(paths.filter { $0.contains(".so") }.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }).sorted()
  }
}
