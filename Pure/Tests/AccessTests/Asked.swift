import Access
import Vocabulary

let ann = "arn:aws:iam::111122223333:user/ann"
let role = "arn:aws:iam::111122223333:role/auditor"
let session = "arn:aws:sts::111122223333:assumed-role/auditor/ann"
let queue = "arn:aws:connect:eu-west-2:111122223333:instance/aa/queue/bb"

/// A case with what most tests leave alone; members given here replace or join it.
func judged(_ members: [(String, JSON)]) throws -> Decision {
  var all: [(String, JSON)] = [("principal", .string(ann)), ("action", "connect:DeleteQueue"), ("resource", .string(queue))]
  all += members
  let read = try AccessCase.parse(.object(all))
  return read.question.decide(read.policies)
}

func outcome(_ members: (String, JSON)...) throws -> Decision.Outcome { try judged(members).outcome }

func statement(_ effect: String, _ members: (String, JSON)...) -> JSON {
  .object([("Effect", .string(effect)), ("Action", "*"), ("Resource", "*")] + members)
}

func policy(version: String = "2012-10-17", _ statements: JSON...) -> JSON {
  ["Version": .string(version), "Statement": .array(statements)]
}

/// Whether a condition of an identity policy holds: whether the only statement that allows then applies.
func holds(_ condition: String, _ context: String = "{}", version: String = "2012-10-17") throws -> Bool {
  let allowing = policy(version: version, statement("Allow", ("Condition", try JSON.parse(condition))))
  return try outcome(("identityPolicies", allowing), ("context", try JSON.parse(context))) == .allowed
}
