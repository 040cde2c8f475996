import ArgumentParser
import Functions

/// Becomes the program of a function, locked in. `serve` starts it; it is of no use to anybody else.
struct FunctionSandboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "function-sandbox", abstract: "Becomes a function's program, locked in.", shouldDisplay: false)

  @Option(help: "Seconds of processor time.")
  var seconds: UInt64

  @Option(help: "The folder that it may write.")
  var scratch: String

  @Argument(help: "The program.")
  var program: String

  /// What programs in scripting languages need of a system.
  private static let readable = [
    "/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives", "/etc/ssl",
    "/dev/urandom", "/dev/random", "/dev/zero",
  ]

  func run() throws {
    let folder = String(program[..<(program.lastIndex(of: "/") ?? program.startIndex)])
    let rules = SandboxRules(
      readable: Self.readable + [folder], writable: scratch, user: sandboxUser, secondsMax: seconds + 1, memoryBytesMax: 2 << 30,
      fileBytesMax: 64 << 20, descriptorsMax: 256)
    let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C.UTF-8", "HOME=\(scratch)", "TMPDIR=\(scratch)"]
    throw rules.become(program, [program], environment: environment)
  }
}
