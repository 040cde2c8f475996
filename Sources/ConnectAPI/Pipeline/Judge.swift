public import Link

/// Decides on a request. The switch asks the keep across the Link; the keep asks itself.
public protocol Judge: Sendable {
  /// - Parameter question: nil when the request is so malformed that no resource can be named: then only the signature counts.
  func judge(_ carried: CarriedRequest, operation: String, question: CarriedQuestion?) async throws -> JudgeRequest.Reply
}

/// The switch's judge.
public struct JudgeAcrossLink: Judge {
  private let keepSide: any LinkPeer

  public init(keepSide: any LinkPeer) { self.keepSide = keepSide }

  public func judge(_ carried: CarriedRequest, operation: String, question: CarriedQuestion?) async throws -> JudgeRequest.Reply {
    try await keepSide.send(JudgeRequest(carried: carried, operation: operation, question: question))
  }
}
