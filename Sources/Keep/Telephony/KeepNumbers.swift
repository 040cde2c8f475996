import ConnectAPI
import Link
import PhoneNumbers
package import Vocabulary

/// The pool of numbers that instances claim from.
extension KeepProcess {
  /// Numbers that one command adds.
  static let rangeMax = 10_000

  /// Adds a number, or all from one to another.
  /// - Parameters:
  ///   - last: of a range; nil for the one number.
  ///   - type: a PhoneNumberType of Connect's.
  ///   - country: where the number's code does not say it.
  ///   - trunk: what its calls come over; nil for any.
  /// - Returns: how many there are.
  /// - Throws: TelephonyProblem.
  package func addNumbers(
    from first: String, to last: String?, type: String, country: String?, trunk: String?
  ) async throws -> Int {
    let range = try Self.range(first, last)
    guard PhoneNumberType(rawValue: type) != nil else {
      throw TelephonyProblem(
        .invalid, "\(type) is none of \(PhoneNumberType.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    if let trunk, try await telephony.item(SIPTrunk.self, trunk) == nil {
      throw TelephonyProblem(.notThere, "there is no trunk \(trunk): create it first")
    }
    let numbers = try range.map { number in
      let code = country ?? number.country
      guard let code, PhoneNumberCountryCode(rawValue: code) != nil else {
        throw TelephonyProblem(
          .invalid, "the country of \(number.text) cannot be told, or Connect has no word for it: give one with --country")
      }
      return PooledNumber(number: number.text, country: code, type: type, trunk: trunk)
    }
    try await add(
      numbers, "AddNumbers",
      [
        "first": .string(range[0].text), "last": .string(range[range.count - 1].text), "type": .string(type),
        "trunk": trunk.map(JSON.string) ?? .null,
      ])
    return numbers.count
  }

  package func listNumbers() async throws -> [JSON] { try await telephony.all(PooledNumber.self).map(\.json) }

  /// No instance can claim it any more. One that has it keeps it until it is released; then it is gone.
  /// - Returns: whether there was one.
  package func removeNumber(_ number: String) async throws -> Bool {
    try await remove(PooledNumber.self, number, "RemoveNumber", ["number": .string(number)])
  }

  private static func range(_ first: String, _ last: String?) throws -> [E164Number] {
    guard var number = E164Number(first), let end = E164Number(last ?? first), number.isPlausible, end.isPlausible else {
      throw TelephonyProblem(.invalid, "a number has its E.164 form, such as +441632960000")
    }
    guard number.digits.utf8.count == end.digits.utf8.count, number.digits <= end.digits else {
      throw TelephonyProblem(.invalid, "the last number of a range is larger than the first, and has as many digits")
    }
    var range = [number]
    while number != end {
      guard range.count < rangeMax, let next = number.next else {
        throw TelephonyProblem(.invalid, "a range has \(rangeMax) numbers at most")
      }
      number = next
      range.append(number)
    }
    return range
  }
}
