import ArgumentParser
import Functions
import Keep
import OutboundHTTP
import Vocabulary

/// What is bound, and to what.
struct BindingOptions: ParsableArguments {
  @OptionGroup var bound: BoundOptions

  @OptionGroup var endpoint: URLOptions

  @Option(help: "A PEM file with the authority that the endpoint's certificate is of, where the system does not know it.")
  var caFile: String?

  @Option(help: "The name of a program in the folder.")
  var program: String?

  var arn: String { bound.arn }

  func validate() throws {
    guard endpoint.isGiven != (program != nil) else { throw ValidationError("give --url, --url-file or --program") }
  }

  /// Binds it, once that is on record.
  func bind(_ kind: FunctionBindings.Kind, form: String) async throws {
    let bindings = FunctionBindings(kind, folder: DataFolder(bound.dataDir).switchFolder)
    let binding = FunctionBinding(arn: arn, target: try target(form: FunctionBinding.Form(rawValue: form) ?? .json))
    try bindings.check(binding)
    try await bound.record(kind == .bots ? "BindBot" : "BindFunction", binding.audited)
    try bindings.bind(binding)
  }

  private func target(form: FunctionBinding.Form) throws -> FunctionBinding.Target {
    if let program { return .program(name: program) }
    return .endpoint(url: try endpoint.read(), form: form, certificateAuthority: try caFile.map(DataFolder.readCertificates))
  }
}

/// One that is bound, or is to be.
struct BoundOptions: ParsableArguments {
  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Argument(help: "The ARN that flows name.")
  var arn: String

  @OptionGroup var secret: SecretOptions

  func unbind(_ kind: FunctionBindings.Kind) async throws {
    try await record(kind == .bots ? "UnbindBot" : "UnbindFunction", ["arn": .string(arn)])
    guard try FunctionBindings(kind, folder: DataFolder(dataDir).switchFolder).unbind(arn) else {
      throw ValidationError("nothing is bound to \(arn)")
    }
  }

  fileprivate func record(_ name: String, _ parameters: JSON) async throws {
    try await KeepBeside.open(dataDir, secret, for: "bind") { try await $0.recordCommand(name, parameters, errorCode: nil) }
  }

  static func list(_ kind: FunctionBindings.Kind, _ dataDir: String) throws {
    for binding in try FunctionBindings(kind, folder: DataFolder(dataDir).switchFolder).all() { print(binding.json.text) }
  }
}

extension FunctionBinding {
  /// As its audit event tells of it: a URL's path and query may hold a token.
  fileprivate var audited: JSON {
    switch target {
    case .endpoint(let url, let form, _):
      ["arn": .string(arn), "origin": .string(OutboundHTTP.origin(of: url)), "form": .string(form.rawValue)]
    case .program(let name): ["arn": .string(arn), "program": .string(name)]
    }
  }
}
