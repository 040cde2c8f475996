import Access
import FuzzEntry
import Vocabulary

/// Input: a policy or a case, as JSON; before it perhaps a line `#` and four lines of a request: action, resource, key, value.
@main struct Fuzz: Fuzzer {
  private static let limits = JSON.Limits(textBytesMax: 4_096, depthMax: 16, valuesMax: 500)

  static func check(_ input: [UInt8]) {
    var lines = input.split(separator: 0x0A, maxSplits: 5, omittingEmptySubsequences: false)
    let hasRequest = lines.count == 6 && lines[0].elementsEqual([UInt8(ascii: "#")])
    let texts =
      hasRequest ? lines[1...4].map { String(decoding: $0, as: UTF8.self) } : ["connect:DeleteQueue", "arn:aws:s3:::a", "k", "1"]
    let body = hasRequest ? Array(lines.removeLast()) : input
    guard let json = try? JSON.parse(body, limits: limits) else { return }
    let question = AccessQuestion(
      principal: Principal(arn: "arn:aws:sts::111122223333:assumed-role/auditor/ann"), action: texts[0], resource: texts[1],
      resourceAccount: nil, context: context(key: texts[2], value: texts[3]))
    if let policy = parsed(json, .identity) { judge(question, policy) }
    if let policy = parsed(json, .resource) { judgeResource(question, policy) }
    if let read = try? AccessCase.parse(json) { checkReasons(read.question.decide(read.policies)) }
  }

  /// A key may be any text, also that of the fixed one.
  private static func context(key: String, value: String) -> Context {
    var values = ["aws:TagKeys": ["team", value]]
    values[key] = [value]
    return Context(values)
  }

  private static func parsed(_ json: JSON, _ kind: Policy.Kind) -> Policy? {
    do {
      return try Policy.parse(json, as: kind)
    } catch {
      mustHold(!error.path.isEmpty && !error.detail.isEmpty, "a problem says where and what")
      return nil
    }
  }

  private static func judge(_ question: AccessQuestion, _ policy: Policy) {
    func outcome(identity: [Policy], boundaries: [Policy], session: [Policy]) -> Decision.Outcome {
      let decision = question.decide(PolicySet(identity: identity, resource: nil, boundaries: boundaries, session: session))
      checkReasons(decision)
      return decision.outcome
    }
    let alone = outcome(identity: [policy], boundaries: [], session: [])
    mustHold(outcome(identity: [policy, policy], boundaries: [], session: []) == alone, "saying it twice changes nothing")
    mustHold(outcome(identity: [policy], boundaries: [policy], session: [policy]) == alone, "a policy is within its own limits")
    mustHold(outcome(identity: [], boundaries: [policy], session: [policy]) != .allowed, "limits grant nothing")
  }

  private static func judgeResource(_ question: AccessQuestion, _ policy: Policy) {
    let near = question.decide(PolicySet(identity: [], resource: policy, boundaries: [], session: []))
    checkReasons(near)
    let abroad = AccessQuestion(
      principal: question.principal, action: question.action, resource: question.resource, resourceAccount: "444455556666",
      context: question.context)
    let far = abroad.decide(PolicySet(identity: [], resource: policy, boundaries: [], session: []))
    mustHold(far.outcome != .allowed, "a resource of another account grants nothing by itself")
    mustHold((far.outcome == .explicitlyDenied) == (near.outcome == .explicitlyDenied), "a denial does not ask for accounts")
  }

  private static func checkReasons(_ decision: Decision) { mustHold(!decision.reasons.isEmpty, "every decision has its reasons") }
}
