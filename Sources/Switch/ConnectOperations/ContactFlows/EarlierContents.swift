import AWSWire
import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let earlierFlowContent: Kind = "earlier-flow-content"
  static let earlierModuleContent: Kind = "earlier-module-content"
}

extension ResourceKind where Document == FlowVersion {
  static var earlierFlowContent: Self {
    ResourceKind(kind: .earlierFlowContent, arnWord: "contact-flow-content", noun: "earlier flow content") { _ in [] }
  }
  static var earlierModuleContent: Self {
    ResourceKind(kind: .earlierModuleContent, arnWord: "flow-module-content", noun: "earlier flow module content") { _ in [] }
  }
}

/// What is run, and so has contents that it published before.
protocol Runnable: Versioned {
  static var earlierKind: ResourceKind<FlowVersion> { get }
}

/// What flows and flow modules published before. Contacts that began with it go on with it, also after a restart.
enum EarlierContents {
  /// No contact lives longer.
  private static let lifeSecondsMax: Int64 = 8 * 24 * 3_600
  /// Contents of one flow; who publishes more often in a week loses the oldest.
  private static let contentsMax = 50

  /// Keeps what is replaced, as a part of its owner under its digest.
  static func keep<Owner: Runnable>(_ content: String?, of owner: Resource<Owner>, replacedBy new: String, _ call: WriteCall)
    throws
  {
    guard let content, content != new else { return }
    let kind = Owner.earlierKind
    let digest = FlowContent.sha256(content)
    let kept = try call.reader.page(kind.kind, in: owner.id, after: nil, limit: contentsMax + 1)
    let limit = call.context.now.adding(seconds: -lifeSecondsMax)
    for (index, record) in kept.enumerated() {
      // Kept once more when it is replaced once more: its time begins anew.
      let isSame = record.id == partIdentifier(digest, of: owner.id)
      guard isSame || record.createdAt < limit || kept.count - index >= contentsMax else { continue }
      try call.delete(kind, try call.resource(kind, record))
    }
    try call.createPart(
      kind, id: digest, name: nil, FlowVersion(number: 0, description: nil, content: content, settings: nil), of: owner.record)
  }
}
