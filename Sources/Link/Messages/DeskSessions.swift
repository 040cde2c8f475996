public import Vocabulary

/// A signed-in person at a desk.
public struct DeskSession: Sendable, Hashable {
  public let userID: String
  public let instanceID: String
  public let username: String
  public let expiresAt: Moment

  public init(userID: String, instanceID: String, username: String, expiresAt: Moment) {
    self.userID = userID
    self.instanceID = instanceID
    self.username = username
    self.expiresAt = expiresAt
  }
}

/// Switch to keep: somebody signs in with a password. The password goes no further, and is never logged.
public struct SignIn: LinkMessage {
  public static let name = "sign-in"

  public enum Reply: Sendable, Hashable {
    /// Every earlier session of the user is over.
    case granted(token: String, DeskSession)
    /// Wrong name or password: which of the two is not told.
    case refused
    /// Too many attempts: nothing was checked.
    case delayed(seconds: Int)
  }

  public let instanceID: String
  public let username: String
  public let password: String
  public let address: String

  public init(instanceID: String, username: String, password: String, address: String) {
    self.instanceID = instanceID
    self.username = username
    self.password = password
    self.address = address
  }
}

/// Switch to keep: whose token is this? Each question puts the session's end off, up to its limit.
public struct CheckDeskSession: LinkMessage {
  public static let name = "check-desk-session"
  public typealias Reply = DeskSession?

  public let token: String

  public init(token: String) { self.token = token }
}

/// Switch to keep: somebody signs out.
public struct EndDeskSession: LinkMessage {
  public static let name = "end-desk-session"
  public struct Reply: Sendable { public init() {} }

  public let token: String

  public init(token: String) { self.token = token }
}
