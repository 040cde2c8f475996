public import Vocabulary

/// An expected failure of an operation, in Connect's words. The pipeline gives it the status that the description declares.
public struct ConnectError: Error, Sendable, Hashable {
  public enum Code: String, Sendable, CaseIterable {
    case conflict = "ConflictException"
    case contactFlowNotPublished = "ContactFlowNotPublishedException"
    case contactNotFound = "ContactNotFoundException"
    case destinationNotAllowed = "DestinationNotAllowedException"
    case duplicateResource = "DuplicateResourceException"
    case idempotency = "IdempotencyException"
    case internalService = "InternalServiceException"
    case invalidContactFlow = "InvalidContactFlowException"
    case invalidContactFlowModule = "InvalidContactFlowModuleException"
    case invalidParameter = "InvalidParameterException"
    case invalidRequest = "InvalidRequestException"
    case limitExceeded = "LimitExceededException"
    case maximumResultReturned = "MaximumResultReturnedException"
    case outboundContactNotPermitted = "OutboundContactNotPermittedException"
    case propertyValidation = "PropertyValidationException"
    case resourceConflict = "ResourceConflictException"
    case resourceInUse = "ResourceInUseException"
    case resourceNotFound = "ResourceNotFoundException"
    case serviceQuotaExceeded = "ServiceQuotaExceededException"
    /// Too much waits already. No operation declares it.
    case serviceUnavailable = "ServiceUnavailableException"
  }

  public let code: Code
  public let message: String
  /// Members of the error shape beside its message.
  public let members: [String: JSON]

  public init(_ code: Code, _ message: String, members: [String: JSON] = [:]) {
    self.code = code
    self.message = message
    self.members = members
  }
}

extension ConnectError.Code {
  /// What says the same in the operations that do not declare this one.
  var synonym: Self? {
    switch self {
    case .duplicateResource: .resourceConflict
    case .contactNotFound: .resourceNotFound
    case .limitExceeded: .serviceQuotaExceeded
    default: nil
    }
  }
}

extension ConnectError {
  public static func notFound(_ noun: String, _ id: String) -> ConnectError {
    ConnectError(.resourceNotFound, "There is no \(noun) with the id \(id) in this instance.")
  }

  public static func duplicate(_ noun: String, named name: String) -> ConnectError {
    ConnectError(.duplicateResource, "There is a \(noun) with the name \(name) already.")
  }

  public static func inUse(_ noun: String, _ id: String, by users: [String]) -> ConnectError {
    ConnectError(
      .resourceInUse, "The \(noun) \(id) is in use by \(users.joined(separator: ", ")). Remove it there first.",
      members: ["ResourceType": .string(noun), "ResourceId": .string(id)])
  }

  public static func quota(_ noun: String, max: Int) -> ConnectError {
    ConnectError(.limitExceeded, "There may be \(max) of \(noun) at most.")
  }
}
