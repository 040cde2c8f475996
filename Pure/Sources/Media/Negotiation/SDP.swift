/// A session description (RFC 8866), as far as a voice call needs it. What it says beyond that is passed over when it is read.
///
/// Two descriptions are equal when they say the same, wherever it stood.
public struct SDP: Sendable, Hashable {
  public var origin: Origin
  /// For every stream that has none of its own.
  public var connection: Connection?
  public var attributes: [Attribute]
  public var media: [Media]

  /// Bytes of a description at most.
  public static let bytesMax = 32 << 10
  public static let lineBytesMax = 4_096
  public static let mediaMax = 16
  /// Attributes of a whole description at most.
  public static let attributesMax = 512
  /// Formats of one stream at most.
  public static let formatsMax = 64

  public init(origin: Origin, connection: Connection? = nil, attributes: [Attribute] = [], media: [Media] = []) {
    self.origin = origin
    self.connection = connection
    self.attributes = attributes
    self.media = media
  }
}

extension SDP {
  /// Who made the description, and which of its versions it is (section 5.2).
  public struct Origin: Sendable, Hashable {
    public var username: String
    /// Digits.
    public var sessionID: String
    /// Digits; another with each change.
    public var version: String
    public var host: Connection

    public init(username: String, sessionID: String, version: String, host: Connection) {
      self.username = username
      self.sessionID = sessionID
      self.version = version
      self.host = host
    }
  }

  /// Where media is wanted (section 5.7).
  public struct Connection: Sendable, Hashable {
    public enum Host: Sendable, Hashable {
      case address(IPAddress)
      /// A name that would have to be looked up.
      case name(String)
    }

    public var host: Host

    public init(_ host: Host) { self.host = host }
    public init(_ address: IPAddress) { host = .address(address) }
  }

  /// `a=name` or `a=name:value` (section 5.13).
  public struct Attribute: Sendable, Hashable {
    public var name: String
    public var value: String?

    public init(_ name: String, _ value: String? = nil) {
      self.name = name
      self.value = value
    }
  }

  /// One stream (section 5.14).
  public struct Media: Sendable {
    /// `audio`, `video`, `image`.
    public var kind: String
    /// 0 for a stream that is refused or over.
    public var port: UInt16
    /// `RTP/AVP`.
    public var transport: String
    /// For RTP, payload types.
    public var formats: [String]
    public var connection: Connection?
    public var attributes: [Attribute]
    /// The line of the text that it was read from; 0 for one that was made here.
    public var line: Int

    public init(
      kind: String, port: UInt16, transport: String, formats: [String], connection: Connection? = nil,
      attributes: [Attribute] = [], line: Int = 0
    ) {
      self.kind = kind
      self.port = port
      self.transport = transport
      self.formats = formats
      self.connection = connection
      self.attributes = attributes
      self.line = line
    }
  }

  /// Why bytes are no session description that is read here. It repeats nothing of them.
  public struct Problem: Error, Sendable, Hashable {
    public enum Code: Sendable {
      case malformed
      /// A length or count over its bound.
      case tooLarge
      /// A version or kind of line that RFC 8866 does not know.
      case unsupported
    }

    public let code: Code
    /// Counted from 1.
    public let line: Int
    public let message: String

    public init(_ code: Code, line: Int, _ message: String) {
      self.code = code
      self.line = line
      self.message = message
    }
  }
}

extension SDP.Media: Hashable {
  public static func == (left: Self, right: Self) -> Bool {
    left.kind == right.kind && left.port == right.port && left.transport == right.transport && left.formats == right.formats
      && left.connection == right.connection && left.attributes == right.attributes
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(port)
    hasher.combine(formats)
  }

  /// The value of the first attribute of that name; empty for one that has none.
  public func value(of name: String) -> String? { attributes.first { $0.name == name }.map { $0.value ?? "" } }
  public func has(_ name: String) -> Bool { attributes.contains { $0.name == name } }
}
