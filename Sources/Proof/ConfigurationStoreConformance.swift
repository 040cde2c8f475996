public import ResourceStore
import Vocabulary

/// What every engine of the configuration store must keep.
public struct ConfigurationStoreConformance: Sendable {
  let make: @Sendable () async throws -> any ConfigurationStore
  static let now = Moment(seconds: 1_700_000_000)

  /// - Parameter make: makes an empty store.
  public init(_ make: @escaping @Sendable () async throws -> any ConfigurationStore) { self.make = make }

  public typealias Promise = (name: String, keep: @Sendable (ConfigurationStoreConformance) async throws -> Void)

  /// Each on a store of its own, so that they may run at once.
  public static let promises: [Promise] = records + references + transactions + messages

  static func record(
    _ kind: Kind, _ id: String, in scope: String = "i", name: String? = nil, sealed: [UInt8]? = [1, 2, 3],
    tags: [String: String] = ["k": "v"]
  ) -> Record {
    Record(
      kind: kind, id: id, scope: scope, arn: "arn:aws:x:r:1:\(kind.rawValue)/\(id)", name: name, document: ["Id": .string(id)],
      sealed: sealed, tags: tags, createdAt: now, modifiedAt: now)
  }

  func refused(_ expected: StoreProblem, _ promise: String, _ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let problem as StoreProblem {
      return try check(problem == expected, "\(promise): \(problem)")
    }
    throw Violation(promise)
  }
}
