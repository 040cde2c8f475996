extension Rules {
  public static let impure =
    [
      "Date(", "UUID(", ".random(", ".randomElement(", ".shuffle(", ".shuffled(", "SystemRandomNumberGenerator",
      "import Foundation", "import Glibc", " async", "await ", "ContinuousClock", "SuspendingClock", "FileManager", "FileHandle",
      "nonisolated(unsafe)",
    ] + tasks
  /// How a task begins that nothing waits for.
  private static let tasks = ["Task {", "Task(", "Task<", "Task.detached", "Task.immediate"]

  public static let calls: [Rule] = [
    Rule(
      "Pure has no clock, no randomness, no concurrency, no I/O", covers: { isProduct($0) && $0.hasPrefix("Pure/") },
      canary: ("Pure/Sources/X/A.swift", "let now = Date()\n")
    ) { _, text in found(impure, in: text) },
    Rule(
      "every task has an owner", covers: isProduct, canary: ("Sources/X/A.swift", "Task { await f() }\n")
    ) { _, text in found(tasks, in: text) },
    Rule(
      "what can fail is not forced", covers: isProduct, canary: ("Sources/X/A.swift", "let a = try! f()\n")
    ) { _, text in found(["try!", "as!", "fatalError("], in: text) },
    Rule(
      "only programs print", covers: { isProduct($0) && !$0.hasPrefix("Sources/Programs/") },
      canary: ("Sources/X/A.swift", "func f() { print(1) }\n")
    ) { _, text in found(["print(", "debugPrint(", "dump("], in: text) },
    Rule(
      "tests see what other targets see", covers: isSwift, canary: ("Tests/X/A.swift", "@testable import Keep\n")
    ) { _, text in found(["@testable"], in: text) },
  ]

  private static func found(_ words: [String], in text: String) -> [String] {
    numbered(text).flatMap { number, line -> [String] in
      guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { return [] }
      return words.filter { has($0, line) }.map { "line \(number) has `\($0)`" }
    }
  }

  /// Whether the line has the word, and not as the end of a longer one: `addTask {` is no `Task {`.
  private static func has(_ word: String, _ line: Substring) -> Bool {
    line.ranges(of: word).contains { range in
      guard let first = word.first, first.isLetter, range.lowerBound > line.startIndex else { return true }
      let before = line[line.index(before: range.lowerBound)]
      return !before.isLetter && !before.isNumber && before != "_"
    }
  }
}
