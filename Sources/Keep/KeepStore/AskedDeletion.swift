import Link
import Vocabulary

/// The instance that a signed request asks to delete, as far as its signer may.
///
/// A verdict is for the question that the switch puts; what was signed is the request. Only where both are of the same instance
/// has somebody asked for its deletion.
struct AskedDeletion: Sendable {
  let arn: String

  /// - Parameter message: one that was judged and allowed.
  init?(_ message: JudgeRequest) {
    let request = message.carried.request
    guard request.method == "DELETE", request.rawPath.hasPrefix(Self.path), let question = message.question,
      question.action == "connect:DeleteInstance", question.resources.count == 1, let arn = question.resources.first?.arn,
      let id = arn.split(separator: "/").last
    else { return nil }
    // An instance is named by its id, or by its ARN with its slash encoded.
    let named = request.rawPath.utf8.dropFirst(Self.path.utf8.count)
    guard named.elementsEqual(id.utf8) || ["%2F", "%2f"].contains(where: { Self.ends(named, with: $0 + id) }) else { return nil }
    self.arn = arn
  }

  private static let path = "/instance/"

  private static func ends(_ bytes: Substring.UTF8View.SubSequence, with suffix: String) -> Bool {
    bytes.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }
}
