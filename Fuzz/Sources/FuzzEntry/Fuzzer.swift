internal import CLibFuzzer

/// A fuzzer: `@main` on a type that says what must hold of any input. A trap, or `mustHold`, ends it and saves the input.
public protocol Fuzzer {
  static func check(_ input: [UInt8])
}

/// libFuzzer's callback is a C function, which can hold no fuzzer.
private nonisolated(unsafe) var check: ([UInt8]) -> Void = { _ in }

extension Fuzzer {
  public static func main() {
    unsafe FuzzEntry.check = Self.check
    var count = CommandLine.argc
    var arguments = unsafe Optional(CommandLine.unsafeArgv)
    _ = unsafe LLVMFuzzerRunDriver(&count, &arguments) { data, size in
      unsafe FuzzEntry.check(Array(UnsafeBufferPointer(start: data, count: size)))
      return 0
    }
  }
}

/// Ends the fuzzer unless what must hold of every input holds.
public func mustHold(_ holds: Bool, _ what: StaticString, line: UInt = #line) {
  guard holds else { fatalError("line \(line): \(what)") }
}
