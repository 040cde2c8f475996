/// What is wrong with a message: a closed code, its place, and a phrase that can go to the peer.
public struct SIPProblem: Error, Sendable, Hashable {
  public enum Code: Sendable, Hashable {
    /// Not SIP: nothing can be answered to it.
    case unrecognisable
    case malformed
    case missingHeader
    /// Single by its definition, and there more than once.
    case repeatedHeader
    /// The body is shorter than Content-Length says.
    case truncatedBody
    case methodNotAllowed
    case notAcceptable
    case unsupportedMediaType
    case uriTooLong
    case unsupportedURIScheme
    case badExtension
    case loopDetected
    case tooManyHops
    case unknownMethod
    case unsupportedVersion
    case messageTooLarge
  }

  public enum Place: Sendable, Hashable {
    case startLine
    case header(HeaderName)
    case body
    case message
  }

  public let code: Code
  public let place: Place
  public let reason: String

  public init(_ code: Code, _ place: Place, _ reason: String) {
    self.code = code
    self.place = place
    self.reason = reason
  }

  static func malformed(_ header: HeaderName, _ reason: String) -> SIPProblem {
    SIPProblem(.malformed, .header(header), reason)
  }

  /// The status that RFC 3261 section 21 wants for it; nil where nothing may be answered.
  public var status: Int? {
    switch code {
    case .unrecognisable: nil
    case .malformed, .missingHeader, .repeatedHeader, .truncatedBody: 400
    case .methodNotAllowed: 405
    case .notAcceptable: 406
    case .uriTooLong: 414
    case .unsupportedMediaType: 415
    case .unsupportedURIScheme: 416
    case .badExtension: 420
    case .loopDetected: 482
    case .tooManyHops: 483
    case .unknownMethod: 501
    case .unsupportedVersion: 505
    case .messageTooLarge: 513
    }
  }
}
