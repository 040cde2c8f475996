/// Phone numbers as a customer keys them.
enum PhoneNumber {
  /// E.164 has 15 digits at most.
  static let digitsMax = 15

  /// The number in E.164: keyed with its country code, or locally to a country (ISO 3166-1 alpha-2). nil when it is no number.
  static func e164(_ digits: String, localTo country: String?) -> String? {
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    guard let country else { return international(digits) }
    guard let plan = NumberingPlan.plans[country] else { return nil }
    let isPrefixed = !plan.trunkPrefix.isEmpty && digits.hasPrefix(plan.trunkPrefix)
    return international(plan.countryCode + (isPrefixed ? String(digits.dropFirst(plan.trunkPrefix.count)) : digits))
  }

  private static func international(_ digits: String) -> String? {
    (8...digitsMax).contains(digits.utf8.count) && !digits.hasPrefix("0") ? "+" + digits : nil
  }
}
