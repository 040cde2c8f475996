import Vocabulary

/// The two roles that `init` makes. Content is read in a session of one of them, which says for what (law 8: administrators
/// administer without reading; who reads does not administer).
///
/// Both trust the security officer alone. The administrator may assume neither: no trust policy names them, and their boundary
/// denies it whatever a trust policy comes to say. Where a third person is to break the glass, `role create` makes the role that
/// trusts them.
enum FirstRoles {
  static let contentReaderName = "ContentReader"
  static let breakGlassName = "BreakGlass"
  static let maxSessionSeconds = 3_600

  /// Finds content, and reads it in a session that has a purpose.
  static let contentReaderPolicy: JSON = [
    "Version": "2012-10-17",
    "Statement": [
      ["Sid": "Find", "Effect": "Allow", "Action": .strings(find), "Resource": "*"],
      withPurpose("Read", ["s3:GetObject"], on: "arn:aws:s3:::connect-*/*"),
      withPurpose("LetOthersRead", ["switchkeep:CreatePlayerLink", "switchkeep:RevokePlayerLink"], on: "*"),
      withPurpose("Open", ["kms:Decrypt"], on: "arn:aws:kms:*:*:key/*", ["StringLike": ["kms:ViaService": "s3.*.amazonaws.com"]]),
    ],
  ]

  /// All that may be read and opened, when there is no time to ask for less.
  static let breakGlassPolicy: JSON = [
    "Version": "2012-10-17",
    "Statement": [
      ["Sid": "Find", "Effect": "Allow", "Action": .strings(find), "Resource": "*"],
      withPurpose("ReadAndOpen", FirstIdentities.contentReads + FirstIdentities.keyUse, on: "*"),
    ],
  ]

  /// A session needs a purpose that is not empty; who stands behind it may be said.
  static func contentReaderTrust(_ officer: String) -> JSON {
    [
      "Version": "2012-10-17",
      "Statement": [
        trust("WithPurpose", officer, ["sts:AssumeRole", "sts:TagSession"], ["StringLike": purpose]),
        [
          "Sid": "MayNameWhoStandsBehind", "Effect": "Allow", "Principal": ["AWS": .string(officer)],
          "Action": "sts:SetSourceIdentity",
        ],
      ],
    ]
  }

  /// A session needs a purpose, and the name of who stands behind it.
  static func breakGlassTrust(_ officer: String) -> JSON {
    [
      "Version": "2012-10-17",
      "Statement": [
        trust(
          "WithPurposeAndName", officer, ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
          ["StringLike": purpose, "Null": ["sts:SourceIdentity": "false"]])
      ],
    ]
  }

  private static let find = ["s3:ListAllMyBuckets", "s3:ListBucket", "s3:GetBucketLocation", "s3:GetObjectTagging"]
  private static let purpose: JSON = ["aws:RequestTag/purpose": "?*"]

  private static func trust(_ sid: String, _ who: String, _ actions: [String], _ condition: JSON) -> JSON {
    [
      "Sid": .string(sid), "Effect": "Allow", "Principal": ["AWS": .string(who)], "Action": .strings(actions),
      "Condition": condition,
    ]
  }

  private static func withPurpose(
    _ sid: String, _ actions: [String], on resource: String, _ conditions: JSON = [:]
  ) -> JSON {
    [
      "Sid": .string(sid), "Effect": "Allow", "Action": .strings(actions), "Resource": .string(resource),
      "Condition": .object(
        [("Null", ["aws:PrincipalTag/purpose": "false"])] + (conditions.object?.members ?? []).map { ($0.name, $0.value) }),
    ]
  }
}
