extension JSON {
  /// The members of an object in the order of their text. Look-up is constant-time however many there are.
  public struct Object: Sendable, Hashable {
    public struct Member: Sendable, Hashable {
      public let name: String
      public var value: JSON
    }

    public private(set) var members: [Member] = []
    /// Present only from the size where a scan gets slower than hashing.
    private var places: [String: Int]?
    private static let scanMax = 12

    public init() {}

    public var count: Int { members.count }
    public var isEmpty: Bool { members.isEmpty }
    public var names: [String] { members.map(\.name) }

    public subscript(name: String) -> JSON? {
      get { place(of: name).map { members[$0].value } }
      set {
        switch (place(of: name), newValue) {
        case (let place?, let value?): members[place].value = value
        case (let place?, nil): remove(at: place)
        case (nil, let value?): append(Member(name: name, value: value))
        case (nil, nil): break
        }
      }
    }

    private func place(of name: String) -> Int? {
      if let places { return places[name] }
      return members.firstIndex { $0.name == name }
    }

    /// A member of whose name there is none yet.
    mutating func append(_ member: Member) {
      places?[member.name] = members.count
      members.append(member)
      if places == nil, members.count > Self.scanMax { index() }
    }

    private mutating func remove(at place: Int) {
      members.remove(at: place)
      if places != nil { index() }
    }

    private mutating func index() {
      places = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.name, $0) })
    }

    /// The order of members does not make two objects differ (RFC 8259 section 4).
    public static func == (left: Object, right: Object) -> Bool {
      left.count == right.count && left.members.allSatisfy { right[$0.name] == $0.value }
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(members.count) }
  }
}
