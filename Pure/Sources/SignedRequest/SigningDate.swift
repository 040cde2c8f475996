import Vocabulary

/// The time that a request says it was signed at.
struct SigningDate: Sendable, Hashable {
  let moment: Moment
  /// `YYYYMMDDThhmmssZ`, as it stands in the string to sign.
  let timestamp: String

  private init(moment: Moment) {
    self.moment = moment
    timestamp = moment.basicISO8601
  }

  init(isoBasic text: String, from source: String) throws(SignedRequestProblem) {
    guard let moment = Moment(basicISO8601: text) else {
      throw SignedRequestProblem(
        .incompleteSignature, "\(source) must be in ISO8601 Basic Format: 'yyyyMMddTHHmmssZ'. Got something else.")
    }
    self.moment = moment
    timestamp = text
  }

  /// From `x-amz-date`, or from `date` where that is missing; the latter also in the form of RFC 9110 section 5.6.7.
  init(headers: CanonicalHeaders) throws(SignedRequestProblem) {
    if let text = try headers.single("x-amz-date") {
      try self.init(isoBasic: text, from: "The header 'X-Amz-Date'")
    } else if let text = try headers.single("date") {
      if let moment = Self.imfFixdate(Array(text.utf8)) {
        self.init(moment: moment)
      } else {
        try self.init(isoBasic: text, from: "The header 'Date'")
      }
    } else {
      throw SignedRequestProblem(
        .incompleteSignature, "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
    }
  }

  /// The day of the scope must be the day of the time.
  func check(day: String) throws(SignedRequestProblem) {
    guard timestamp.utf8.prefix(8).elementsEqual(day.utf8) else {
      throw SignedRequestProblem(
        .wrongScope,
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '\(day)' != "
          + "'\(timestamp.prefix(8))', from '\(timestamp)'.")
    }
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`; the name of the day is not compared.
  private static func imfFixdate(_ text: [UInt8]) -> Moment? {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard text.count == 29, text[3] == 0x2C, text[26...].elementsEqual("GMT".utf8),
      [4, 7, 11, 16, 25].allSatisfy({ text[$0] == 0x20 }), text[19] == 0x3A, text[22] == 0x3A,
      let month = months.firstIndex(where: { text[8..<11].elementsEqual($0.utf8) }),
      let year = number(text[12..<16]), let day = number(text[5..<7]), let hour = number(text[17..<19]),
      let minute = number(text[20..<22]), let second = number(text[23..<25]), hour < 24, minute < 60, second < 60,
      let date = CivilDate(year: year, month: month + 1, day: day)
    else { return nil }
    return Moment(seconds: date.daysSinceEpoch * 86_400 + Int64(hour * 3_600 + minute * 60 + second))
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    digits.allSatisfy(\.isDigit) ? digits.reduce(0) { $0 * 10 + Int($1) - 0x30 } : nil
  }
}
