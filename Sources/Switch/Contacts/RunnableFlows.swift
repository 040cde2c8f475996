import FlowEngine
import FlowLanguage

/// Contents made runnable.
enum RunnableFlows {
  /// nil for a content that does not pass.
  static func flow(_ content: String, type: String, id: String, arn: String, name: String) -> RunnableFlow? {
    guard let type = FlowType(rawValue: type), case .success(let flow) = FlowReader.read(content, as: type) else { return nil }
    return RunnableFlow(id: id, arn: arn, name: name, digest: FlowContent.sha256(content), flow: flow)
  }
}
