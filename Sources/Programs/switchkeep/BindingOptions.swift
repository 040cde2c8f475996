import ArgumentParser
import Functions
import Vocabulary

/// What is bound, and to what.
struct BindingOptions: ParsableArguments {
  @OptionGroup var bound: BoundOptions

  @Option(help: "An endpoint, https://; http:// for loopback addresses alone.")
  var url: String?

  @Option(help: "A PEM file with the authority that the endpoint's certificate is of, where the system does not know it.")
  var caFile: String?

  @Option(help: "The name of a program in the folder.")
  var program: String?

  var arn: String { bound.arn }

  func validate() throws {
    guard (url == nil) != (program == nil) else { throw ValidationError("give --url or --program") }
  }

  func bind(_ kind: FunctionBindings.Kind, form: String) throws {
    let file = caFile.map { DataFolder($0).path }
    let target: FunctionBinding.Target =
      if let url {
        .endpoint(url: url, form: FunctionBinding.Form(rawValue: form) ?? .json, certificateAuthorityFile: file)
      } else {
        .program(name: program ?? "")
      }
    try FunctionBindings(kind, folder: DataFolder(bound.dataDir).switchFolder).bind(FunctionBinding(arn: arn, target: target))
  }
}

/// One that is bound, or is to be.
struct BoundOptions: ParsableArguments {
  @Option(help: "The folder that `init` made.")
  var dataDir: String

  @Argument(help: "The ARN that flows name.")
  var arn: String

  func unbind(_ kind: FunctionBindings.Kind) throws {
    guard try FunctionBindings(kind, folder: DataFolder(dataDir).switchFolder).unbind(arn) else {
      throw ValidationError("nothing is bound to \(arn)")
    }
  }

  static func list(_ kind: FunctionBindings.Kind, _ dataDir: String) throws {
    for binding in try FunctionBindings(kind, folder: DataFolder(dataDir).switchFolder).all() { print(binding.json.text) }
  }
}
