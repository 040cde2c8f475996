package import Vocabulary

/// What stands for the ARN of a Lambda function, or of a bot.
package struct FunctionBinding: Sendable, Hashable {
  package enum Target: Sendable, Hashable {
    case endpoint(url: String, form: Form, certificateAuthority: String?)
    /// The name of a file in the functions folder.
    case program(name: String)
  }

  /// How an endpoint is spoken to.
  package enum Form: String, Sendable, CaseIterable {
    /// The payload is the body of a POST, and the answer's body the answer.
    case json
    /// Invoke of the Lambda API: `POST /2015-03-31/functions/ARN/invocations`.
    case invoke
    /// RecognizeText of the Lex V2 API: `POST /bots/.../sessions/SESSION/text`.
    case recognizeText = "recognize-text"
  }

  package let arn: String
  package let target: Target

  package init(arn: String, target: Target) {
    self.arn = arn
    self.target = target
  }

  /// nil for what is no binding.
  init?(json: JSON) {
    guard let arn = json["arn"]?.string else { return nil }
    if let name = json["program"]?.string {
      self.init(arn: arn, target: .program(name: name))
    } else if let url = json["url"]?.string, let form = Form(rawValue: json["form"]?.string ?? Form.json.rawValue) {
      self.init(arn: arn, target: .endpoint(url: url, form: form, certificateAuthority: json["certificateAuthority"]?.string))
    } else {
      return nil
    }
  }

  package var json: JSON {
    switch target {
    case .program(let name): ["arn": .string(arn), "program": .string(name)]
    case .endpoint(let url, let form, let file):
      [
        "arn": .string(arn), "url": .string(url), "form": .string(form.rawValue),
        "certificateAuthority": file.map(JSON.string) ?? .null,
      ]
    }
  }
}

/// Why a binding cannot be made: what is wrong, and what would be right.
package struct FunctionProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}
