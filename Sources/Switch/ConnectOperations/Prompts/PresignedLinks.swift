import Crypto
import Vocabulary

/// Links to prompt audio that need no signature of the caller and end by themselves, in the manner of a presigned S3 URL.
struct PresignedLinks: Sendable {
  /// How long a link works.
  static let secondsMax: Int64 = 300
  static let path = "/prompt-files/"

  private let key: SymmetricKey
  /// The URL of the server, known when it listens.
  private let base: @Sendable () -> String

  init(key: SymmetricKey, base: @escaping @Sendable () -> String) {
    self.key = key
    self.base = base
  }

  func link(to promptID: String, at now: Moment) -> String {
    let expires = now.adding(seconds: Self.secondsMax).wholeSeconds
    return "\(base())\(Self.path)\(promptID)?Expires=\(expires)&Signature=\(code(promptID, expires))"
  }

  /// The prompt that a request may have: its link is ours and has not ended.
  func promptID(_ request: WireRequest, at now: Moment) -> String? {
    guard request.method == "GET", request.rawPath.hasPrefix(Self.path) else { return nil }
    let id = String(request.rawPath.dropFirst(Self.path.count))
    let pairs = request.rawQuery.split(separator: "&").map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
    guard pairs.count == 2, pairs[0].first == "Expires", pairs[1].first == "Signature",
      let expires = pairs[0].last.flatMap(Int64.init),
      let given = pairs[1].last.flatMap(Self.bytes(ofHex:)), expires >= now.wholeSeconds
    else { return nil }
    let isOurs = HMAC<SHA256>.isValidAuthenticationCode(given, authenticating: Array("\(id)\n\(expires)".utf8), using: key)
    return isOurs ? id : nil
  }

  private func code(_ id: String, _ expires: Int64) -> String {
    HMAC<SHA256>.authenticationCode(for: Array("\(id)\n\(expires)".utf8), using: key).hexadecimal
  }

  private static func bytes(ofHex text: String) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count == 64 else { return nil }
    return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}
