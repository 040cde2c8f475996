/// Country codes as ITU-T E.164 assigns them.
enum CountryCodes {
  /// The country with the longest beginning that the digits have.
  static func country(of digits: String) -> String? {
    var beginning = digits.prefix(beginningMax)
    while !beginning.isEmpty {
      if let country = countries[String(beginning)] { return country }
      beginning.removeLast()
    }
    return nil
  }

  /// Whether a number belongs to a service of no country, such as satellite phones and universal numbers.
  static func isGlobal(_ digits: String) -> Bool { global.contains(String(digits.prefix(3))) }

  private static let global: Set<String> = ["800", "808", "870", "878", "881", "882", "883", "888", "979"]

  private static let countries: [String: String] = {
    var countries: [String: String] = [:]
    for entry in (table + sharedCodes).split(separator: " ") {
      countries[String(entry.dropFirst(2))] = String(entry.prefix(2))
    }
    for area in canadianAreas.split(separator: " ") { countries["1" + area] = "CA" }
    return countries
  }()

  /// Digits of the longest beginning in the table.
  private static let beginningMax = countries.keys.map(\.utf8.count).max() ?? 0

  /// Each country with its code.
  private static let table = """
    US1 RU7 EG20 ZA27 GR30 NL31 BE32 FR33 ES34 HU36 IT39 RO40 CH41 AT43 GB44 DK45 SE46 NO47 PL48 DE49 PE51 MX52 CU53 AR54 BR55 \
    CL56 CO57 VE58 MY60 AU61 ID62 PH63 NZ64 SG65 TH66 JP81 KR82 VN84 CN86 TR90 IN91 PK92 AF93 LK94 MM95 IR98 SS211 MA212 DZ213 \
    TN216 LY218 GM220 SN221 MR222 ML223 GN224 CI225 BF226 NE227 TG228 BJ229 MU230 LR231 SL232 GH233 NG234 TD235 CF236 CM237 \
    CV238 ST239 GQ240 GA241 CG242 CD243 AO244 GW245 IO246 SH247 SC248 SD249 RW250 ET251 SO252 DJ253 KE254 TZ255 UG256 BI257 \
    MZ258 ZM260 MG261 RE262 ZW263 NA264 MW265 LS266 BW267 SZ268 KM269 SH290 ER291 AW297 FO298 GL299 GI350 PT351 LU352 IE353 \
    IS354 AL355 MT356 CY357 FI358 BG359 LT370 LV371 EE372 MD373 AM374 BY375 AD376 MC377 SM378 VA379 UA380 RS381 ME382 XK383 \
    HR385 SI386 BA387 MK389 CZ420 SK421 LI423 FK500 BZ501 GT502 SV503 HN504 NI505 CR506 PA507 PM508 HT509 GP590 BO591 GY592 \
    EC593 GF594 PY595 MQ596 SR597 UY598 CW599 TL670 NF672 BN673 NR674 PG675 TO676 SB677 VU678 FJ679 PW680 WF681 CK682 NU683 \
    WS685 KI686 NC687 TV688 PF689 TK690 FM691 MH692 KP850 HK852 MO853 KH855 LA856 BD880 TW886 MV960 LB961 JO962 SY963 IQ964 \
    KW965 SA966 YE967 OM968 PS970 AE971 IL972 BH973 QA974 BT975 MN976 NP977 TJ992 TM993 AZ994 GE995 KG996 UZ998
    """

  /// What begins as another country's numbers do, and is a country's own.
  private static let sharedCodes = """
     BS1242 BB1246 AI1264 AG1268 VG1284 VI1340 KY1345 BM1441 GD1473 TC1649 JM1658 MS1664 MP1670 GU1671 AS1684 SX1721 LC1758 \
    DM1767 VC1784 PR1787 DO1809 DO1829 DO1849 TT1868 KN1869 JM1876 PR1939 KZ76 KZ77 YT262269 YT262639 VA3906698 SJ4779 \
    GG441481 GG447781 GG447839 GG447911 JE441534 JE447509 JE447797 JE447829 JE447937 IM441624 IM447524 IM447624 \
    IM447924 CC6189162 CX6189164 \
    AQ6721
    """

  private static let canadianAreas = """
    204 226 236 249 250 263 289 306 343 354 365 367 368 382 387 403 416 418 428 431 437 438 450 468 474 506 514 519 548 579 581 \
    584 587 600 604 613 639 647 672 683 705 709 742 753 778 780 782 807 819 825 867 873 879 902 905
    """
}
