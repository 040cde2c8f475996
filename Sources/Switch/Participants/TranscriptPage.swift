import Vocabulary

/// The part of a transcript that GetTranscript asks for.
struct TranscriptPage {
  let items: [JSON]
  /// Where the next page begins: the id of the last item of this one, in the direction of the scan.
  let next: String?

  private static let sizeStandard = 15

  init(_ input: JSON, of all: [JSON]) throws(ChatProblem) {
    let size = input["MaxResults"]?.int ?? Self.sizeStandard
    let isBackward = input["ScanDirection"]?.string != "FORWARD"
    let contactID = input["ContactId"]?.string
    let items = contactID.map { id in all.filter { $0["ContactId"]?.string == id } } ?? all
    let scanned = isBackward ? items.reversed() : items
    let start = try Self.start(input, scanned, isBackward: isBackward)
    let page = Array(scanned[start...].prefix(size))
    let isAscending = input["SortOrder"]?.string != "DESCENDING"
    self.items = isAscending == isBackward ? page.reversed() : page
    next = start + page.count < scanned.count ? page.last?["Id"]?.string : nil
  }

  private static func start(_ input: JSON, _ scanned: [JSON], isBackward: Bool) throws(ChatProblem) -> Int {
    if let token = input["NextToken"]?.string {
      guard let index = scanned.firstIndex(where: { $0["Id"]?.string == token }) else {
        throw ChatProblem(.invalid, "NextToken was not made for this transcript.")
      }
      return index + 1
    }
    let position = input["StartPosition"]
    if let id = position?["Id"]?.string { return scanned.firstIndex { $0["Id"]?.string == id } ?? scanned.count }
    if let time = position?["AbsoluteTime"]?.string {
      let times = scanned.map { $0["AbsoluteTime"]?.string ?? "" }
      return times.firstIndex { isBackward ? $0 <= time : $0 >= time } ?? times.count
    }
    if let recent = position?["MostRecent"]?.int, !isBackward { return max(0, scanned.count - recent) }
    return 0
  }
}
