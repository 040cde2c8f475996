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
      "aws:RequestedRegion": [place.region], "aws:PrincipalArn": [signatory.caller.arn],
      "aws:PrincipalAccount": [signatory.caller.accountID], "aws:PrincipalType": ["User"],
      "aws:PrincipalIsAWSService": ["false"], "aws:ViaAWSService": ["false"], "aws:userid": [signatory.caller.principalID],
      "aws:username": [signatory.caller.userName],
    ]
    keys["aws:UserAgent"] = request.header("user-agent").map { [$0] }
    for (key, value) in signatory.tags { keys["aws:PrincipalTag/\(key)"] = [value] }
    return keys
  }
}
