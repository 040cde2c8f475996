import Crypto
import Vocabulary

/// The outermost form of a flow's content, language version 2019-10-30: what a published content must be at the least.
enum FlowEnvelope {
  static let version = "2019-10-30"
  /// Characters of content; Connect's limit for an exported flow is far below it.
  static let contentBytesMax = 1 << 20

  /// What is wrong, in the order of the text; empty for a good envelope.
  static func problems(of content: String) -> [String] {
    guard content.utf8.count <= contentBytesMax else { return ["Content: larger than \(contentBytesMax) bytes."] }
    let json: JSON
    do {
      json = try JSON.parse(content)
    } catch {
      return ["Content: not JSON: \(error)."]
    }
    guard json.object != nil else { return ["Content: must be a JSON object, and is \(json.kind)."] }
    return [
      json["Version"]?.string == version ? nil : "$.Version: must be \"\(version)\".",
      json["StartAction"]?.string == nil ? "$.StartAction: must name the first action." : nil,
      json["Actions"]?.array == nil ? "$.Actions: must be the list of actions." : nil,
    ].compactMap { $0 }
  }

  /// The digest of a content, in hexadecimal.
  static func sha256(_ content: String) -> String {
    SHA256.hash(data: Array(content.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
