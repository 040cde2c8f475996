public import Vocabulary

/// What is known of a service's interface: its operations and shapes, read once from a table.
public struct ServiceDescription: Sendable {
  public let operations: [String: OperationDescription]
  public let shapes: [String: ShapeDescription]

  /// - Parameter table: the text that Tools/describe writes; its README.md lists the keys.
  public init(table: [UInt8]) throws(JSON.Problem) {
    let limits = JSON.Limits(textBytesMax: 16 << 20, depthMax: 16, valuesMax: 1 << 20)
    let json = try JSON.parse(table, limits: limits)
    operations = Dictionary(
      uniqueKeysWithValues: (json["operations"]?.object?.members ?? []).map { ($0.name, OperationDescription($0.name, $0.value)) }
    )
    shapes = Dictionary(
      uniqueKeysWithValues: (json["shapes"]?.object?.members ?? []).map { ($0.name, ShapeDescription($0.name, $0.value)) })
  }

  public subscript(shape name: String) -> ShapeDescription? { shapes[name] }

  /// The status that an error of that shape has; nil for a shape that is no error.
  public func status(ofError name: String) -> Int? { shapes[name]?.errorStatus }
}

public struct OperationDescription: Sendable {
  public let name: String
  public let method: String
  public let uri: String
  public let input: String?
  public let output: String?
  /// The shapes of the errors that it declares.
  public let errors: [String]
  /// The input member that makes it idempotent.
  public let tokenMember: String?
  /// nil for an operation that does not page.
  public let paginator: Paginator?

  /// The members by which a listing goes from page to page.
  public struct Paginator: Sendable, Hashable {
    public let inputTokens: [String]
    public let outputTokens: [String]
    /// The input member that says how many items a page may have.
    public let limitMember: String?
    /// The output members with the items.
    public let itemMembers: [String]

    init(_ json: JSON) {
      inputTokens = Self.names(json["in"])
      outputTokens = Self.names(json["out"])
      limitMember = json["max"]?.string
      itemMembers = Self.names(json["items"])
    }

    private static func names(_ json: JSON?) -> [String] {
      json?.string.map { [$0] } ?? json?.array?.compactMap(\.string) ?? []
    }
  }

  init(_ name: String, _ json: JSON) {
    self.name = name
    method = json["m"]?.string ?? ""
    uri = json["u"]?.string ?? ""
    input = json["i"]?.string
    output = json["o"]?.string
    errors = json["e"]?.array?.compactMap(\.string) ?? []
    tokenMember = json["t"]?.string
    paginator = json["p"].map(Paginator.init)
  }
}

public struct ShapeDescription: Sendable {
  public enum Kind: String, Sendable {
    case structure, list, map, string, integer, long, float, double, boolean, timestamp, blob
  }

  public enum Location: String, Sendable {
    case uri, querystring, header, headers, statusCode, body
  }

  public struct Member: Sendable {
    public let name: String
    public let shape: String
    public let location: Location
    /// The name in the path, the query or the body.
    public let wireName: String
  }

  public let name: String
  public let kind: Kind
  public let members: [Member]
  public let required: [String]
  /// Exactly one member must be set.
  public let isUnion: Bool
  /// The shape of a list's elements, or of a map's values.
  public let element: String?
  public let key: String?
  public let min: Double?
  public let max: Double?
  public let pattern: Pattern?
  public let values: Set<String>?
  public let isISO8601: Bool
  /// The model says that values must not be shown. It does not say so of all that ought not to be.
  public let isSensitive: Bool
  public let errorStatus: Int?
  private let places: [String: Int]

  init(_ name: String, _ json: JSON) {
    self.name = name
    kind = json["t"]?.string.flatMap(Kind.init(rawValue:)) ?? .string
    members = (json["m"]?.object?.members ?? []).map { member in
      Member(
        name: member.name, shape: member.value["s"]?.string ?? "",
        location: member.value["l"]?.string.flatMap(Location.init(rawValue:)) ?? .body,
        wireName: member.value["n"]?.string ?? member.name)
    }
    places = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.name, $0) })
    required = json["r"]?.array?.compactMap(\.string) ?? []
    isUnion = json["u"]?.bool ?? false
    element = json["v"]?.string
    key = json["k"]?.string
    min = json["min"]?.double
    max = json["max"]?.double
    pattern = json["p"]?.string.map(Pattern.init)
    values = json["e"]?.array.map { Set($0.compactMap(\.string)) }
    isISO8601 = json["f"]?.string == "iso8601"
    isSensitive = json["h"]?.bool ?? false
    errorStatus = json["x"]?.int
  }

  public func member(_ name: String) -> Member? { places[name].map { members[$0] } }
}
