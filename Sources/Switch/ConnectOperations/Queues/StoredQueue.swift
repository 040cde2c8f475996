import AWSWire
import ConnectAPI
import Vocabulary

/// A queue as it is stored: what Describe answers, and the quick connects that agents who work it are offered.
///
/// The members of the queue itself are read and changed through it.
@dynamicMemberLookup
struct StoredQueue: Shape, Tagged, Dated {
  static let shapeName = "StoredQueue"
  var queue: Queue
  /// In the order in which they were associated; each stands there once.
  var quickConnectIDs: [String]

  init(_ queue: Queue, quickConnectIDs: [String] = []) {
    self.queue = queue
    self.quickConnectIDs = quickConnectIDs
  }

  init(json: JSON) throws(ShapeProblem) {
    queue = try Queue(json: json)
    quickConnectIDs = (json["QuickConnectIds"]?.array ?? []).compactMap(\.string)
  }

  /// The queue's own members, and one more.
  var json: JSON {
    var object = queue.json.object ?? JSON.Object()
    object["QuickConnectIds"] = quickConnectIDs.isEmpty ? nil : .strings(quickConnectIDs)
    return JSON(.object(object))
  }

  subscript<Value>(dynamicMember member: WritableKeyPath<Queue, Value>) -> Value {
    get { queue[keyPath: member] }
    set { queue[keyPath: member] = newValue }
  }

  var tags: [String: String]? {
    get { queue.tags }
    set { queue.tags = newValue }
  }
  var lastModifiedTime: Moment? {
    get { queue.lastModifiedTime }
    set { queue.lastModifiedTime = newValue }
  }
  var lastModifiedRegion: String? {
    get { queue.lastModifiedRegion }
    set { queue.lastModifiedRegion = newValue }
  }
}
