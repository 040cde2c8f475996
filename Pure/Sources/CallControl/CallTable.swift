/// The calls of all contacts, and which of them somebody has touched since that was last asked for: of the others nothing has to
/// be worked out anew, however many there are.
struct CallTable: Sendable {
  private var all: [String: Call] = [:]
  private var touched: Set<String> = []

  subscript(contactID: String) -> Call? {
    get { all[contactID] }
    _modify {
      touched.insert(contactID)
      yield &all[contactID]
    }
  }

  var count: Int { all.count }
  var contactIDs: [String] { Array(all.keys) }

  /// Something that the call is made of has changed elsewhere.
  mutating func touch(_ contactIDs: some Sequence<String>) { touched.formUnion(contactIDs) }

  mutating func takeTouched() -> Set<String> {
    defer { touched.removeAll(keepingCapacity: true) }
    return touched
  }
}
