/// How a country numbers its phones (ITU-T E.164 and E.129): its code, and the digits before a local number that go away abroad.
struct NumberingPlan: Sendable {
  let countryCode: String
  let trunkPrefix: String

  /// By ISO 3166-1 alpha-2.
  static let plans: [String: NumberingPlan] = {
    var plans: [String: NumberingPlan] = [:]
    for (trunkPrefix, countries) in table {
      for entry in countries.split(separator: " ") {
        let digits = entry.dropFirst(2)
        plans[String(entry.prefix(2))] = NumberingPlan(countryCode: String(digits), trunkPrefix: trunkPrefix)
      }
    }
    return plans
  }()

  private static let table: [(trunkPrefix: String, countries: String)] = [
    (
      "1",
      "US1 CA1 PR1 JM1 BS1 BB1 AG1 AI1 BM1 DM1 DO1 GD1 GU1 KN1 KY1 LC1 MP1 MS1 SX1 TC1 TT1 VC1 VG1 VI1 AS1"
    ),
    ("8", "RU7 KZ7 BY375 TM993"),
    (
      "0",
      """
      AU61 GB44 DE49 FR33 AT43 CH41 NL31 BE32 IE353 SE46 FI358 TR90 IL972 ZA27 EG20 IN91 PK92 BD880 LK94 NP977 CN86 JP81 KR82 \
      TW886 TH66 VN84 MY60 ID62 PH63 NZ64 BR55 AR54 PE51 VE58 EC593 BO591 PY595 UY598 CU53 RO40 BG359 RS381 HR385 SI386 BA387 \
      ME382 MK389 AL355 UA380 MD373 GE995 AM374 AZ994 UZ998 KG996 MN976 IR98 IQ964 JO962 LB961 SY963 SA966 AE971 YE967 AF93 \
      MM95 KH855 LA856 NG234 GH233 KE254 TZ255 UG256 ZM260 ZW263 ET251 SD249 NA264 MA212 DZ213 LY218 RW250 MG261 AO244 CD243 \
      SK421 XK383 RE262 GF594 GP590 MQ596
      """
    ),
    ("06", "HU36"),
    ("", "IT39 ES34 PT351 DK45 NO47 PL48 CZ420 GR30 CY357 MT356 LU352 IS354 EE372 LV371 SG65 HK852 MO853 CL56 CO57 MX52 CR506"),
    ("", "PA507 SV503 GT502 HN504 NI505 BZ501 TN216 SN221 CI225 CM237 BJ229 BF226 TG228 ML223 NE227 GA241 CG242 MZ258 BW267"),
    ("", "MU230 SC248 MW265 LS266 SZ268 KW965 QA974 BH973 OM968 BT975 MV960 BN673 FJ679 PG675 WS685 TO676 VU678 NC687 PF689"),
    ("", "GL299 FO298 AD376 MC377 SM378 LI423 GI350 HT509 SR597 GY592 TJ992"),
    ("8", "LT370"),
  ]
}
