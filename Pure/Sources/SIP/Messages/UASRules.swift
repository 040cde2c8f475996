/// What a user agent server takes of a request that is well formed (RFC 3261 section 8.2).
public struct UASRules: Sendable {
  public let methods: [SIPMethod]
  /// Option tags that a request may require.
  public let extensions: [String]
  /// Types of bodies, in lower case.
  public let mediaTypes: [String]

  public init(methods: [SIPMethod], extensions: [String], mediaTypes: [String]) {
    self.methods = methods
    self.extensions = extensions
    self.mediaTypes = mediaTypes
  }

  /// What the house speaks. `100rel` is not among the extensions: RFC 3262 is not supported.
  public static let standard = UASRules(
    methods: [.invite, .ack, .bye, .cancel, .options, .register, .update, .info, .refer, .notify],
    extensions: ["replaces", "timer", "norefersub"],
    mediaTypes: ["application/sdp", "application/dtmf-relay", "message/sipfrag"])

  /// The checks of section 8.2 in its order.
  /// - Throws: what has to be answered.
  public func check(_ request: SIPRequest) throws(SIPProblem) {
    guard methods.contains(request.method) else {
      throw request.method.isKnown
        ? SIPProblem(.methodNotAllowed, .startLine, "Method Not Allowed")
        : SIPProblem(.unknownMethod, .startLine, "Not Implemented")
    }
    guard request.uri.scheme != .other else {
      throw SIPProblem(.unsupportedURIScheme, .startLine, "Unsupported URI Scheme")
    }
    // An ACK cannot be refused, and a CANCEL stands for its INVITE.
    if request.method == .ack || request.method == .cancel { return }
    guard unsupported(in: request).isEmpty else { throw SIPProblem(.badExtension, .header(.require), "Bad Extension") }
    try checkBody(of: request)
    if request.method == .invite, !accepts(request) {
      throw SIPProblem(.notAcceptable, .header(.accept), "No session description is acceptable")
    }
  }

  /// Option tags that the request requires and that are not ours.
  public func unsupported(in request: SIPRequest) -> [ArraySlice<UInt8>] {
    request.message.list(of: .require).filter { tag in !extensions.contains { tag.isSame(ignoringCase: $0) } }
  }

  private func checkBody(of request: SIPRequest) throws(SIPProblem) {
    guard !request.body.isEmpty else { return }
    let coding = request.message.value(of: .contentEncoding)
    guard coding.map({ $0.isEmpty || $0.isSame(ignoringCase: "identity") }) ?? true else {
      throw SIPProblem(.unsupportedMediaType, .header(.contentEncoding), "Unsupported Media Type")
    }
    let type = Self.mediaType(request.message.value(of: .contentType) ?? [])
    guard mediaTypes.contains(where: { type.isSame(ignoringCase: $0) }) else {
      throw SIPProblem(.unsupportedMediaType, .header(.contentType), "Unsupported Media Type")
    }
  }

  /// The type without its parameters.
  static func mediaType(_ value: ArraySlice<UInt8>) -> [UInt8] {
    value.prefix { $0 != Octet.semicolon }.filter { !$0.isBlank && !$0.isLineBreak }
  }

  /// No Accept at all means session descriptions (RFC 3261 section 20.1).
  private func accepts(_ request: SIPRequest) -> Bool {
    guard request.message.count(of: .accept) > 0 else { return true }
    let ours = ["application/sdp", "application/*", "*/*"]
    return request.message.list(of: .accept).contains { value in
      let type = Self.mediaType(value)
      return ours.contains { type.isSame(ignoringCase: $0) }
    }
  }

  /// What the refusal has to tell beside its status: what is allowed, accepted, or not supported.
  public func tell(_ problem: SIPProblem, of request: SIPRequest, in response: inout MessageWriter) {
    switch problem.code {
    case .methodNotAllowed, .unknownMethod: response.field(.allow, allowText)
    case .badExtension: response.field(.unsupported, unsupported(in: request).map(\.sipText).joined(separator: ", "))
    case .unsupportedMediaType, .notAcceptable: response.field(.accept, mediaTypes.joined(separator: ", "))
    default: break
    }
  }

  public var allowText: String { methods.map(\.text).joined(separator: ", ") }
  public var supportedText: String { extensions.joined(separator: ", ") }
}
