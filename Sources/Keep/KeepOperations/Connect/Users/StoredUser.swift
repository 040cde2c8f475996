import AWSWire
import ConnectAPI
import Vocabulary

/// A user as it is stored: what Describe answers, and its proficiencies.
///
/// The members of the user itself are read and changed through it.
@dynamicMemberLookup
struct StoredUser: Shape, Tagged, Dated {
  static let shapeName = "StoredUser"
  var user: User
  /// In the order in which they were associated; attribute and value together are unique.
  var proficiencies: [UserProficiency]

  init(_ user: User, proficiencies: [UserProficiency] = []) {
    self.user = user
    self.proficiencies = proficiencies
  }

  init(json: JSON) throws(ShapeProblem) {
    user = try User(json: json)
    proficiencies = try [UserProficiency](json: json["Proficiencies"] ?? [])
  }

  /// The user's own members, and one more.
  var json: JSON {
    var object = user.json.object ?? JSON.Object()
    object["Proficiencies"] = proficiencies.isEmpty ? nil : proficiencies.json
    return JSON(.object(object))
  }

  subscript<Value>(dynamicMember member: WritableKeyPath<User, Value>) -> Value {
    get { user[keyPath: member] }
    set { user[keyPath: member] = newValue }
  }

  var tags: [String: String]? {
    get { user.tags }
    set { user.tags = newValue }
  }
  var lastModifiedTime: Moment? {
    get { user.lastModifiedTime }
    set { user.lastModifiedTime = newValue }
  }
  var lastModifiedRegion: String? {
    get { user.lastModifiedRegion }
    set { user.lastModifiedRegion = newValue }
  }
}
