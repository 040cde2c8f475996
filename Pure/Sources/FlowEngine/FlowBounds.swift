/// What an execution may use at most; beyond it the flow fails, and its log says so.
enum FlowBounds {
  /// Actions that run one after the other without waiting for anything outside.
  static let actionsWithoutWaitMax = 10_000
  /// Actions in the life of an execution.
  static let actionsMax = 250_000
  /// Modules within modules (Connect's quota).
  static let moduleDepthMax = 5
  /// Names and values of a contact's attributes together (Connect's quota).
  static let attributesBytesMax = 32 << 10
  /// The answer of a Lambda function (Connect's quota).
  static let functionAnswerBytesMax = 32 << 10
  /// What the paths in one text may make of it.
  static let evaluatedTextBytesMax = 64 << 10
  /// User-defined tags of one contact (Connect's quota).
  static let tagsMax = 6
}
