import AWSWire
import ConnectAPI
import Vocabulary

/// A prompt as it is stored: what Describe answers, and its audio.
struct StoredPrompt: Shape, Tagged, Dated {
  static let shapeName = "StoredPrompt"
  var prompt: Prompt
  var audio: PromptAudio

  init(prompt: Prompt, audio: PromptAudio) {
    self.prompt = prompt
    self.audio = audio
  }

  init(json: JSON) throws(ShapeProblem) {
    prompt = try Prompt(json: json["Prompt"] ?? .null)
    audio = PromptAudio(json["Audio"] ?? .null)
  }

  var json: JSON { ["Prompt": prompt.json, "Audio": audio.json] }

  var tags: [String: String]? {
    get { prompt.tags }
    set { prompt.tags = newValue }
  }
  var lastModifiedTime: Moment? {
    get { prompt.lastModifiedTime }
    set { prompt.lastModifiedTime = newValue }
  }
  var lastModifiedRegion: String? {
    get { prompt.lastModifiedRegion }
    set { prompt.lastModifiedRegion = newValue }
  }
}

/// Where the audio of a prompt is: made by our own program, or a file in the prompt store.
enum PromptAudio: Sendable, Hashable {
  /// One of `PromptSynthesis`.
  case synthesised(String)
  /// The SHA-256 of the file, which is its name too.
  case file(sha256: String)

  init(_ json: JSON) {
    if let sha256 = json["File"]?.string {
      self = .file(sha256: sha256)
    } else {
      self = .synthesised(json["Synthesised"]?.string ?? "")
    }
  }

  var json: JSON {
    switch self {
    case .synthesised(let name): ["Synthesised": .string(name)]
    case .file(let sha256): ["File": .string(sha256)]
    }
  }
}
