import Vocabulary

/// What belongs to one flow and not to the modules that it invokes: Connect gives a module none of it, and the flow finds it
/// unchanged afterwards. Values pass between them as contact attributes.
struct FlowLocals: Sendable, Hashable, Codable {
  var flowAttributes = JSON.Object()
  var external = JSON.Object()
  var lex = JSON.Object()
  var metrics = JSON.Object()
  var storedCustomerInput: String?
}

extension FlowContext {
  var locals: FlowLocals {
    get {
      FlowLocals(
        flowAttributes: flowAttributes, external: external, lex: lex, metrics: metrics, storedCustomerInput: storedCustomerInput)
    }
    set {
      flowAttributes = newValue.flowAttributes
      external = newValue.external
      lex = newValue.lex
      metrics = newValue.metrics
      storedCustomerInput = newValue.storedCustomerInput
    }
  }
}
