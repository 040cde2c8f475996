public import Vocabulary

/// A signed-in person at a desk.
public struct DeskSession: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    DeskSession.init(userID:instanceID:username:expiresAt:), \.userID, \.instanceID, \.username, \.expiresAt)
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
  public static let layout = LinkLayout(
    SignIn.init(instanceID:username:password:address:), \.instanceID, \.username, \.password, \.address)

  public enum Reply: Hashable {
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
  public static let layout = LinkLayout(CheckDeskSession.init(token:), \.token)
  public typealias Reply = DeskSession?

  public let token: String

  public init(token: String) { self.token = token }
}

/// Switch to keep: somebody signs out.
public struct EndDeskSession: LinkMessage {
  public static let name = "end-desk-session"
  public static let layout = LinkLayout(EndDeskSession.init(token:), \.token)
  public typealias Reply = Done

  public let token: String

  public init(token: String) { self.token = token }
}

extension SignIn.Reply: LinkCodable {
  public func write(into writer: inout LinkWriter) {
    switch self {
    case .granted(let token, let session):
      writer.write(byte: 0)
      token.write(into: &writer)
      session.write(into: &writer)
    case .refused: writer.write(byte: 1)
    case .delayed(let seconds):
      writer.write(byte: 2)
      seconds.write(into: &writer)
    }
  }

  public init(from reader: inout LinkReader) throws(LinkProblem) {
    switch try reader.readByte() {
    case 0: self = .granted(token: try String(from: &reader), try DeskSession(from: &reader))
    case 1: self = .refused
    case 2: self = .delayed(seconds: try Int(from: &reader))
    default: throw .malformed("an outcome is unknown")
    }
  }
}
