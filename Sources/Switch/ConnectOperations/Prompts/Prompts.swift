import ConnectAPI
import ResourceStore
import Vocabulary

extension Kind {
  static let prompt: Kind = "prompt"
}

extension ResourceKind where Document == StoredPrompt {
  static var prompt: Self {
    ResourceKind(kind: .prompt, arnWord: "prompt", noun: "prompt") { _ in [] }
  }
}

/// The ids of the prompts that an instance begins with, for the default flows.
struct DefaultPrompts: Sendable {
  let beep: String
  let hold: String
  let queue: String
}

/// What the prompt operations share.
enum Prompts {
  static let searchable = Searchable<StoredPrompt>(fields: [
    "name": { [$0.document.prompt.name].compactMap { $0 } },
    "description": { [$0.document.prompt.description].compactMap { $0 } },
    "resourceID": { [$0.id] },
  ])

  /// Makes the prompts of our own: their audio is computed, so that no two builds differ.
  static func makeDefaults(in instance: String, _ call: WriteCall) throws -> DefaultPrompts {
    DefaultPrompts(
      beep: try make("Beep.wav", "A short tone", PromptSynthesis.beep, in: instance, call),
      hold: try make("CustomerHold.wav", "Music for a customer on hold", PromptSynthesis.hold, in: instance, call),
      queue: try make("CustomerQueue.wav", "Music for a customer in a queue", PromptSynthesis.queue, in: instance, call))
  }

  private static func make(
    _ name: String, _ description: String, _ audio: @Sendable () -> PromptAudio, in instance: String, _ call: WriteCall
  ) throws -> String {
    let id = call.context.newID()
    let arn = call.context.place.arn("prompt", id, in: instance)
    let prompt = Prompt(promptARN: arn, promptId: id, name: name, description: description)
    try call.create(.prompt, id: id, name: name, StoredPrompt(prompt: prompt, audio: audio()), tags: nil, in: instance)
    return id
  }
}
