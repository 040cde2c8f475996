import FuzzEntry
import Vocabulary

@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    if let date = CivilDate(text) {
      mustHold(date.description == text, "a date is written as it was read")
      mustHold(CivilDate(daysSinceEpoch: date.daysSinceEpoch) == date, "a date is its day count")
      mustHold((1...7).contains(date.weekday), "a week has seven days")
    }
    if let moment = Moment(basicISO8601: text) {
      mustHold(moment.basicISO8601 == text, "a moment is written as it was read")
      mustHold(moment.rfc3339.utf8.count == 20, "a moment has four digits of year")
    }
  }
}
