/// Finds one kind of delicate content in texts.
///
/// What it misses is not labelled, and what it finds wrongly is kept from people who need it: a recogniser says with its tests
/// which of both it rather does.
public protocol Recogniser: Sendable {
  /// Capital letters, digits and underscores, 64 at most.
  var label: String { get }

  /// Whether the text has any of it. Takes time in proportion to the text, whatever stands in it.
  func finds(in text: String) -> Bool
}

/// Every recogniser, one line each.
public enum Recognisers {
  public static let all: [any Recogniser] = [PaymentCardRecogniser()]

  /// The labels of texts that belong together, in alphabetical order.
  public static func labels(of texts: [String], by recognisers: [any Recogniser]) -> [String] {
    recognisers.filter { recogniser in texts.contains { recogniser.finds(in: $0) } }.map(\.label).sorted()
  }
}
