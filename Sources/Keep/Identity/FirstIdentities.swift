import Vocabulary

/// The two people that `init` makes. Neither can become the other: the administrator's boundary outlives every policy that it may
/// ever be given, and the officer has no right to change policy.
enum FirstIdentities {
  static let administratorName = "administrator"
  static let officerName = "security-officer"

  /// All of configuration; the boundary takes back what an administrator must not have.
  static let administratorPolicy: JSON = statement("Administrate", "Allow", ["*"])

  /// What an administrator never may, whatever else is allowed: read content, use keys, change the ledger or the alerts, or free
  /// itself or another from a boundary. A session of a role would be free of it too.
  static let administratorBoundary: JSON = [
    "Version": "2012-10-17",
    "Statement": [
      ["Sid": "Administrate", "Effect": "Allow", "Action": "*", "Resource": "*"],
      deny("NoContent", contentReads + conversationJoins),
      deny("NoKeyUse", keyUse),
      deny("NoLedgerOrAlertSettings", ledgerAndAlerts),
      deny("NoBoundaryBypass", boundaryBypass),
    ],
  ]

  /// Reads configuration, content and the ledger, uses keys, approves. It changes no configuration and no policy.
  static let officerPolicy: JSON = [
    "Version": "2012-10-17",
    "Statement": [
      ["Sid": "Read", "Effect": "Allow", "Action": .strings(officerReads), "Resource": "*"],
      ["Sid": "Content", "Effect": "Allow", "Action": .strings(contentReads + keyUse), "Resource": "*"],
      ["Sid": "Approve", "Effect": "Allow", "Action": .strings(ledgerAndAlerts), "Resource": "*"],
      deny("NoPolicyEdits", ["iam:Create*", "iam:Delete*", "iam:Put*", "iam:Attach*", "iam:Detach*", "iam:Update*", "iam:Set*"]),
    ],
  ]

  static let contentReads = [
    "s3:GetObject*", "connect:GetAttachedFile", "connect:BatchGetAttachedFileMetadata",
    "connect:ListRealtimeContactAnalysisSegments*", "connectparticipant:GetTranscript", "connectparticipant:GetAttachment",
  ]
  /// A participant of an open conversation hears what is said in it, and so does a supervisor.
  static let conversationJoins = ["connect:CreateParticipant", "connect:MonitorContact"]
  static let keyUse = ["kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant"]
  private static let ledgerAndAlerts = ["cloudtrail:*", "sns:*", "switchkeep:ApproveChange", "switchkeep:UpdateAlert*"]
  private static let boundaryBypass = [
    "iam:DeleteUserPermissionsBoundary", "iam:PutUserPermissionsBoundary", "iam:DeleteRolePermissionsBoundary",
    "iam:PutRolePermissionsBoundary", "iam:CreateAccessKey", "sts:AssumeRole",
  ]
  private static let officerReads = [
    "switchkeep:Describe*", "switchkeep:List*", "switchkeep:DenyChange", "switchkeep:RevokePlayerLink",
    "switchkeep:AddContentLabel", "connect:Describe*",
    "connect:List*", "connect:Get*",
    "connect:Search*", "iam:Get*", "iam:List*", "kms:Describe*",
    "kms:List*",
    "s3:ListAllMyBuckets", "s3:ListBucket", "s3:GetBucketLocation", "sts:GetCallerIdentity",
  ]

  private static func statement(_ sid: String, _ effect: String, _ actions: [String]) -> JSON {
    [
      "Version": "2012-10-17",
      "Statement": [["Sid": .string(sid), "Effect": .string(effect), "Action": .strings(actions), "Resource": "*"]],
    ]
  }

  private static func deny(_ sid: String, _ actions: [String]) -> JSON {
    ["Sid": .string(sid), "Effect": "Deny", "Action": .strings(actions), "Resource": "*"]
  }
}
