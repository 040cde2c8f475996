import ArgumentParser
import ResourceStore
import SQLiteEngine

/// Measures durable writes and reads of one store, and prints a line of each.
struct MeasureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "measure")

  @Argument(help: "An empty folder.") var folder: String
  @Option(help: "How many write at once.") var clients = 64
  @Option(help: "How long each measurement takes.") var seconds = 5

  func run() async throws {
    let database = try StoreFolder(path: folder).open()
    let store = SQLiteConfigurationStore(database: database)
    let inserts = try await rate { client, number in
      try await store.write { _ = try $0.insert(.numbered("a", client * 10_000_000 + number), references: []) }
    }
    print("inserts: \(inserts)/s from \(clients) clients, each durable before it returned")
    let messages = try await rate { _, _ in try await store.write { try $0.enqueue(topic: "t", payload: [1, 2, 3]) } }
    print("messages: \(messages)/s from \(clients) clients, each durable before it returned")
    let pages = try await rate { _, _ in
      guard try await store.read({ try $0.page("a", in: "i", after: nil, limit: 100) }).count == 100 else {
        throw StorekillProblem(message: "too few records")
      }
    }
    print("pages of 100 records: \(pages)/s from \(clients) clients")
    try database.close()
  }

  /// How often a second `body` ran, with the client's number and the count of its runs.
  private func rate(_ body: @escaping @Sendable (Int, Int) async throws -> Void) async throws -> Int {
    let clock = ContinuousClock()
    let began = clock.now
    let end = began.advanced(by: .seconds(seconds))
    let total = try await withThrowingTaskGroup(of: Int.self) { group in
      for client in 0..<clients {
        group.addTask {
          var number = 0
          while clock.now < end {
            try await body(client, number)
            number += 1
          }
          return number
        }
      }
      return try await group.reduce(0, +)
    }
    let elapsed = began.duration(to: clock.now)
    return Int(Double(total) / (elapsed / .seconds(1)))
  }
}
