import Recognition
import Vocabulary

/// How delicate an object is, in one word. What needs most care stands last.
package enum Classification: String, Sendable {
  /// Of staff alone, such as reports.
  case internalUse = "INTERNAL"
  /// Of customers.
  case customerContent = "CUSTOMER_CONTENT"
  /// Of customers, and no recogniser could look at it: a recording, a file that is no text, what an earlier build has left.
  case unexamined = "UNEXAMINED"
  /// It has the number of a payment card (PCI DSS).
  case cardholderData = "CARDHOLDER_DATA"
}

/// What recognisers and people say of an object.
package struct ContentLabels: Sendable, Hashable {
  /// What the switch saw while it sealed the object.
  let recognised: Recognised
  /// What people added since, in alphabetical order. Nothing is ever taken away.
  private(set) var added: [String]

  static let unexamined = ContentLabels(recognised: Recognised(origin: nil, labels: nil), added: [])

  init(recognised: Recognised, added: [String]) {
    self.recognised = recognised
    self.added = added
  }

  package var all: [String] { Set((recognised.labels ?? []) + added).sorted() }
  package var origin: String? { recognised.origin }

  /// - Returns: whether it is new, and there is room for it.
  mutating func add(_ label: String) -> Bool {
    guard !all.contains(label), all.count < Recognised.labelsMax else { return false }
    added = (added + [label]).sorted()
    return true
  }
}

extension ContentObject {
  /// By class and origin, raised by labels.
  package var classification: Classification {
    if labels.all.contains("PAYMENT_CARD") { return .cardholderData }
    switch contentClass {
    case .scheduledReports, .agentEvents, .contactEvaluations: return .internalUse
    default: return labels.recognised.labels == nil ? .unexamined : .customerContent
    }
  }

  /// As tags of S3's, in the order of their keys. They tell what an object is, and nobody's name.
  var tags: [(key: String, value: String)] {
    [("classification", classification.rawValue)] + labels.all.map { ("label:\($0)", "true") }
      + (labels.origin.map { [("origin", $0)] } ?? [])
  }

  /// The condition keys of policies on an object that is there ("Condition keys for Amazon S3": s3:ExistingObjectTag/KEY).
  var tagContext: [String: [String]] {
    tags.reduce(into: [:]) { $0["s3:ExistingObjectTag/\($1.key)"] = [$1.value] }
  }
}
