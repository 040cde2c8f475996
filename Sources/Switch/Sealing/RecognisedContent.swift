import Contacts
import Recognition

/// What recognisers see of content in the last moment that it is here in clear: nobody has to open it for them later.
extension DepositSealing {
  func recognised(in items: [TranscriptItem]) -> Recognised {
    Recognised(origin: "CONVERSATION", labels: labels(items.compactMap(\.content)))
  }

  /// A file that is no text is not looked at, and says so.
  func recognised(in bytes: [UInt8], _ contentType: String?, origin: String?) -> Recognised {
    let word = origin.flatMap { Recognised.isWord($0) ? $0 : nil }
    guard contentType?.hasPrefix("text/") == true, let text = String(validating: bytes, as: UTF8.self) else {
      return Recognised(origin: word, labels: nil)
    }
    return Recognised(origin: word, labels: labels([text]))
  }

  private func labels(_ texts: [String]) -> [String] {
    Array(Recognisers.labels(of: texts, by: recognisers).prefix(Recognised.labelsMax))
  }
}
