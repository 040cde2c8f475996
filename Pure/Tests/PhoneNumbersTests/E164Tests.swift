import PhoneNumbers
import Testing

struct E164Tests {
  @Test(arguments: [
    ("+441632960000", "GB"), ("+12125550100", "US"), ("+14165550100", "CA"), ("+12425550100", "BS"), ("+74951234567", "RU"),
    ("+77172123456", "KZ"), ("+390612345678", "IT"), ("+390669812345", "VA"), ("+441534123456", "JE"), ("+447624123456", "IM"),
    ("+262262123456", "RE"), ("+262269123456", "YT"), ("+353871234567", "IE"), ("+61891621234", "CC"), ("+61291234567", "AU"),
    ("+18095550100", "DO"), ("+3585012345", "FI"), ("+885", nil), ("+80012345678", nil),
  ])
  func aNumberHasItsCountry(_ text: String, _ country: String?) throws {
    #expect(try #require(E164Number(text)).country == country)
  }

  @Test(arguments: [
    "", "+", "+0123456789", "441632960000", "+44 1632 960000", "+4416329600001234", "+44a", "+٤٤١٦٣٢٩٦٠٠٠٠",
    "++44", "+4",
  ])
  func whatIsNoNumberIsNone(_ text: String) { #expect(E164Number(text) == nil) }

  @Test(arguments: [
    ("+441632960000", true), ("+12125550100", true), ("+80012345678", true), ("+11125550100", false), ("+12120550100", false),
    ("+1212555010", false), ("+21012345678", false), ("+4416", false), ("+999123456789", false),
  ])
  func onlyANumberThatSomebodyCanHaveIsPlausible(_ text: String, _ isPlausible: Bool) throws {
    #expect(try #require(E164Number(text)).isPlausible == isPlausible)
  }

  @Test func aRangeGoesOnToItsEnd() throws {
    let number = try #require(E164Number("+441632960099"))
    #expect(number.next?.text == "+441632960100")
    #expect(try #require(E164Number("+99")).next == nil)
  }

  @Test(arguments: [
    ("01632 960000", "+441632960000"), ("+441632960000", "+441632960000"), ("00441632960000", "+441632960000"),
    ("1632960000", "+441632960000"), ("(01632) 960-000", "+441632960000"), ("0", nil), ("anonymous", nil),
  ])
  func aTrunksNumberIsWrittenOut(_ text: String, _ number: String?) {
    #expect(E164Number(text, countryCode: "44", nationalPrefix: "0")?.text == number)
  }

  @Test func withoutACountryANumberIsInternational() {
    #expect(E164Number("441632960000", countryCode: nil, nationalPrefix: nil)?.text == "+441632960000")
    #expect(E164Number("01632960000", countryCode: nil, nationalPrefix: nil) == nil)
  }
}
