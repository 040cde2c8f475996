public import Vocabulary

/// A request as it came from the network, carried whole, so that the keep verifies the very bytes that were signed.
public struct CarriedRequest: LinkStructure, Hashable {
  public static let layout = LinkLayout(CarriedRequest.init(request:requestID:receivedAt:), \.request, \.requestID, \.receivedAt)
  public let request: WireRequest
  /// The id that the client is told and that the audit event carries.
  public let requestID: String
  public let receivedAt: Moment

  public init(request: WireRequest, requestID: String, receivedAt: Moment) {
    self.request = request
    self.requestID = requestID
    self.receivedAt = receivedAt
  }
}

/// What is to be allowed: one action on each of these resources.
public struct CarriedQuestion: LinkStructure, Hashable {
  public static let layout = LinkLayout(CarriedQuestion.init(action:resources:context:), \.action, \.resources, \.context)
  public struct Resource: LinkStructure, Hashable {
    public static let layout = LinkLayout(CarriedQuestion.Resource.init(arn:tags:), \.arn, \.tags)
    public let arn: String
    /// The tags that the resource has now, for `aws:ResourceTag/KEY`.
    public let tags: [String: String]

    public init(arn: String, tags: [String: String]) {
      self.arn = arn
      self.tags = tags
    }
  }

  /// Such as `connect:DescribeQueue`.
  public let action: String
  public let resources: [Resource]
  /// The condition keys that come of the request's members: `aws:RequestTag/KEY`, `aws:TagKeys`, `connect:InstanceId`.
  public let context: [String: [String]]

  public init(action: String, resources: [Resource], context: [String: [String]]) {
    self.action = action
    self.resources = resources
    self.context = context
  }
}

/// Who signed a request, as far as an audit event says.
public struct Caller: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    Caller.init(arn:accountID:accessKeyID:userName:principalID:session:attestation:), \.arn, \.accountID, \.accessKeyID,
    \.userName, \.principalID, \.session, \.attestation)
  public let arn: String
  public let accountID: String
  public let accessKeyID: String
  public let userName: String
  /// The unique id of the identity, such as `AIDA...`; of a session `AROA...:NAME`.
  public let principalID: String
  /// nil for who signs with a key of their own.
  public let session: CallerSession?
  /// The keep's word that this is who signed the request, for it alone: it goes back with the request's event.
  public let attestation: String?

  public init(
    arn: String, accountID: String, accessKeyID: String, userName: String, principalID: String, session: CallerSession? = nil,
    attestation: String? = nil
  ) {
    self.arn = arn
    self.accountID = accountID
    self.accessKeyID = accessKeyID
    self.userName = userName
    self.principalID = principalID
    self.session = session
    self.attestation = attestation
  }

  public func attested(by attestation: String) -> Caller {
    Caller(
      arn: arn, accountID: accountID, accessKeyID: accessKeyID, userName: userName, principalID: principalID, session: session,
      attestation: attestation)
  }
}

/// The session of a role, as far as an audit event says.
public struct CallerSession: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    CallerSession.init(roleName:roleID:roleARN:beganAt:sourceIdentity:purpose:), \.roleName, \.roleID, \.roleARN, \.beganAt,
    \.sourceIdentity, \.purpose)
  public let roleName: String
  /// `AROA...`.
  public let roleID: String
  public let roleARN: String
  public let beganAt: Moment
  /// Who stands behind the session, as whoever began it stated.
  public let sourceIdentity: String?
  /// What the session reads content for.
  public let purpose: String?

  public init(
    roleName: String, roleID: String, roleARN: String, beganAt: Moment, sourceIdentity: String?, purpose: String?
  ) {
    self.roleName = roleName
    self.roleID = roleID
    self.roleARN = roleARN
    self.beganAt = beganAt
    self.sourceIdentity = sourceIdentity
    self.purpose = purpose
  }
}

/// Why a request was refused, for a wire to put in its own form.
public struct Refusal: Error, LinkStructure, Hashable {
  public static let layout = LinkLayout(Refusal.init(code:message:status:), \.code, \.message, \.status)
  /// The name of the error shape, such as `AccessDeniedException`.
  public let code: String
  public let message: String
  /// The HTTP status that goes with it.
  public let status: Int

  public init(code: String, message: String, status: Int) {
    self.code = code
    self.message = message
    self.status = status
  }

  /// The caller asks too often.
  public static let throttled = Refusal(code: "ThrottlingException", message: "Rate exceeded. Ask less often.", status: 429)
}
