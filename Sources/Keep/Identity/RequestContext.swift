import ConnectAPI
import Link
import Vocabulary

/// The global condition keys that a request brings by itself.
enum RequestContext {
  static func keys(of carried: CarriedRequest, _ signatory: Signatory, in place: Place) -> [String: [String]] {
    let request = carried.request
    var keys = [
      "aws:SourceIp": [request.remoteAddress], "aws:SecureTransport": [String(request.isTLS)],
      "aws:CurrentTime": [carried.receivedAt.rfc3339], "aws:EpochTime": [String(carried.receivedAt.wholeSeconds)],
      "aws:RequestedRegion": [place.region], "aws:PrincipalAccount": [signatory.caller.accountID],
      "aws:PrincipalIsAWSService": ["false"], "aws:ViaAWSService": ["false"], "aws:userid": [signatory.caller.principalID],
    ]
    keys["aws:UserAgent"] = request.header("user-agent").map { [$0] }
    for (key, value) in signatory.tags { keys["aws:PrincipalTag/\(key)"] = [value] }
    return keys.merging(principal(signatory.caller)) { $1 }
  }

  /// A session is its role to conditions on the principal ("AWS global condition context keys").
  private static func principal(_ caller: Caller) -> [String: [String]] {
    guard let session = caller.session else {
      return ["aws:PrincipalArn": [caller.arn], "aws:PrincipalType": ["User"], "aws:username": [caller.userName]]
    }
    var keys = [
      "aws:PrincipalArn": [session.roleARN], "aws:PrincipalType": ["AssumedRole"], "aws:MultiFactorAuthPresent": ["false"],
      "aws:TokenIssueTime": [session.beganAt.rfc3339],
    ]
    keys["aws:SourceIdentity"] = session.sourceIdentity.map { [$0] }
    return keys
  }
}
