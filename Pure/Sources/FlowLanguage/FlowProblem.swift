/// One thing that is wrong with a flow.
public struct FlowProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// nil for what is no action's.
  public let action: String?
  /// Where it stands, such as `$.Actions[3].Parameters.QueueId`.
  public let path: String
  /// What is wrong, and what to do.
  public let message: String

  public init(action: String?, path: String, message: String) {
    self.action = action
    self.path = path
    self.message = message
  }

  public var description: String { (action.map { "Action \($0), " } ?? "") + "\(path): \(message)" }
}

/// Everything that is wrong with a flow, in the order of its text, as far as a list of that length can tell.
public struct FlowProblems: Error, Sendable, Hashable {
  /// Problems that are told of one flow.
  public static let told = 100

  public let problems: [FlowProblem]

  public init(_ problems: [FlowProblem]) { self.problems = Array(problems.prefix(Self.told)) }
}
